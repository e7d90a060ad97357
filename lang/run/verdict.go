package run

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Class says whose fault a failure is.
type Class string

// The classes.
const (
	Mismatch    Class = "mismatch"     // the stack or a call did something else
	Late        Class = "late"         // the stack was too early or too late
	HarnessLate Class = "harness-late" // the runner itself was too late
	Timeout     Class = "timeout"      // a packet, or the end, never came
	Refused     Class = "refused"      // the script is wrong
	Unsupported Class = "unsupported"  // the script needs what this stack or runner lacks
	Environment Class = "environment"  // something outside was missing or failed
	Interrupted Class = "interrupted"  // the run was ended from outside
	Command     Class = "command"      // a command or code of the script failed
)

// Classes are all classes.
func Classes() []Class {
	return []Class{Mismatch, Late, HarnessLate, Timeout, Refused, Unsupported, Environment, Interrupted, Command}
}

// Timing reports whether a failure is one of time alone, which another run may
// not show.
func (c Class) Timing() bool { return c == Late || c == HarnessLate }

// Failure says what went wrong.
type Failure struct {
	Class Class `json:"class"`
	Line  int   `json:"line,omitempty"` // from 1; 0 where no line is to blame
	// Diagnostic points at the token that did not match, with offsets in the
	// script's text.
	Diagnostic diag.Diagnostic `json:"diagnostic"`
	// Reference is the message as google/packetdrill words it, without a line
	// end at its close: "file:line: error handling packet: ...".
	Reference string `json:"reference"`
	// Recent are the packets before the failure, oldest first, numbered as in
	// the script.
	Recent []Packet `json:"recent,omitempty"`
	// Others are packets that arrived and that no event expected.
	Others []Packet `json:"others,omitempty"`
	// Accept replaces the expectation by what the stack did; nil where that
	// cannot be written in the script's language.
	Accept []source.Edit `json:"accept,omitempty"`
}

// Verdict is how a run ended.
type Verdict struct {
	Passed bool `json:"passed"`
	// Stack names what the program was run against, such as "Linux 6.18.5";
	// empty where nothing ran.
	Stack    string    `json:"stack,omitempty"`
	Failures []Failure `json:"failures,omitempty"` // the first ended the run
	Events   int       `json:"events"`             // how many events ran
	Duration int64     `json:"duration"`           // from the first event to the end
}

// Failure is the one that ended the run, or nil.
func (v *Verdict) Failure() *Failure {
	if len(v.Failures) == 0 {
		return nil
	}
	return &v.Failures[0]
}

// Failed is the verdict of a run that ended with a failure.
func Failed(f Failure) Verdict { return Verdict{Failures: []Failure{f}} }

// EnvironmentFailure is a failure for which the script is not to blame.
func EnvironmentFailure(err error) Failure {
	return Failure{
		Class:      Environment,
		Diagnostic: diag.Diagnostic{Code: "run/environment", Severity: diag.Error, Message: err.Error()},
		Reference:  err.Error(),
	}
}
