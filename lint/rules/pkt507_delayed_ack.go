package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var delayedAck = &rule.Rule{
	Code: "PKT507", Name: "delayed-ack", Severity: diag.Info, LinuxOnly: true,
	Summary: "an acknowledgment is expected at once that Linux may delay",
	Details: "Linux acknowledges the first segments of a connection at once (quick acks) and later delays the acknowledgment of a single segment by " +
		"40 ms to 200 ms (RFC 9293, section 3.8.6.3). A script that expects it at once may need quickack on the route (pkt run --quickack).",
	Sources: []string{"RFC 9293 section 3.8.6.3", "Linux, __tcp_ack_snd_check"},
	Bad:     script(connected, "  +0 write(4, ..., 10) = 10", "  +0 > P. 1:11(10) ack 1", " +.1 < . 1:1(0) ack 11 win 1000", " +.1 < P. 1:3(2) ack 11 win 4000", "  +0 > . 11:11(0) ack 3"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Kinds: []model.Kind{model.DelayedAck},
}
