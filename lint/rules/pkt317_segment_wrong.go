package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentWrong = &rule.Rule{
	Code: "PKT317", Name: "segment-wrong", Severity: diag.Error,
	Summary: "another segment than the expected one comes first",
	Details: "What the stack sends next follows from the calls and packets before; the line expects something else at this place.",
	Sources: []string{"RFC 9293 section 3.10"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:501(500) ack 1", "  +0 > P. 501:1001(500) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Kinds: []model.Kind{model.SegmentWrong},
}
