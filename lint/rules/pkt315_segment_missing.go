package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentMissing = &rule.Rule{
	Code: "PKT315", Name: "segment-missing", Severity: diag.Error,
	Summary: "the stack sends a segment that no line expects",
	Details: "The tool compares the next packet that the stack sends with the next one that the script expects, in order. " +
		"One that no line expects is compared with a later line, which then fails.",
	Sources: []string{"google/packetdrill, run_packet.c"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", " +.1 < . 1:1(0) ack 1001 win 4000", "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1", " +.1 < . 1:1(0) ack 1001 win 4000", "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1"),

	Kinds: []model.Kind{model.SegmentMissing},
}
