package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var repeatedOption = &rule.Rule{
	Code: "PKT403", Name: "repeated-option", Severity: diag.Error,
	Summary: "a TCP option stands twice in one segment",
	Details: "No stack sends an option twice, nop apart. Of an injected segment Linux takes the last one of its " +
		"kind, which may be what the script tests: there it is an information.",
	Sources: []string{"RFC 9293 section 3.2", "Linux, tcp_parse_options"},
	Bad:     script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1460,mss 1460>"),
	Good:    script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1460>"),

	Statement: func(p *rule.StatementPass) {
		packet, tcp := segmentOf(p.Statement)
		if tcp == nil || tcp.Options == nil {
			return
		}
		first := map[string]lang.TCPOption{}
		for _, o := range tcp.Options.List {
			name := o.OptionName()
			switch o.(type) {
			case *lang.NoOperation, *lang.EndOfList, *lang.OtherOption:
				continue
			}
			earlier, repeated := first[name]
			if !repeated {
				first[name] = o
				continue
			}
			f := p.Report(o, "the option `%s` stands twice in this segment", name)
			w := earlier.Where()
			f.Diagnostic.Related = []diag.Related{{Message: "the first one"}}
			f.Diagnostic.Related[0].Range.Start, f.Diagnostic.Related[0].Range.End = int(w.Off), int(w.End)
			if packet.Direction == lang.Inbound {
				f.AtMost(diag.Info)
			}
		}
	},
}

// segmentOf returns the packet and the TCP segment of a statement, or nil.
func segmentOf(st *lang.Statement) (*lang.Packet, *lang.TCP) {
	packet, ok := st.Action.(*lang.Packet)
	if !ok {
		return nil, nil
	}
	return packet, packet.TCP()
}
