package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownCall = &rule.Rule{
	Code: program.CodeUnknownCall, Name: "unknown-system-call", Severity: diag.Error,
	Summary: "a system call that the tool does not know",
	Details: "packetdrill makes only the calls of its own table. It looks a name up when the event is due, so a " +
		"misspelt one ends the script in the middle of a run.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Fix:     "Writes the name that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bnd(3, ..., ...) = 0"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ..., ...) = 0"),

	Compiled: true,
}
