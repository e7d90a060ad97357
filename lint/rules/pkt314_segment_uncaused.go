package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentUncaused = &rule.Rule{
	Code: "PKT314", Name: "segment-uncaused", Severity: diag.Error,
	Summary: "nothing before it can have made the stack send this segment",
	Details: "The stack sends data that was written, acknowledgments of what it received, retransmissions when a " +
		"timer ends or duplicate acknowledgments tell of a loss, and probes. Where none of these is due, the tool " +
		"waits in vain.",
	Sources: []string{"RFC 9293 section 3.10", "RFC 6298", "RFC 5681"},
	Bad:     script(connected, "  +0 > . 1:1(0) ack 1"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(segmentUncausedWords)},
}

func segmentUncausedWords(_ rule.Observed, d model.SegmentUncaused) rule.Words {
	return rule.Words{Message: uncausedTexts[d.Cause]}
}

var uncausedTexts = [...]string{
	model.NothingArrived: "an ACK is expected, but nothing has arrived since the last one that the stack would " +
		"acknowledge",
	model.ConnectionClosed: "a segment is expected of a connection that is closed: the stack could only answer with " +
		"a RST",
	model.NoSynAckArrived: "a segment other than a SYN is expected while the handshake is not complete: no SYN-ACK " +
		"has arrived",
	model.SynAckNotAnswered: "a segment is expected before the handshake is complete: the peer has not acknowledged " +
		"the SYN-ACK",
	model.HandshakeComplete: "a SYN is expected after the handshake",
	model.NoSynArrived:      "a segment is expected of a listening socket, but no SYN has arrived that it could answer",
	model.SocketUnconnected: "a segment is expected, but the last socket is neither connected nor listening: it " +
		"sends nothing",
}
