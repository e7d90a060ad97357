package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// newFailure is a failure at a place in the script.
func (e *engine) newFailure(class run.Class, code string, r source.Range, line int, message,
	reference string) *run.Failure {
	return &run.Failure{
		Class: class, Line: line,
		Diagnostic: diag.Diagnostic{Code: code, Severity: diag.Error, Range: r, Message: message},
		Reference:  reference,
		Recent:     words(e.record.recent),
		Others:     words(e.record.others),
	}
}

// at is a failure of an event.
func (e *engine) at(ev *event, class run.Class, code string, n lang.Node, message, reference string) *run.Failure {
	return e.newFailure(class, code, ev.Statement.Range(n), ev.Line, message,
		fmt.Sprintf("%s:%d: %s", e.path(), ev.Line, reference))
}

// environment is a failure that is not the script's.
func (e *engine) environment(err error) *run.Failure {
	f := run.EnvironmentFailure(err)
	return &f
}

// packetRefused is a packet that does not fit what the script did before.
func (e *engine) packetRefused(ev *event, err error) *run.Failure {
	return e.at(ev, run.Refused, "run/script", ev.Statement.Action, err.Error(), "error handling packet: "+err.Error())
}

// badPacket is a packet of the stack that cannot be decoded.
func (e *engine) badPacket(ev *event, data []byte, err error) *run.Failure {
	message := fmt.Sprintf("the stack sent a packet of %d bytes that is no valid IP packet: %v", len(data), err)
	f := e.at(ev, run.Mismatch, "run/packet", ev.Statement.Action, message, "error handling packet: "+err.Error())
	f.Diagnostic.Notes = []string{fmt.Sprintf("it begins with % x", data[:min(len(data), 64)])}
	return f
}

// timeout is a packet that never came.
func (e *engine) timeout(ev *event) *run.Failure {
	message := fmt.Sprintf("the stack did not send this packet, due %s", e.window(ev).describe())
	f := e.at(ev, run.Timeout, "run/timeout", ev.Statement.Action, message,
		"error handling packet: Timed out waiting for packet")
	f.Diagnostic.Comparison = &diag.Comparison{Expected: expectedText(ev.packet), Actual: "nothing"}
	f.Diagnostic.Notes = e.silenceHints(ev)
	return f
}

func (e *engine) window(ev *event) window {
	before := int64(-1)
	if e.before != nil {
		before = e.before.time
	}
	return e.schedule.window(ev, before)
}

// interrupted is the failure of whoever notices that the run was ended by
// another; that one's own failure came first and is the one that counts.
func (e *engine) interrupted(ev *event) *run.Failure {
	return e.at(ev, run.Interrupted, "run/interrupted", ev.Statement.Action, "the run was interrupted", "interrupted")
}

// packetFailure is a packet that differs. earlier are the packets before it
// that it should continue.
func (e *engine) packetFailure(ev *event, earlier []sniffed, differences []packet.Difference,
	actual sniffed) *run.Failure {
	message := "the stack sent another packet than expected"
	if len(earlier) > 0 {
		message = fmt.Sprintf("packet %d of those that should carry the payload together is not what it should be",
			len(earlier)+1)
	}
	e.collectOthers()
	expected := ev.packet
	reference := "error handling packet: " + differences[0].Reference +
		fmt.Sprintf("\nscript packet: %9.6f %s\nactual packet: %9.6f %s", seconds(ev.time), expectedText(expected),
			seconds(actual.at), actual.packet.Text(expected))
	texts, main := explain(expected, actual.packet, differences)
	f := e.at(ev, run.Mismatch, "run/packet", place(ev, main), message, reference)
	f.Diagnostic.Comparison = &diag.Comparison{Expected: expectedText(expected),
		Actual: actual.packet.Text(expected), Differs: texts}
	f.Diagnostic.Notes = e.packetHints(ev, actual)
	if len(earlier) == 0 {
		f.Accept = accept(ev, actual.packet, differences)
	}
	return f
}

