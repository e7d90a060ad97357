package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var noExpectation = &rule.Rule{
	Code: "PKT602", Name: "no-expectation", Severity: diag.Info,
	Summary: "a script that expects nothing",
	Details: "Without a packet that is expected, a system call with its result, or code that asserts something, a " +
		"script passes whatever the stack does.",
	Bad:  script("", "   0 < S 0:0(0) win 4000 <mss 1000>"),
	Good: script("", "   0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > R. 0:0(0) ack 1"),

	Script: func(p *rule.ScriptPass) {
		var first *lang.Statement
		for _, st := range p.Script.Statements {
			if st.Kind != lang.EventStatement {
				continue
			}
			switch action := st.Action.(type) {
			case *lang.SystemCall, *lang.Code:
				return
			case *lang.Packet:
				if action.Direction == lang.Outbound {
					return
				}
			}
			if first == nil {
				first = st
			}
		}
		if first != nil {
			p.Report(first, first.Core, "this script expects nothing of the stack: it passes whatever happens")
		}
	},
}
