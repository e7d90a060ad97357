package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var uncheckedTail = &rule.Rule{
	Code: "PKT605", Name: "unchecked-tail", Severity: diag.Hint,
	Summary: "what the stack sends after the last event is never looked at",
	Details: "The tool ends with the last event and leaves unread what the stack sends in answer to it. Where that " +
		"answer matters, a line has to expect it.",
	Sources: []string{"google/packetdrill, run.c"},
	Bad: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001",
		"  +0 < P. 1001:2001(1000) ack 1 win 4000"),
	Good: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Script: func(p *rule.ScriptPass) {
		last := -1
		for i, st := range p.Script.Statements {
			if st.Kind == lang.EventStatement {
				last = i
			}
		}
		if last < 0 {
			return
		}
		st := p.Script.Statements[last]
		for _, c := range p.Model.After(last).Connections() {
			switch {
			case !c.Certain():
			case c.Send.FinQueued && !c.Send.FinSent:
				p.Report(st, st.Core, "the script ends before the stack sends its FIN, which nothing looks at")
			case c.Receive.Acknowledged != c.Receive.Next:
				p.Report(st, st.Core, "the script ends before the stack acknowledges %d, which nothing looks at",
					c.Receive.Next)
			}
		}
	},
}
