// Package protocol is what a runner says to the child that runs one script: one
// Request as JSON on its standard input. The child answers with the stream of
// lang/run on its standard output. It needs nothing else, so that it can run in a
// namespace, in a virtual machine or on another host.
//
// The commands and the code of a script do not write to the child's standard
// output: their standard output is descriptor CommandOutput, their standard
// error the child's.
package protocol

import "github.com/pktlang/pkt/lang/program/settings"

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
	// Virtual says that the child runs in a guest whose time stands still while
	// anything runs; Phase is the tick at which the script starts there.
	Virtual bool `json:"virtual,omitempty"`
	Phase   int  `json:"phase,omitempty"`
}
