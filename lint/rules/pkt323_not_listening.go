package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var notListening = &rule.Rule{
	Code: "PKT323", Name: "not-listening", Severity: diag.Error,
	Summary: "a SYN arrives and no socket listens",
	Details: "A SYN to a port on which nothing listens is answered with a RST (RFC 9293, section 3.10.7.1), and the " +
		"tool has no socket to which it could belong.",
	Sources: []string{"RFC 9293 section 3.10.7.1"},
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ..., ...) = 0",
		"  +0 < S 0:0(0) win 4000 <mss 1000>",
		"  +0 > S. 0:0(0) ack 1 <...>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>"),

	Observes: []rule.Observer{rule.Observe(notListeningWords)},
}

func notListeningWords(_ rule.Observed, d model.NotListening) rule.Words {
	return rule.Words{Message: fmt.Sprintf("a segment arrives, but descriptor %d neither listens nor connects: "+
		"nothing answers it", d.Number)}
}
