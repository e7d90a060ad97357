package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var descriptorMixedUp = &rule.Rule{
	Code: "PKT214", Name: "descriptor-mixed-up", Severity: diag.Warning,
	Summary: "where the descriptor should have come from that a later call misses",
	Details: "A call that uses a descriptor which nothing returned (PKT201) has its cause further up: a call that returns another number, which nothing " +
		"uses, or a connection that was never accepted. This rule points there.",
	Fix: "Writes the number that is used later. Not applied by --fix, since the later calls may be the mistake.",
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>", " +.1 < . 1:1(0) ack 1 win 4000",
		"  +0 accept(3, ..., ...) = 5", "  +0 write(4, ..., 1000) = 1000"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Script: func(p *rule.ScriptPass) {
		told := map[int64]bool{} // by descriptor
		at := map[int]bool{}     // by statement
		for _, o := range p.Model.Observations() {
			if o.Kind != model.DescriptorUnknown || o.Descriptor < 0 || told[o.Descriptor] {
				continue
			}
			told[o.Descriptor] = true
			if len(told) > mostMixedUp {
				return
			}
			if i := strayBefore(p, o.Statement); i >= 0 && !at[i] {
				at[i] = true
				reportStray(p, i, o)
			} else if i := neverAccepted(p, o.Statement); i >= 0 && !at[i] {
				at[i] = true
				st, use := p.Script.Statements[i], p.Script.Statements[o.Statement]
				p.Report(st, st.Action, "the connection is established here and never accepted: no call returns the descriptor %d, which is used later", o.Descriptor).
					Mark("accept() is missing behind this").Related(use, use.Action, "it is used here")
			}
		}
	},
}

// mostMixedUp is how many descriptors are looked into: where more are missing, it
// is no slip.
const mostMixedUp = 8

func reportStray(p *rule.ScriptPass, i int, o model.Observation) {
	st, use := p.Script.Statements[i], p.Script.Statements[o.Statement]
	call := st.Action.(*lang.SystemCall)
	number := p.Script.File.Slice(st.Range(call.Result))
	what := "which nothing uses"
	if p.Model.Before(i).Descriptor(madeBy(call)) != nil {
		what = "which is open already"
	}
	p.Report(st, call.Result, "%s() returns %s, %s, and no call returns %d, which is used later", call.Name.Name, number, what, o.Descriptor).
		Mark("did you mean %d?", o.Descriptor).Replace(call.Result, p.Script.File.Slice(use.Range(o.Node)), false).
		Related(use, use.Action, "it is used here")
}

// strayBefore is the last call before a statement that returns a descriptor
// which no call of the script takes, or which is open already; -1 for none.
func strayBefore(p *rule.ScriptPass, limit int) int {
	used := map[int64]int{}
	for i, st := range p.Script.Statements {
		if call, ok := st.Action.(*lang.SystemCall); ok {
			for _, arg := range call.Args {
				markNumbers(arg, i, used)
			}
		}
	}
	for i := limit - 1; i >= 0; i-- {
		call, ok := p.Script.Statements[i].Action.(*lang.SystemCall)
		if !ok || madeBy(call) < 0 {
			continue
		}
		if last, ok := used[madeBy(call)]; !ok || last < i || p.Model.Before(i).Descriptor(madeBy(call)) != nil {
			return i
		}
	}
	return -1
}

// neverAccepted is the injected segment that completed a handshake before a
// statement, where its connection still waits for accept() there; -1 otherwise.
func neverAccepted(p *rule.ScriptPass, limit int) int {
	if !queued(p.Model.Before(limit)) {
		return -1
	}
	for i := limit - 1; i >= 0; i-- {
		if packet, ok := p.Script.Statements[i].Action.(*lang.Packet); ok && packet.Direction == lang.Inbound && !queued(p.Model.Before(i)) {
			return i
		}
	}
	return -1
}

func queued(s *model.State) bool {
	for _, d := range s.Descriptors() {
		if len(d.Queue) > 0 {
			return true
		}
	}
	return false
}
