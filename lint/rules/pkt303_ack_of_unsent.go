package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var ackOfUnsent = &rule.Rule{
	Code: "PKT303", Name: "ack-of-unsent", Severity: diag.Info,
	Summary: "an injected segment acknowledges what the stack never sent",
	Details: "A segment whose ack number is beyond SND.NXT is dropped and answered with an ACK (RFC 9293, section " +
		"3.10.7.4; RFC 5961, section 5). What it carries is lost. Scripts test just that, so it is an information; " +
		"what follows from it is told where it shows.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "RFC 5961 section 5", "Linux, tcp_ack"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.1 < . 1:1(0) ack 2001 win 4000", "  +0 close(4) = 0", "  +0 > F. 1001:1001(0) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.1 < . 1:1(0) ack 1001 win 4000", "  +0 close(4) = 0", "  +0 > F. 1001:1001(0) ack 1"),

	Observes: []rule.Observer{rule.Observe(ackOfUnsentWords)},
}

func ackOfUnsentWords(_ rule.Observed, d model.AckOfUnsent) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the peer acknowledges %d, but no more than %d can have been sent: the "+
		"stack discards the segment", d.Claimed, d.Limit)}
}
