package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var segmentMissing = &rule.Rule{
	Code: "PKT315", Name: "segment-missing", Severity: diag.Error,
	Summary: "the stack sends a segment that no line expects",
	Details: "The tool compares the next packet that the stack sends with the next one that the script expects, in " +
		"order. One that no line expects is compared with a later line, which then fails.",
	Sources: []string{"google/packetdrill, run_packet.c"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", " +.1 < . 1:1(0) ack 1001 win 4000",
		"  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		" +.1 < . 1:1(0) ack 1001 win 4000", "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1001:2001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(segmentMissingWords)},
}

func segmentMissingWords(o rule.Observed, d model.SegmentMissing) rule.Words {
	name, segment, line := rule.SegmentName(d.Segment), d.Segment.String(), o.Line(d.By)
	expect := fmt.Sprintf("expect `%s` after this", segment)
	switch d.Cause {
	case model.PeerAcknowledged:
		top, _ := d.Segment.Length.Value()
		return rule.Words{Message: fmt.Sprintf("the stack sends %s (%d:%d) after this, but the next segment that the "+
			"script expects is another, on line %d",
			name, d.Segment.Seq, int64(d.Segment.Seq)+top, line)}
	case model.SynNotExpected, model.SynAckNotExpected:
		learned := "the port and the sequence numbers"
		if d.Cause == model.SynAckNotExpected {
			learned = "the sequence numbers"
		}
		return rule.Words{Label: expect, Message: fmt.Sprintf(
			"the stack sends %s here (%s), which the script has to expect before it injects the segment on line %d: "+
				"packetdrill learns %s of the stack from it",
			name, segment, line, learned)}
	}
	return rule.Words{Label: expect, Message: fmt.Sprintf(
		"the stack sends %s here (%s), but the next segment that the script expects is "+
			"another, on line %d", name, segment, line)}
}
