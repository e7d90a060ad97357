package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var backoff = &rule.Rule{
	Code: "PKT506", Name: "backoff", Severity: diag.Error, LinuxOnly: true,
	Summary: "a retransmission timeout that does not double",
	Details: "Each time the retransmission timer ends, the timeout doubles (RFC 6298, section 5.5), up to 120 s, " +
		"until new data is acknowledged. Thin streams (TCP_THIN_LINEAR_TIMEOUTS) and, since 6.5, the first " +
		"retransmissions of a SYN (tcp_syn_linear_timeouts) are linear.",
	Sources: []string{"RFC 6298 section 5.5", "Linux, tcp_retransmit_timer"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.3 > P. 1:1001(1000) ack 1", " +.6 > P. 1:1001(1000) ack 1", " +.6 > P. 1:1001(1000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.3 > P. 1:1001(1000) ack 1", " +.6 > P. 1:1001(1000) ack 1", "+1.2 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(backoffWords)},
}

func backoffWords(_ rule.Observed, d model.BackoffNotDoubled) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the retransmission is expected %s after the one before, which came after "+
		"%s: the timeout doubles each time, so it comes after %s (RFC 6298, section 5.5)",
		seconds(d.After), seconds(d.Before), seconds(2*d.Before))}
}
