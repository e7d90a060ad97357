package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var impossibleFlags = &rule.Rule{
	Code: "PKT401", Name: "impossible-flags", Severity: diag.Error,
	Summary: "a combination of flags that no stack sends",
	Details: "A SYN carries neither FIN nor RST, and a RST no FIN; every segment but the first SYN and some resets " +
		"has the ACK flag. A packet that is expected with other flags never comes. An injected one may have any: it " +
		"is how scripts test what the stack does with it.",
	Sources: []string{"RFC 9293 section 3.10.7"},
	Bad:     script(connected, "  +0 close(4) = 0", "  +0 > F 1:1(0)"),
	Good:    script(connected, "  +0 close(4) = 0", "  +0 > F. 1:1(0) ack 1"),

	Statement: func(p *rule.StatementPass) {
		packet, ok := p.Statement.Action.(*lang.Packet)
		if !ok || packet.Direction != lang.Outbound || packet.TCP() == nil {
			return
		}
		flags := packet.TCP().Flags
		for _, pair := range []lang.FlagSet{lang.SYN | lang.FIN, lang.SYN | lang.RST, lang.RST | lang.FIN} {
			if flags.Has(pair) {
				p.Report(flags, "no stack sends a segment with the flags `%s`", flags.Text)
				return
			}
		}
		if flags.Set&(lang.SYN|lang.RST|lang.ACK) == 0 {
			p.Report(flags, "a segment with the flags `%s` is expected without ACK, which only a SYN or a RST can be",
				flags.Text).
				Mark("add `.`")
		}
	},
}
