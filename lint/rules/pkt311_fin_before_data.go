package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var finBeforeData = &rule.Rule{
	Code: "PKT311", Name: "fin-before-data", Severity: diag.Error,
	Summary: "a FIN is expected before the last byte that was written",
	Details: "The FIN comes after all data in sequence space, so it leaves with the last byte or after it.",
	Sources: []string{"RFC 9293 section 3.10.4", "Linux, tcp_send_fin"},
	Bad:     script(connected, "  +0 write(4, ..., 6000) = 6000", "  +0 close(4) = 0", "  +0 > F. 1:4001(4000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 2000) = 2000", "  +0 > P. 1:2001(2000) ack 1", "  +0 close(4) = 0",
		"  +0 > F. 2001:2001(0) ack 1"),

	Observes: []rule.Observer{rule.Observe(finBeforeDataWords)},
}

func finBeforeDataWords(_ rule.Observed, d model.FinBeforeData) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the FIN is expected at %d, but the application has written up to %d "+
		"before it closed: the data goes first", d.Claimed, d.Written)}
}
