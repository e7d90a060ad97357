package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var finNotAcknowledged = &rule.Rule{
	Code: "PKT313", Name: "fin-not-acknowledged", Severity: diag.Info,
	Summary: "the FIN of the peer is never seen to be acknowledged",
	Details: "A FIN counts one in sequence space and is acknowledged like data (RFC 9293, section 3.4). A release of " +
		"which one direction was never acknowledged is not complete, and the peer would send its FIN again. The tool " +
		"does not look at packets after the last event, so such a script may pass all the same.",
	Sources: []string{"RFC 9293 section 3.6"},
	Bad: script(connected, "  +0 close(4) = 0", "  +0 < F. 1:1(0) ack 1 win 4000", "  +0 > F. 1:1(0) ack 1",
		"  +0 < . 2:2(0) ack 2 win 4000"),
	Good: script(connected, "  +0 close(4) = 0", "  +0 < F. 1:1(0) ack 1 win 4000", "  +0 > F. 1:1(0) ack 1",
		"  +0 > . 2:2(0) ack 2", "  +0 < . 2:2(0) ack 2 win 4000"),

	Observes: []rule.Observer{rule.Observe(finNotAcknowledgedWords)},
}

func finNotAcknowledgedWords(_ rule.Observed, d model.FinNotAcknowledged) rule.Words {
	return rule.Words{Message: fmt.Sprintf("the peer's FIN is never acknowledged: the connection is not released in "+
		"this direction until the script expects ack %d", d.Ack)}
}
