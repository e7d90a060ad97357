package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var unmetTime = &rule.Rule{
	Code: "PKT503", Name: "unmet-time", Severity: diag.Error,
	Summary: "a packet is expected at a time at which the stack does not send it",
	Details: "The stack answers at once to what makes it send; only timers take time. A packet that is expected " +
		"later than its cause by more than the tolerance (4 ms, or an eighth of the time since the event before) " +
		"comes too early for the script.",
	Sources: []string{"google/packetdrill, run.c"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", " +.5 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(unmetTimeWords)},
}

func unmetTimeWords(_ rule.Observed, d model.TimeCause) rule.Words {
	return rule.Words{
		Message: fmt.Sprintf("the segment is expected %s after the event that makes the stack send it, but the stack "+
			"sends it at once", seconds(d.Late)),
		Label: rule.Expected("+0"),
	}
}
