package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var sequenceGap = &rule.Rule{
	Code: "PKT304", Name: "sequence-gap", Severity: diag.Error,
	Summary: "expected data leaves a gap after what was sent before",
	Details: "The stack sends the bytes of the stream in order: the next new segment begins at SND.NXT, where the " +
		"last one ended.",
	Sources: []string{"RFC 9293 section 3.4"},
	Bad:     script(connected, "  +0 write(4, ..., 2000) = 2000", "  +0 > P. 1001:2001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 2000) = 2000", "  +0 > P. 1:2001(2000) ack 1"),

	Observes: []rule.Observer{rule.Observe(sequenceGapWords)},
}

func sequenceGapWords(_ rule.Observed, d model.SequenceGap) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the expected data leaves a gap: the stack sends %d next, and the script "+
		"does not look at %d to %d", d.Next, d.Next, d.Claimed-1)}
}
