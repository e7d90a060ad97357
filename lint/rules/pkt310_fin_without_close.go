package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var finWithoutClose = &rule.Rule{
	Code: "PKT310", Name: "fin-without-close", Severity: diag.Error,
	Summary: "a FIN is expected before close() or shutdown()",
	Details: "The stack sends its FIN when the application has closed its side, with close() or shutdown() with " +
		"SHUT_WR or SHUT_RDWR, never by itself and never because the peer sent one.",
	Sources: []string{"RFC 9293 section 3.10.4"},
	Bad:     script(connected, "  +0 < F. 1:1(0) ack 1 win 4000", "  +0 > F. 1:1(0) ack 2"),
	Good:    script(connected, "  +0 < F. 1:1(0) ack 1 win 4000", "  +0 > . 1:1(0) ack 2"),

	Observes: []rule.Observer{rule.Observe(finWithoutCloseWords)},
}

func finWithoutCloseWords(rule.Observed, model.FinWithoutClose) rule.Words {
	return rule.Words{Message: "a FIN is expected, but the application has not closed the connection: only close() " +
		"or shutdown() makes the stack send one"}
}
