package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var beyondWindow = &rule.Rule{
	Code: "PKT308", Name: "beyond-window", Severity: diag.Error,
	Summary: "data is expected beyond the window that the peer offered",
	Details: "The right edge of what may be sent is the last ack number plus the last window, shifted by the scale " +
		"that the peer's SYN offered (RFC 9293, section 3.8; RFC 7323, section 2). Only a window probe goes beyond " +
		"it.",
	Sources: []string{"RFC 9293 section 3.8", "RFC 7323 section 2"},
	Bad: script(connected, "  +0 write(4, ..., 6000) = 6000", "  +0 > . 1:4001(4000) ack 1",
		"  +0 > P. 4001:6001(2000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 6000) = 6000", "  +0 > . 1:4001(4000) ack 1",
		" +.1 < . 1:1(0) ack 4001 win 4000", "  +0 > P. 4001:6001(2000) ack 1"),

	Observes: []rule.Observer{rule.Observe(beyondWindowWords)},
}

func beyondWindowWords(_ rule.Observed, d model.DataBeyondWindow) rule.Words {
	return rule.Words{Message: fmt.Sprintf("data up to %d is expected, but the peer's window has never allowed more "+
		"than %d", d.Claimed, d.Limit)}
}
