package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var optionOutsideSyn = &rule.Rule{
	Code: "PKT405", Name: "option-outside-syn", Severity: diag.Error,
	Summary: "an option that only a SYN can have",
	Details: "The maximum segment size, the window scale and SACK-permitted are told once, in the SYNs; in another " +
		"segment a stack neither sends nor heeds them. In an injected segment it is an information.",
	Sources: []string{"RFC 9293 section 3.2", "RFC 7323 section 2.2", "RFC 2018 section 2"},
	Bad:     script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001 <mss 1460>"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Statement: func(p *rule.StatementPass) {
		packet, tcp := segmentOf(p.Statement)
		if tcp == nil || tcp.Options == nil || tcp.Flags.Has(lang.SYN) {
			return
		}
		for _, o := range tcp.Options.List {
			known, ok := vocab.TCPOptionWord(o.OptionName())
			if !ok || !known.SYNOnly {
				continue
			}
			f := p.Report(o, "`%s` belongs in a SYN, and this segment is none", o.OptionName())
			if packet.Direction == lang.Inbound {
				f.Note("the stack ignores it").AtMost(diag.Info)
			}
		}
	},
}
