package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownErrno = &rule.Rule{
	Code: program.CodeUnknownErrno, Name: "unknown-errno", Severity: diag.Error,
	Summary: "an errno that does not exist",
	Details: "The name after the result of a call that fails is looked up when the event is due; one that does not " +
		"exist ends the script in the middle of a run.",
	Sources: []string{"errno(3)"},
	Fix:     "Writes the errno that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGIAN (Resource temporarily unavailable)"),
	Good: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
		"  +0 accept(3, ..., ...) = -1 EAGAIN (Resource temporarily unavailable)"),

	Compiled: true,
}
