package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var firstEvent = &rule.Rule{
	Code: program.CodeFirstEventTime, Name: "first-event-time", Severity: diag.Error,
	Summary: "the first event is not at time 0",
	Details: "The clock of a script begins with its first event, which therefore has to be at 0; the tool refuses " +
		"the script otherwise.",
	Sources: []string{"google/packetdrill, run.c"},
	Bad:     script("", "   1 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),

	Compiled: true,
}
