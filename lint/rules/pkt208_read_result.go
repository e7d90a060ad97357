package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var readResult = &rule.Rule{
	Code: "PKT208", Name: "read-result", Severity: diag.Error,
	Summary: "a read that returns another number of bytes than are in order",
	Details: "TCP hands on what has arrived in sequence: bytes behind a hole wait until the hole is filled (RFC 9293, section 3.10.7.4). " +
		"A read returns what waits in the receive buffer, at most as much as was asked for, and 0 when the peer's FIN was reached.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "read(2)", "Linux, tcp_recvmsg_locked"},
	Bad: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201", "  +0 < P. 231:251(20) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 201", "  +0 read(4, ..., 500) = 250"),
	Good: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201", "  +0 < P. 231:251(20) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 201", "  +0 read(4, ..., 500) = 200"),

	Multipath: true,
	Kinds:     []model.Kind{model.ReadResult},
}
