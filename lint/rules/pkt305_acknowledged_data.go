package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var acknowledgedData = &rule.Rule{
	Code: "PKT305", Name: "acknowledged-data", Severity: diag.Error,
	Summary: "data is expected again that the peer has acknowledged",
	Details: "What was acknowledged leaves the send queue and cannot be retransmitted.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "Linux, tcp_clean_rtx_queue"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.1 < . 1:1(0) ack 1001 win 4000", "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1",
		" +.3 > P. 1:1001(1000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.1 < . 1:1(0) ack 1001 win 4000", "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1",
		" +.3 > P. 1001:2001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(acknowledgedDataWords)},
}

func acknowledgedDataWords(_ rule.Observed, d model.SequenceAcknowledged) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the segment is expected again, but the peer has acknowledged it: SND.UNA "+
		"is %d", d.Unacknowledged)}
}
