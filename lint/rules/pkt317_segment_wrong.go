package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentWrong = &rule.Rule{
	Code: "PKT317", Name: "segment-wrong", Severity: diag.Error,
	Summary: "another segment than the expected one comes first",
	Details: "What the stack sends next follows from the calls and packets before; the line expects something else " +
		"at this place.",
	Sources: []string{"RFC 9293 section 3.10"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:501(500) ack 1",
		"  +0 > P. 501:1001(500) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(segmentWrongWords)},
}

func segmentWrongWords(_ rule.Observed, d model.SegmentWrong) rule.Words {
	switch d.Cause {
	case model.ResetNotFin:
		return rule.Words{
			Message: "a FIN is expected, but the application closed with data that it had not read: the stack sends " +
				"a RST instead (RFC 2525, section 2.17)",
			Label: rule.Expected("R."),
		}
	case model.NotOldest:
		return rule.Words{Message: fmt.Sprintf("%d is expected again before %d, which is older and has not been sent "+
			"again: the stack begins with the oldest", d.Claimed, d.Oldest)}
	case model.LengthWrong:
		return rule.Words{Message: fmt.Sprintf("%d bytes are expected, but the stack sends %s of what was written",
			d.Length, d.Lengths)}
	}
	return rule.Words{Message: "the stack answers the SYN with a SYN-ACK, which no line expects before this segment"}
}
