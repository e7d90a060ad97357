package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var readResult = &rule.Rule{
	Code: "PKT208", Name: "read-result", Severity: diag.Error,
	Summary: "a read that returns another number of bytes than are in order",
	Details: "TCP hands on what has arrived in sequence: bytes after a hole wait until the hole is filled (RFC 9293, " +
		"section 3.10.7.4). A read returns what waits in the receive buffer, at most as much as was asked for, and 0 " +
		"when the peer's FIN was reached.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "read(2)", "Linux, tcp_recvmsg_locked"},
	Bad: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201",
		"  +0 < P. 231:251(20) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 201", "  +0 read(4, ..., 500) = 250"),
	Good: script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201",
		"  +0 < P. 231:251(20) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 201", "  +0 read(4, ..., 500) = 200"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(readResultWords)},
}

func readResultWords(_ rule.Observed, d model.ReadResult) rule.Words {
	switch d.Cause {
	case model.ReadAsked:
		return rule.Words{Message: fmt.Sprintf("%s() asks for %d bytes and is expected to return %d", d.Call,
			d.Asked, d.Claimed)}
	case model.ReadNoFin:
		return rule.Words{Message: "a read of 0 bytes is expected, which means that the peer has closed, but no FIN " +
			"has arrived"}
	case model.ReadAll:
		return rule.Words{
			Message: fmt.Sprintf("a read of %d bytes is expected, but %d are in order and it returns them all",
				d.Claimed, d.Readable),
			Label: rule.Expected(fmt.Sprint(d.Readable)),
		}
	}
	return rule.Words{Message: readsTooMuch(d)}
}

// readsTooMuch says why a read cannot return as much as is expected.
func readsTooMuch(d model.ReadResult) string {
	switch d.Cause {
	case model.ReadHole:
		return fmt.Sprintf("a read of %d bytes is expected, but only %d are in order: the bytes from %d on are missing",
			d.Claimed, d.Readable, d.Next)
	case model.ReadFin:
		return fmt.Sprintf("a read of %d bytes is expected, but only %d are left before the peer's FIN",
			d.Claimed, d.Readable)
	}
	return fmt.Sprintf("a read of %d bytes is expected, but only %d have arrived", d.Claimed, d.Readable)
}
