package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var delayedAck = &rule.Rule{
	Code: "PKT507", Name: "delayed-ack", Severity: diag.Hint, LinuxOnly: true,
	Summary: "an acknowledgment is expected at once that Linux delays",
	Details: "Linux delays the acknowledgment of a single segment by 40 ms or more when it takes the connection for " +
		"an interactive one, where an answer of the application may carry it: after the application has sent data " +
		"within 40 ms of receiving some, and once the peer's FIN has arrived after data. At the start of a " +
		"connection, and after segments out of order, it acknowledges at once. Whether that breaks a script depends " +
		"on the route, so it is a hint: where the acknowledgment must come at once, it needs quick acknowledgments: " +
		"`pkt run --quickack`, `ip route change ... quickack 1`, or TCP_QUICKACK.",
	Sources: []string{"RFC 9293 section 3.8.6.3", "Linux, tcp_event_data_sent, tcp_fin and __tcp_ack_snd_check"},
	Bad: script(connected, "  +0 < P. 1:3(2) ack 1 win 4000", "  +0 > . 1:1(0) ack 3",
		"  +0 < F. 3:3(0) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 4"),
	Good: script(connected, "  +0 < P. 1:3(2) ack 1 win 4000", "  +0 > . 1:1(0) ack 3",
		"  +0 < F. 3:3(0) ack 1 win 4000",
		"  +.04 > . 1:1(0) ack 4"),

	Observes: []rule.Observer{rule.Observe(delayedAckWords)},
}

func delayedAckWords(_ rule.Observed, d model.AckDelayed) rule.Words {
	return rule.Words{
		Message: fmt.Sprintf("this acknowledgment is expected at once, but Linux delays it by %d ms or more",
			d.Delay/1000),
		Notes: []string{"expect it later (+.04), or ask for quick acknowledgments (pkt run --quickack)"},
	}
}
