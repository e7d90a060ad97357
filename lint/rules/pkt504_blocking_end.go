package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var blockingEnd = &rule.Rule{
	Code: program.CodeBlockingEnd, Name: "blocking-end", Severity: diag.Error,
	Summary: "a blocking call ends before anything can end it",
	Details: "A call that finds nothing to read, or no connection to accept, returns when a segment brings it. Its " +
		"end (the 0.2 of `+0...0.2 read(...)`, which counts from the event before where the start is relative) " +
		"cannot be before the next injected packet. One that would have to end before it begins is refused.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad: script(connected, " +0...0.1 read(4, ..., 1000) = 1000", " +.2 < P. 1:1001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1001"),
	Good: script(connected, " +0...0.2 read(4, ..., 1000) = 1000", " +.2 < P. 1:1001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1001"),

	Compiled: true,
	Script: func(p *rule.ScriptPass) {
		previous := -1
		for i, st := range p.Script.Statements {
			if st.Kind != lang.EventStatement {
				continue
			}
			if call, ok := st.Action.(*lang.SystemCall); ok && call.Until != nil &&
				call.Until.Microseconds >= st.Time.Start.Microseconds &&
				waitsForPacket(p, i, call) {
				checkEnd(p, i, previous, call)
			}
			previous = i
		}
	},
}

// waitsForPacket reports whether a call certainly finds nothing to do at its
// start, and succeeds.
func waitsForPacket(p *rule.ScriptPass, i int, call *lang.SystemCall) bool {
	result, ok := call.Result.(*lang.Number)
	if !ok || result.Value < 0 || len(call.Args) == 0 {
		return false
	}
	fd, ok := call.Args[0].(*lang.Number)
	if !ok {
		return false
	}
	state := p.Before(i)
	d := state.Descriptor(fd.Value)
	if d == nil || !d.TCP {
		return false
	}
	switch call.Name.Name {
	case "accept":
		return d.Role == model.Listening && len(d.Queue) == 0
	case "read", "recv", "recvfrom", "recvmsg", "readv":
		c := state.Connection(d.Connection)
		return c != nil && c.Certain() && c.Receive.Unread.Is(0) && !c.Receive.FinSeen && c.State == model.Established
	}
	return false
}

// checkEnd compares the end of the call with the first packet after it.
func checkEnd(p *rule.ScriptPass, i, previous int, call *lang.SystemCall) {
	st := p.Script.Statements[i]
	end := call.Until.Microseconds
	if st.Time.Kind.Relative() && previous >= 0 {
		clock, _ := p.Model.AbsoluteTime(previous)
		if clock.Unbounded() {
			return
		}
		end += clock.Top
	}
	for j := i + 1; j < len(p.Script.Statements); j++ {
		next := p.Script.Statements[j]
		packet, ok := next.Action.(*lang.Packet)
		if !ok || packet.Direction != lang.Inbound {
			continue
		}
		clock, _ := p.Model.AbsoluteTime(j)
		// The tolerance, once for each of the two.
		if clock.Low-end > 2*p.Before(i).Environment.Tolerance(end) {
			p.Report(st, call.Until, "%s() ends at %s, but nothing can end it before the packet at %s", call.Name.Name,
				seconds(end), seconds(clock.Low)).
				Related(next, packet, "the next packet")
		}
		return
	}
}
