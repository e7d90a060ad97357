package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var timeBackwards = &rule.Rule{
	Code: program.CodeTimeGoesBack, Name: "time-goes-back", Severity: diag.Error,
	Summary: "an event before the one above it",
	Details: "Events happen in the order in which they are written. An absolute time before that of the event before " +
		"it is refused; one that the relative times before it have passed is late from the start.",
	Sources: []string{"google/packetdrill, run.c"},
	Bad:     script(connected, "  .5 write(4, ..., 1000) = 1000", "  .4 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  .5 write(4, ..., 1000) = 1000", "  .5 > P. 1:1001(1000) ack 1"),

	Compiled: true,
	Observes: []rule.Observer{rule.Observe(timeBackwardsWords)},
}

func timeBackwardsWords(_ rule.Observed, d model.TimeBackwards) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the time goes back: %s is before the event before it, at %s",
		seconds(d.Claimed), seconds(d.Before))}
}
