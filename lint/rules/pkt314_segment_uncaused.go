package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentUncaused = &rule.Rule{
	Code: "PKT314", Name: "segment-uncaused", Severity: diag.Error,
	Summary: "nothing before it can have made the stack send this segment",
	Details: "The stack sends data that was written, acknowledgments of what it received, retransmissions when a timer ends or duplicate " +
		"acknowledgments tell of a loss, and probes. Where none of these is due, the tool waits in vain.",
	Sources: []string{"RFC 9293 section 3.10", "RFC 6298", "RFC 5681"},
	Bad:     script(connected, "  +0 > . 1:1(0) ack 1"),
	Good:    script(connected, "  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Kinds: []model.Kind{model.SegmentUncaused},
}