// explain words the differences for people, and says which of them to
// point at.
func explain(expected, actual *packet.Packet, differences []packet.Difference) ([]string, packet.Difference) {
	var texts []string
	main := differences[0]
	found := false
	flags := false
	for _, d := range differences {
		if d.Derived {
			continue
		}
		if !found {
			main, found = d, true
		}
		if d.Part == packet.PartFlags && expected.TCP() != nil && actual.TCP() != nil {
			if !flags {
				texts = append(texts,
					fmt.Sprintf("flags %s instead of %s", packet.FlagText(actual, expected),
						packet.FlagText(expected, expected)))
			}
			flags = true
			continue
		}
		texts = append(texts, d.Text)
	}
	if len(texts) == 0 {
		texts = append(texts, differences[0].Text)
	}
	return texts, main
}

// place is the node in which a script writes what differs.
func place(ev *event, d packet.Difference) lang.Node {
	part := d.Part
	p := ev.Statement.Action.(*lang.Packet)
	if part == packet.PartIP && p.IP != nil {
		return p.IP
	}
	if part == packet.PartPacket && len(p.Encapsulations) > 0 {
		return p.Encapsulations[0]
	}
	t := p.TCP()
	if t == nil {
		if p.Transport != nil {
			return p.Transport
		}
		return p
	}
	switch {
	case part == packet.PartFlags:
		return t.Flags
	case part == packet.PartSequence, part == packet.PartLength:
		return t.Seq
	case part == packet.PartAck && t.Ack != nil:
		return withKeyword(t.Ack)
	case part == packet.PartWindow && t.Win != nil:
		return withKeyword(t.Win)
	case part == packet.PartUrgent && t.Urg != nil:
		return withKeyword(t.Urg)
	case part == packet.PartOptions && t.Options != nil:
		for _, o := range t.Options.List {
			if o.OptionName() == d.Option {
				return o
			}
		}
		return t.Options
	}
	return t
}

// withKeyword is a number with the word before it.
func withKeyword(n *lang.Number) lang.Node {
	s := n.Span
	if !n.Keyword.Empty() {
		s.Off = n.Keyword.Off
	}
	return s
}

// latePacket is the right packet at the wrong time.
func (e *engine) latePacket(ev *event, w window, actual sniffed) *run.Failure {
	e.collectOthers()
	class := run.Late
	message := fmt.Sprintf("the stack sent the packet %s: at %.6f s, expected %s, tolerance %s",
		w.describeMiss(actual.at), seconds(actual.at), w.describe(), millis(w.tolerance))
	// A relative time mostly counts from the present, so a runner that was held
	// up makes the packet look early.
	if held := ev.offset - e.done; actual.at < w.first && ev.Timing.Relative() && held > 0 &&
		actual.at+held >= w.first-w.tolerance {
		class = run.HarnessLate
		message = fmt.Sprintf("the runner was held up for %s after the event before, so that it cannot tell whether "+
			"the packet came in time", millis(held))
	}
	reference := "error handling packet: " + w.reference("outbound packet", actual.at) +
		fmt.Sprintf("\nscript packet: %9.6f %s\nactual packet: %9.6f %s", seconds(ev.time), expectedText(ev.packet),
			seconds(actual.at), actual.packet.Text(ev.packet))
	f := e.at(ev, class, "run/time", ev.Statement.Time, message, reference)
	f.Diagnostic.Comparison = &diag.Comparison{
		Expected: fmt.Sprintf("%.6f %s", seconds(w.first), expectedText(ev.packet)),
		Actual:   fmt.Sprintf("%.6f %s", seconds(actual.at), actual.packet.Text(ev.packet)),
		Differs:  []string{"time (" + w.describeMiss(actual.at) + ")"},
	}
	f.Diagnostic.Notes = e.lateHints(ev, w, actual)
	if class == run.Late {
		f.Accept = e.acceptTime(ev, actual.at)
	}
	return f
}

// lateEvent is an event whose time had passed before it could happen.
func (e *engine) lateEvent(ev *event, w window, at int64) *run.Failure {
	reference := w.reference(eventWords[ev.Kind].reference, at)
	what := eventWords[ev.Kind].possible
	class, code := run.HarnessLate, "run/harness-late"
	message := fmt.Sprintf("the runner was %s: %s only at %.6f s, planned %s, tolerance %s",
		w.describeMiss(at), what, seconds(at), w.describe(), millis(w.tolerance))
	if w.missed(e.done) > 0 && e.before != nil {
		switch e.cause {
		case delayedByStack:
			class, code = run.Late, "run/time"
			message = fmt.Sprintf("%s only at %.6f s, planned %s: line %d was over only at %.6f s", what, seconds(at),
				w.describe(), e.before.Line, seconds(e.done))
		case delayedByCommand:
			class, code = run.Late, "run/time"
			message = fmt.Sprintf("%s only at %.6f s, planned %s: the command on line %d took until %.6f s", what,
				seconds(at), w.describe(), e.before.Line, seconds(e.done))
		}
	}
	return e.at(ev, class, code, ev.Statement.Time, message, reference)
}

