package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var descriptorMixedUp = &rule.Rule{
	Code: "PKT214", Name: "descriptor-mixed-up", Severity: diag.Warning,
	Summary: "where the descriptor should have come from that a later call misses",
	Details: "A call that uses a descriptor which nothing returned (PKT201) has its cause further up: a call that " +
		"returns another number, which nothing uses, or a connection that was never accepted. This rule points there.",
	Fix: "Writes the number that is used later. Not applied by --fix, since the later calls may be the mistake.",
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000",
		"  +0 accept(3, ..., ...) = 5", "  +0 write(4, ..., 1000) = 1000"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Script: func(p *rule.ScriptPass) {
		missing := 0
		at := map[int]bool{} // by statement
		for n, d := range p.Program.Descriptors {
			if !d.Missing || d.Number < 0 {
				continue
			}
			if missing++; missing > mostMixedUp {
				return
			}
			first := p.Program.ReferencesTo(n)[0]
			use := p.Script.Statements[first.Statement]
			if stray := strayBefore(p, first.Statement); stray != nil {
				if i := p.Program.References[stray.Opened].Statement; !at[i] {
					at[i] = true
					reportStray(p, stray, first)
					continue
				}
			}
			if i := neverAccepted(p, first.Statement); i >= 0 && !at[i] {
				at[i] = true
				st := p.Script.Statements[i]
				p.Report(st, st.Action,
					"the connection is established here and never accepted: no call returns the descriptor %d, which "+
						"is used later", d.Number).
					Mark("accept() is missing after this").Related(use, use.Action, "it is used here")
			}
		}
	},
}

// mostMixedUp is how many descriptors are looked into: where more are missing, it
// is no slip.
const mostMixedUp = 8

func reportStray(p *rule.ScriptPass, stray *program.Descriptor, missing program.Reference) {
	opening := p.Program.References[stray.Opened]
	st, use := p.Script.Statements[opening.Statement], p.Script.Statements[missing.Statement]
	what := "which nothing uses"
	if stray.Hides >= 0 {
		what = "which is open already"
	}
	number := p.Program.Descriptors[missing.Descriptor].Number
	p.Report(st, opening.Node, "%s() returns %s, %s, and no call returns %d, which is used later",
		st.Action.(*lang.SystemCall).Name.Name, p.Script.File.Slice(st.Range(opening.Node)), what, number).
		Mark("did you mean %d?", number).Replace(opening.Node, p.Script.File.Slice(use.Range(missing.Node)), false).
		Related(use, use.Action, "it is used here")
}

// strayBefore is the last descriptor that a call before a statement returns and
// that no call of the script takes, or that is open already; nil for none.
func strayBefore(p *rule.ScriptPass, limit int) *program.Descriptor {
	for n := len(p.Program.Descriptors) - 1; n >= 0; n-- {
		d := &p.Program.Descriptors[n]
		if d.Opened < 0 || d.Kind == vocab.PipeDescriptor || p.Program.References[d.Opened].Statement >= limit {
			continue
		}
		if d.Uses == 0 || d.Hides >= 0 {
			return d
		}
	}
	return nil
}

// neverAccepted is the injected segment that completed a handshake before a
// statement, where its connection still waits for accept() there; -1 otherwise.
func neverAccepted(p *rule.ScriptPass, limit int) int {
	if !queued(p.Model.Before(limit)) {
		return -1
	}
	for i := limit - 1; i >= 0; i-- {
		if packet, ok := p.Script.Statements[i].Action.(*lang.Packet); ok && packet.Direction == lang.Inbound &&
			!queued(p.Model.Before(i)) {
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
