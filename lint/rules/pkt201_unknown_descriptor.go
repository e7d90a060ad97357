package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownDescriptor = &rule.Rule{
	Code: program.CodeUnknownDescriptor, Name: "unknown-descriptor", Severity: diag.Error,
	Summary: "a descriptor is used before any call returned it",
	Details: "Descriptors of a script are the script's own numbers: they exist from the call that returns them on " +
		"(socket, accept, open, pipe, epoll_create). The tool looks them up when the event is due, and stops there.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000", "  +0 write(4, ..., 1000) = 1000"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Compiled: true,
}
