package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// newFailure is a failure at a place in the script.
func (e *engine) newFailure(
	class run.Class, code string, r source.Range, line int, message, reference string,
) *run.Failure {
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

// interrupted is the failure of whoever notices that the run was ended by
// another; that one's own failure came first and is the one that counts.
func (e *engine) interrupted(ev *event) *run.Failure {
	return e.at(ev, run.Interrupted, "run/interrupted", ev.Statement.Action, "the run was interrupted", "interrupted")
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
	return e.at(ev, run.Mismatch, "run/code", ev.Statement.Action,
		"cannot record the values for the code: "+reason, "runtime error in code: "+reason)
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
	f.Diagnostic = diag.Diagnostic{
		Code: "run/interrupted", Severity: diag.Error, Message: "the run was ended: " + cause.Error(),
	}
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
