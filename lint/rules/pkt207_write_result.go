package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var writeResult = &rule.Rule{
	Code: "PKT207", Name: "write-result", Severity: diag.Error,
	Summary: "a write that returns another number of bytes than it can",
	Details: "A write takes at most what it is given. A blocking one takes all of it, or waits; a non-blocking one " +
		"takes less only when the send buffer is full.",
	Sources: []string{"write(2)", "send(2)", "Linux, tcp_sendmsg_locked"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1001", "  +0 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(writeResultWords)},
}

func writeResultWords(_ rule.Observed, d model.WriteResult) rule.Words {
	why := "a blocking socket takes all of it"
	switch d.Cause {
	case model.WriteGiven:
		return rule.Words{Message: fmt.Sprintf("%s() is given %d bytes and is expected to take %d", d.Call,
			d.Given, d.Claimed)}
	case model.WriteHandshake:
		return rule.Words{Message: fmt.Sprintf("%s() is expected to take data while the handshake is not complete: "+
			"it fails or waits until a SYN-ACK arrives", d.Call)}
	case model.WriteFitsInBuffer:
		why = "its send buffer has room for all of it"
	}
	all := fmt.Sprint(d.Given)
	return rule.Words{
		Message: fmt.Sprintf("%s() is given %d bytes and is expected to take %d: %s", d.Call, d.Given, d.Claimed, why),
		Label:   rule.Expected(all), Replacement: all,
	}
}
