package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var sequenceNumber = &rule.Rule{
	Code: "PKT306", Name: "sequence-number", Severity: diag.Error,
	Summary: "a sequence number that the segment cannot have",
	Details: "A SYN has the sequence number 0; a segment without data has SND.NXT, the number of the next byte to be " +
		"sent (RFC 9293, section 3.4). SYN and FIN count one each.",
	Sources: []string{"RFC 9293 section 3.4", "Linux, tcp_acceptable_seq"},
	Bad:     script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 2:2(0) ack 1001"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(sequenceNumberWords)},
}

func sequenceNumberWords(_ rule.Observed, d model.SequenceWrong) rule.Words {
	words := rule.Words{
		Message: fmt.Sprintf("a segment without data carries SND.NXT, which is %d here, not %d", d.Next, d.Claimed),
		Label:   rule.Expected(fmt.Sprintf("%d:%d(0)", d.Next, d.Next)),
	}
	if skipped := d.Claimed - d.Next; int32(skipped) > 0 {
		words.Message += fmt.Sprintf(": the script has not looked at %d to %d", d.Next, d.Claimed-1)
	}
	return words
}
