package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var closedDescriptor = &rule.Rule{
	Code: program.CodeClosedDescriptor, Name: "closed-descriptor", Severity: diag.Error,
	Summary: "a descriptor is used after it was closed",
	Details: "close() takes a number out of the script's table of descriptors; the tool then finds nothing under it. " +
		"A later call may return the number anew.",
	Sources: []string{"close(2)"},
	Bad:     script(connected, "  +0 close(4) = 0", "  +0 > F. 1:1(0) ack 1", "  +0 write(4, ..., 1000) = 1000"),
	Good:    script(connected, "  +0 close(4) = 0", "  +0 > F. 1:1(0) ack 1"),

	Compiled: true,
}
