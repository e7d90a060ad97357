package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var ackBehind = &rule.Rule{
	Code: "PKT302", Name: "ack-behind-received", Severity: diag.Error,
	Summary: "the stack is expected to acknowledge less than it has received in order",
	Details: "Every segment acknowledges all that was in order when it was sent (RFC 9293, section 3.10.7.4): the ack number cannot be lower " +
		"than what arrived before, and not go back.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "Linux, __tcp_transmit_skb"},
	Bad:     script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 501"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Kinds: []model.Kind{model.AckBehindReceived},
}
