package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var ackBehind = &rule.Rule{
	Code: "PKT302", Name: "ack-behind-received", Severity: diag.Error,
	Summary: "the stack is expected to acknowledge less than it has received in order",
	Details: "Every segment acknowledges all that was in order when it was sent (RFC 9293, section 3.10.7.4): the " +
		"ack number cannot be lower than what arrived before, and not go back.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "Linux, __tcp_transmit_skb"},
	Bad:     script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 501"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(ackBelowWords)},
}

func ackBelowWords(o rule.Observed, d model.AckBelowReceived) rule.Words {
	ack := fmt.Sprintf("ack %d", d.Expected)
	words := rule.Words{Label: rule.Expected(ack), Replacement: ack}
	switch d.Cause {
	case model.AckGoesBack:
		words.Message = fmt.Sprintf("the ack number goes back: %d was acknowledged before, on line %d", d.Before,
			o.Line(d.Earlier))
	case model.AckNeverNext:
		words.Message = fmt.Sprintf("the stack acknowledges %d here, not %d: RCV.NXT was never %d", d.Expected,
			d.Claimed, d.Claimed)
	case model.AckOverdue:
		words.Message = fmt.Sprintf("ack %d is expected, but the stack has everything up to %d by now and "+
			"acknowledges that", d.Claimed, d.Expected)
	case model.AckWithoutFin:
		words.Message = fmt.Sprintf("ack %d is expected, which does not acknowledge the peer's FIN at %d: the stack "+
			"sends ack %d", d.Claimed, d.Before, d.Expected)
	}
	return words
}