// callFailure is a system call that went wrong.
func (e *engine) callFailure(ev *event, m *stack.Mismatch) *run.Failure {
	call := ev.Call.Syntax
	class := run.Mismatch
	switch {
	case m.Unsupported:
		class = run.Unsupported
	case m.Refused:
		class = run.Refused
	}
	f := e.at(ev, class, "run/call", call, "", fmt.Sprintf("runtime error in %s call: %s", call.Name.Name, m.Reference))
	f.Diagnostic = m.Diagnostic.Shift(ev.Statement.Base)
	for _, a := range m.Accept {
		f.Accept = append(f.Accept, source.Edit{Range: ev.Statement.Range(a.Span), New: a.New})
	}
	return f
}

func (e *engine) commandFailure(ev *event, c *lang.Command, err error) *run.Failure {
	message := fmt.Sprintf("the command failed: %v", err)
	return e.at(ev, run.Command, "run/command", c, message,
		fmt.Sprintf("error executing `%s` command: %v", c.Text, err))
}

func (e *engine) snippetFailure(ev *event, reason string) *run.Failure {
	return e.at(ev, run.Mismatch, "run/code", ev.Statement.Action, "cannot record the values for the code: "+reason,
		"runtime error in code: "+reason)
}

func (e *engine) codeFailure(f *stack.CodeFailure) *run.Failure {
	return &run.Failure{
		Class: run.Mismatch, Line: e.program.Script.File.Line(f.Diagnostic.Range.Start), Diagnostic: f.Diagnostic,
		Reference: f.Output + fmt.Sprintf("%s: error executing code: %s", e.path(), f.Reference),
		Recent:    words(e.record.recent),
	}
}

// untimedCommand is an init or cleanup command, or an init script, that failed.
func (e *engine) untimedCommand(what string, st *lang.Statement, text string, err error) *run.Failure {
	var r source.Range
	line := 0
	if st != nil {
		r = st.Range(st.Action)
		line = e.program.Script.File.Line(r.Start)
	}
	message := fmt.Sprintf("the %s failed: %v", what, err)
	if st == nil {
		message = fmt.Sprintf("the %s %s failed: %v", what, text, err)
	}
	reference := fmt.Sprintf("%s: error executing %s: %v", e.path(), what, err)
	if st == nil {
		reference = fmt.Sprintf("%s: error executing %s '%s': %v", e.path(), what, text, err)
	}
	return e.newFailure(run.Command, "run/command", r, line, message, reference)
}

// path is the script's name as the user gave it.
func (e *engine) path() string { return e.program.Script.File.Name }

// endedFromOutside is a run whose context is done.
func (e *engine) endedFromOutside(cause error) *run.Failure {
	f := &run.Failure{Class: run.Interrupted, Reference: e.path() + ": interrupted"}
	f.Diagnostic = diag.Diagnostic{Code: "run/interrupted", Severity: diag.Error,
		Message: "the run was ended: " + cause.Error()}
	return e.whileAt(f)
}

// overdue is a run that took longer than it may.
func (e *engine) overdue() *run.Failure {
	f := &run.Failure{Class: run.Timeout, Reference: e.path() + ": timed out"}
	f.Diagnostic = diag.Diagnostic{
		Code: "run/timeout", Severity: diag.Error,
		Message: fmt.Sprintf("the script did not end within %s", e.settings.Timeout),
	}
	return e.whileAt(f)
}

// whileAt adds to a failure that comes from outside what the run was at. Any
// thread may.
func (e *engine) whileAt(f *run.Failure) *run.Failure {
	if ev := e.current.Load(); ev != nil {
		f.Line = ev.Line
		f.Diagnostic.Range = ev.Statement.Range(ev.Statement.Action)
		f.Diagnostic.Message += ", while it was at " + ev.waitingFor()
	}
	return f
}
