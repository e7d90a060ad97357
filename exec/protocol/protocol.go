// Package protocol is what a runner and the child that runs one script say to
// each other: one Request as JSON on the child's standard input, and Messages
// as JSON lines on its standard output. The child needs nothing else, so that
// it can run in a namespace, in a virtual machine or on another host.
//
// The commands and the code of a script do not write to the child's standard
// output: their standard output is descriptor CommandOutput, their standard
// error the child's.
package protocol

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/source"
)

// CommandOutput is the descriptor that a script's commands and code get as
// their standard output. Where the runner leaves it closed, they write to the
// child's standard error.
const CommandOutput = 3

// Request asks a child to run one script.
type Request struct {
	// Path is the script's name as the user gave it; it stands in messages.
	Path string `json:"path"`
	Text string `json:"text"`
	// Settings are final: the script's own options are already part of them.
	// They hold the definitions given from outside the script (-D), too.
	Settings settings.Settings `json:"settings"`
	// Bytes asks for each packet's bytes as on the wire, for a capture file.
	Bytes bool `json:"bytes,omitempty"`
	// Processors are the numbers of those on which the script and what it
	// starts are to stay; all where there are none.
	Processors []int `json:"processors,omitempty"`
}

// Message is one line from the child; exactly one field is set.
type Message struct {
	Event   *Event   `json:"event,omitempty"`
	Packet  *Packet  `json:"packet,omitempty"`
	Warning *Failure `json:"warning,omitempty"` // a mismatch that --non_fatal allows
	Verdict *Verdict `json:"verdict,omitempty"` // the last message
}

// Event tells that an event of the script began, or that it ended. All times
// are microseconds since the start of the script.
type Event struct {
	Index int    `json:"index"` // among the script's events, from 0
	Line  int    `json:"line"`  // from 1
	Kind  string `json:"kind"`  // inbound, outbound, call, command or code
	// Name is the name of a system call.
	Name string `json:"name,omitempty"`
	// Finished is false when the event begins, and true when it is over.
	Finished bool `json:"finished,omitempty"`
	// Planned is when the script says that it happens.
	Planned int64 `json:"planned"`
	// Actual is when the child injected, called or started the command, or
	// when the stack sent the packet that was expected. Zero until Finished.
	Actual int64 `json:"actual,omitempty"`
	// Anytime is set where the script leaves the time open.
	Anytime bool `json:"anytime,omitempty"`
	// Until is when a blocking call is to return.
	Until int64 `json:"until,omitempty"`
}

// Packet is one that was injected into the stack or that the stack sent.
type Packet struct {
	// Line is that of the event which the packet belongs to; 0 for a packet
	// that no event expected.
	Line    int   `json:"line"`
	Inbound bool  `json:"inbound"`
	Time    int64 `json:"time"` // microseconds since the start of the script
	// Text is the packet in script syntax, with the script's sequence numbers.
	Text string `json:"text"`
	// Live is the packet with its live sequence numbers, as -v shows it.
	Live string `json:"live"`
	// Bytes is the packet from its outermost IP header, where asked for.
	Bytes []byte `json:"bytes,omitempty"`
}

// Class says whose fault a failure is.
type Class string

// The classes.
const (
	Mismatch    Class = "mismatch"     // the stack or a call did something else
	Late        Class = "late"         // the stack was too early or too late
	HarnessLate Class = "harness-late" // the runner itself was too late
	Timeout     Class = "timeout"      // a packet, or the end, never came
	Refused     Class = "refused"      // the script is wrong
	Unsupported Class = "unsupported"  // the script needs what this kernel or runner lacks
	Environment Class = "environment"  // something outside was missing or failed
	Interrupted Class = "interrupted"  // a signal ended the run
	Command     Class = "command"      // a command or code of the script failed
)

// Failure says what went wrong.
type Failure struct {
	Class Class `json:"class"`
	Line  int   `json:"line,omitempty"` // from 1; 0 where no line is to blame
	// Diagnostic points at the token that did not match, with offsets in
	// Request.Text.
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
	Passed   bool      `json:"passed"`
	Failures []Failure `json:"failures,omitempty"` // the first ended the run
	Events   int       `json:"events"`             // how many events ran
	Duration int64     `json:"duration"`           // microseconds from the first event to the end
}
