package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var sackOutside = &rule.Rule{
	Code: "PKT407", Name: "sack-outside", Severity: diag.Error,
	Summary: "a SACK block of data that was never sent or received",
	Details: "A block reports data that has arrived beyond the ack number (RFC 2018, section 3), or, as the first block, what arrived twice " +
		"(RFC 2883). Linux ignores injected blocks beyond what it sent, and takes those of acknowledged data for duplicates.",
	Sources: []string{"RFC 2018 section 3", "RFC 2883", "Linux, tcp_is_sackblock_valid"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>", " +.1 < . 1:1(0) ack 1 win 4000", "  +0 accept(3, ..., ...) = 4",
		"  +0 < . 1001:2001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:3001>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>", " +.1 < . 1:1(0) ack 1 win 4000", "  +0 accept(3, ..., ...) = 4",
		"  +0 < . 1001:2001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:2001>"),

	Kinds: []model.Kind{model.SackOutside},
}
