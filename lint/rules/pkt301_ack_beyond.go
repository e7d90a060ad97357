package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var ackBeyond = &rule.Rule{
	Code: "PKT301", Name: "ack-beyond-received", Severity: diag.Error,
	Summary: "the stack is expected to acknowledge what it has not received in order",
	Details: "An acknowledgment says that everything before it has arrived (RFC 9293, section 3.4). Bytes after a " +
		"hole, and a FIN after one, are not acknowledged until the hole is filled.",
	Sources: []string{"RFC 9293 section 3.4"},
	Bad: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201",
		"  +0 < P. 231:251(20) ack 1 win 4000", "  +0 > . 1:1(0) ack 251"),
	Good: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201",
		"  +0 < P. 231:251(20) ack 1 win 4000", "  +0 > . 1:1(0) ack 201"),

	Observes: []rule.Observer{rule.Observe(ackBeyondWords)},
}

func ackBeyondWords(_ rule.Observed, d model.AckBeyondReceived) rule.Words {
	ack := fmt.Sprintf("ack %d", d.Next)
	words := rule.Words{Label: rule.Expected(ack), Replacement: ack}
	switch d.Cause {
	case model.AckAfterSyn:
		return rule.Words{Message: fmt.Sprintf("the SYN-ACK acknowledges %d, but the SYN stands at %d",
			d.Claimed, d.Last)}
	case model.AckSynReceived:
		return rule.Words{Message: fmt.Sprintf("the SYN-ACK acknowledges %d, but the stack has %d", d.Claimed, d.Next)}
	case model.AckAfterHole:
		words.Message = fmt.Sprintf("expected ack %d, but the bytes %d to %d are missing: the stack acknowledges %d "+
			"until they arrive", d.Claimed, d.Next, d.Last, d.Next)
	case model.AckAfterFin:
		words.Message = fmt.Sprintf("expected ack %d, but the peer has sent no more than its FIN at %d: the stack "+
			"acknowledges %d", d.Claimed, d.Last, d.Next)
	default:
		words.Message = fmt.Sprintf("expected ack %d, but the peer has sent only up to %d in order", d.Claimed, d.Next)
	}
	return words
}
