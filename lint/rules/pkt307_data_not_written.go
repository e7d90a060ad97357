package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var dataNotWritten = &rule.Rule{
	Code: "PKT307", Name: "data-not-written", Severity: diag.Error,
	Summary: "more data is expected than the application wrote",
	Details: "The stack sends what write(), send(), sendfile() and the like have given to it, and nothing else.",
	Sources: []string{"RFC 9293 section 3.10.2"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1002(1001) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(dataNotWrittenWords)},
}

func dataNotWrittenWords(_ rule.Observed, d model.DataNotWritten) rule.Words {
	switch d.Cause {
	case model.WrittenNothing:
		return rule.Words{Message: "data is expected, but the application has not written any"}
	case model.WrittenFin:
		return rule.Words{Message: fmt.Sprintf("data after the FIN is expected: the FIN at %d was the last thing to "+
			"send", d.Written)}
	}
	return rule.Words{Message: fmt.Sprintf("data up to %d is expected, but the application has written only up to %d",
		d.Claimed, d.Written)}
}
