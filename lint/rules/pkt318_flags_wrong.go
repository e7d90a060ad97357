package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var flagsWrong = &rule.Rule{
	Code: "PKT318", Name: "flags-wrong", Severity: diag.Error,
	Summary: "flags that the segment cannot have",
	Details: "Every segment but the first SYN and some resets has the ACK flag (RFC 9293, section 3.10.7). Linux " +
		"sets PSH on the segment that carries the last byte of a write, and on those beyond half of the greatest " +
		"window that the peer has offered; a segment without data has none.",
	Sources: []string{"RFC 9293 section 3.9.1.2", "Linux, tcp_mark_push and tcp_push"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > . 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(flagsWrongWords)},
}

func flagsWrongWords(_ rule.Observed, d model.FlagsWrong) rule.Words {
	switch d.Cause {
	case model.NoControlFlag:
		return rule.Words{Message: "the stack sends no segment without one of SYN, RST and ACK (RFC 9293, section 3.1)"}
	case model.PushEmpty:
		return rule.Words{Message: "PSH is expected on a segment without data: the stack sets it only where data ends"}
	case model.SynPassive:
		return rule.Words{Message: "a SYN is expected of a socket that did not connect"}
	}
	return rule.Words{
		Message: "PSH is missing: the segment ends where the last write ended (RFC 9293, section 3.9.1.2; Linux: " +
			"tcp_push)",
		Label: rule.Expected("P"),
	}
}
