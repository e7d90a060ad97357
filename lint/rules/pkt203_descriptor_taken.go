package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var descriptorTaken = &rule.Rule{
	Code: program.CodeDescriptorTaken, Name: "descriptor-taken", Severity: diag.Error,
	Summary: "a call returns a number that is open already",
	Details: "Each open descriptor of a script has a number of its own. The live number may differ from it, so any " +
		"free number will do.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(listening, "  +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),
	Good:    script(listening, "  +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4"),

	Compiled: true,
}
