package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var synackUncaused = &rule.Rule{
	Code: "PKT319", Name: "synack-uncaused", Severity: diag.Error,
	Summary: "a SYN-ACK that answers nothing",
	Details: "A SYN-ACK answers a SYN to a socket that listens, or one that crosses our own SYN (simultaneous open), " +
		"and is retransmitted when its timer ends.",
	Sources: []string{"RFC 9293 section 3.5"},
	Bad: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:0(0) <...>",
		"  +0 > S. 0:0(0) ack 1 <...>"),
	Good: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:0(0) <...>",
		"  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>"),

	Observes: []rule.Observer{rule.Observe(synackUncausedWords)},
}

func synackUncausedWords(_ rule.Observed, d model.SynAckUncaused) rule.Words {
	if d.Connecting {
		return rule.Words{Message: "a SYN-ACK is expected of a socket that connects, but no SYN has arrived that it " +
			"could answer"}
	}
	return rule.Words{Message: "a SYN-ACK is expected, but the segment before it draws a RST or nothing: it reaches " +
		"no listening socket, or is no SYN"}
}
