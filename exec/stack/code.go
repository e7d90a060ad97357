package stack

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// Code records the data that a script's snippets of code look at, and runs
// them when the last event is over. exec/code has the one for this machine.
type Code interface {
	// Record takes the values of a socket for a snippet. live is the socket's
	// descriptor, or -1 where the socket under test has none. The error's text
	// is what google/packetdrill says after "runtime error in code: ".
	Record(live int, statement *lang.Statement, code *lang.Code) error
	// Execute runs all that was recorded; nil where every assertion holds, or
	// where nothing was recorded.
	Execute() *CodeFailure
}

// CodeFailure says how the code of a script failed.
type CodeFailure struct {
	// Diagnostic points at the line of the snippet, with offsets in the file.
	Diagnostic diag.Diagnostic
	// Reference is what google/packetdrill says after "error executing code: ".
	Reference string
	// Output is what google/packetdrill's Python prints before that, in its
	// shape: "file:line: error in Python code" and a traceback. Empty where
	// Python never ran.
	Output string
}
