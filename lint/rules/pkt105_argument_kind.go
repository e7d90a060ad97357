package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentKind = &rule.Rule{
	Code: program.CodeArgumentKind, Name: "argument-kind", Severity: diag.Error, LinuxOnly: true,
	Summary: "an argument of a kind that the call does not take",
	Details: "Each argument has a form: an integer or symbol, a structure in braces, an array in brackets, a string, " +
		"or an ellipsis where the tool makes the value up. The tool checks that when the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(connected, "  +0 write(4, ..., [1000]) = 1000", "  +0 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Compiled: true,
}
