package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var sackOutside = &rule.Rule{
	Code: "PKT407", Name: "sack-outside", Severity: diag.Error,
	Summary: "a SACK block of data that was never sent or received",
	Details: "A block reports data that has arrived beyond the ack number (RFC 2018, section 3), or, as the first " +
		"block, what arrived twice (RFC 2883). Linux ignores injected blocks beyond what it sent, and takes those of " +
		"acknowledged data for duplicates.",
	Sources: []string{"RFC 2018 section 3", "RFC 2883", "Linux, tcp_is_sackblock_valid"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000", "  +0 accept(3, ..., ...) = 4",
		"  +0 < . 1001:2001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:3001>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000", "  +0 accept(3, ..., ...) = 4",
		"  +0 < . 1001:2001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:2001>"),

	Observes: []rule.Observer{rule.Observe(sackOutsideWords)},
}

func sackOutsideWords(_ rule.Observed, d model.SackOutside) rule.Words {
	switch d.Cause {
	case model.SackOfUnsent:
		return rule.Words{Message: fmt.Sprintf("the peer selectively acknowledges up to %d, but only %d was sent: "+
			"the stack ignores the block", d.Block.Right, d.Sent)}
	case model.SackBeyondReceived:
		return rule.Words{Message: fmt.Sprintf("the SACK block ends at %d, but the peer has sent only up to %d",
			d.Block.Right, d.Sent)}
	case model.SackOfMissing:
		return rule.Words{Message: fmt.Sprintf("the SACK block %d:%d covers bytes that the peer has not sent",
			d.Block.Left, d.Block.Right)}
	}
	if len(d.Right) == 0 {
		return rule.Words{Message: "the ACK carries no SACK blocks here: nothing is missing before what has arrived"}
	}
	text := "sack"
	for _, b := range d.Right {
		text += fmt.Sprintf(" %d:%d", b.Left, b.Right)
	}
	return rule.Words{
		Message: fmt.Sprintf("the ACK carries <%s> here: the ranges that have arrived after the hole, newest first",
			text),
		Label: rule.Expected(text),
	}
}
