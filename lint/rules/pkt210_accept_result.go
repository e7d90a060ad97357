package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var acceptResult = &rule.Rule{
	Code: "PKT210", Name: "accept-result", Severity: diag.Error,
	Summary: "accept() contradicts the handshake",
	Details: "accept() returns a connection whose handshake is complete: the SYN, the SYN-ACK and the ACK that " +
		"acknowledges it. With fast open a valid cookie completes it at the SYN (RFC 7413, section 4.2).",
	Sources: []string{"accept(2)", "RFC 9293 section 3.5"},
	Bad: script(listening, "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0", "  +0 < S 0:0(0) win 4000 <mss 1000>",
		"  +0 > S. 0:0(0) ack 1 <...>",
		"  +0 accept(3, ..., ...) = 4"),
	Good: connected,

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(acceptResultWords)},
}

func acceptResultWords(_ rule.Observed, d model.AcceptResult) rule.Words {
	switch {
	case d.Waiting:
		return rule.Words{Message: "accept() is expected to fail with EAGAIN, but a connection waits in the queue"}
	case d.NonBlocking:
		return rule.Words{Message: "accept() is expected to return a connection, but none is complete: it fails with " +
			"EAGAIN"}
	}
	return rule.Words{Message: "accept() is expected to return a connection, but none is complete: it waits for ever"}
}
