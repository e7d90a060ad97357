package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var notNegotiated = &rule.Rule{
	Code: "PKT321", Name: "option-not-negotiated", Severity: diag.Error,
	Summary: "an option that the handshake did not agree on",
	Details: "Selective acknowledgments, timestamps and window scaling are used when both SYNs carried the option " +
		"(RFC 2018, section 2; RFC 7323, sections 2.2 and 3.2). Linux sends none of them otherwise, and ignores " +
		"those that it is sent.",
	Sources: []string{"RFC 2018 section 2", "RFC 7323"},
	Bad: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1001 <nop,nop,TS val 100 ecr 100>"),
	Good: script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(notNegotiatedWords)},
}

func notNegotiatedWords(_ rule.Observed, d model.OptionNotNegotiated) rule.Words {
	switch {
	case d.Injected:
		return rule.Words{Message: "the peer sends SACK blocks, but the handshake did not negotiate SACK: the stack " +
			"ignores them"}
	case d.Name == "TS":
		return rule.Words{Message: "a timestamp is expected, but the handshake did not negotiate timestamps"}
	}
	return rule.Words{Message: "SACK blocks are expected, but the handshake did not negotiate SACK"}
}
