package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentCount = &rule.Rule{
	Code: program.CodeArgumentCount, Name: "argument-count", Severity: diag.Error,
	Summary: "a system call with too many or too few arguments",
	Details: "Calls are written with all the arguments of the C function; the tool checks their number when the " +
		"event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ...) = 0"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ..., ...) = 0"),

	Compiled: true,
}
