package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var sackBlocks = &rule.Rule{
	Code: "PKT406", Name: "sack-blocks", Severity: diag.Error,
	Summary: "SACK blocks that are empty or run backwards",
	Details: "A block names its first byte and the one after its last (RFC 2018, section 3), so its right edge is " +
		"beyond its left one. No stack sends another, and Linux ignores one that it is sent; there it is an " +
		"information.",
	Sources: []string{"RFC 2018 section 3", "Linux, tcp_is_sackblock_valid"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000", "  +0 < . 1001:2001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1 <nop,nop,sack 2001:1001>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000,sackOK,nop,nop>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000", "  +0 < . 1001:2001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1 <nop,nop,sack 1001:2001>"),

	Statement: func(p *rule.StatementPass) {
		packet, tcp := segmentOf(p.Statement)
		if tcp == nil || tcp.Options == nil {
			return
		}
		for _, o := range tcp.Options.List {
			sack, ok := o.(*lang.SACK)
			if !ok {
				continue
			}
			for i := range sack.Blocks {
				checkBlock(p, packet, &sack.Blocks[i])
			}
		}
	},
}

// checkBlock compares the edges of a block in sequence space, modulo 2^32.
func checkBlock(p *rule.StatementPass, packet *lang.Packet, b *lang.SACKBlock) {
	length := int32(uint32(b.Right.Value) - uint32(b.Left.Value))
	if length > 0 || b.Left.Pending || b.Right.Pending {
		return
	}
	what := "is empty"
	if length < 0 {
		what = "runs backwards"
	}
	f := p.Report(b, "the SACK block `%s` %s", p.Text(b), what)
	if packet.Direction == lang.Inbound {
		f.Note("the stack ignores it").AtMost(diag.Info)
	}
}
