package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var connectResult = &rule.Rule{
	Code: "PKT211", Name: "connect-result", Severity: diag.Error,
	Summary: "connect() contradicts the handshake or the mode of the socket",
	Details: "connect() on a non-blocking socket returns -1 EINPROGRESS and the SYN leaves; on a blocking one it " +
		"waits for the SYN-ACK, and is written with an end: +0...0.1 connect(3, ..., ...) = 0.",
	Sources: []string{"connect(2)"},
	Bad: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3", "  +0 connect(3, ..., ...) = 0",
		"  +0 > S 0:0(0) <...>"),
	Good: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:0(0) <...>"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(connectResultWords)},
}

func connectResultWords(_ rule.Observed, d model.ConnectResult) rule.Words {
	switch d.Cause {
	case model.ConnectListening:
		return rule.Words{Message: "connect() on a listening socket fails with EISCONN"}
	case model.ConnectNonBlocking:
		return rule.Words{
			Message: "connect() on a non-blocking socket cannot succeed at once: it fails with EINPROGRESS while the " +
				"handshake is under way",
			Label: rule.Expected("-1 EINPROGRESS"),
		}
	}
	return rule.Words{Message: "connect() on a blocking socket waits for the handshake, which the script cannot " +
		"complete meanwhile: give it an end time (`+0...0.1 connect(...)`) or make the socket non-blocking"}
}
