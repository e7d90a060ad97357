package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var ackBeyond = &rule.Rule{
	Code: "PKT301", Name: "ack-beyond-received", Severity: diag.Error,
	Summary: "the stack is expected to acknowledge what it has not received in order",
	Details: "An acknowledgment says that everything before it has arrived (RFC 9293, section 3.4). Bytes behind a hole, and a FIN behind " +
		"one, are not acknowledged until the hole is filled.",
	Sources: []string{"RFC 9293 section 3.4"},
	Bad:     script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201", "  +0 < P. 231:251(20) ack 1 win 4000", "  +0 > . 1:1(0) ack 251"),
	Good:    script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201", "  +0 < P. 231:251(20) ack 1 win 4000", "  +0 > . 1:1(0) ack 201"),

	Kinds: []model.Kind{model.AckBeyondReceived},
}
