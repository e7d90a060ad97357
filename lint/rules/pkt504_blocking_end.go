package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var blockingEnd = &rule.Rule{
	Code: "PKT504", Name: "blocking-end", Severity: diag.Error,
	Summary: "a blocking call ends before what ends it",
	Details: "A blocking call returns when the event comes that it waits for; its end (+0...0.2) cannot be before that event.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script(connected, " +0...+.1 read(4, ..., 1000) = 1000", " +.2 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),
	Good:    script(connected, " +0...+.2 read(4, ..., 1000) = 1000", " +.2 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Kinds: []model.Kind{model.TimeBlocking},
}
