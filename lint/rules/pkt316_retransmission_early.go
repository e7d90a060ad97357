package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var retransmissionEarly = &rule.Rule{
	Code: "PKT316", Name: "retransmission-uncaused", Severity: diag.Error, LinuxOnly: true,
	Summary: "a retransmission without a timeout or duplicate acknowledgments to cause it",
	Details: "Linux retransmits when the retransmission timer ends (RFC 6298; 200 ms at least), when SACK, duplicate " +
		"acknowledgments or RACK tell of a loss (RFC 6675, RFC 8985), or as a tail loss probe after two round trips.",
	Sources: []string{"RFC 6298", "RFC 5681 section 3.2", "RFC 8985"},
	Bad: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1",
		"  +0 > P. 1:1001(1000) ack 1"),
	Good: script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1"),

	Observes: []rule.Observer{rule.Observe(retransmissionEarlyWords)},
}

func retransmissionEarlyWords(_ rule.Observed, d model.SegmentTooEarly) rule.Words {
	if d.Syn {
		return rule.Words{Message: fmt.Sprintf("the segment is expected again %s after it went out, but the first "+
			"retransmission comes after %s",
			seconds(d.After), seconds(d.Timeout))}
	}
	return rule.Words{Message: fmt.Sprintf("%d:%d is expected again, but nothing has happened since it went out: a "+
		"retransmission needs duplicate "+
		"acknowledgments or a timeout of at least %d ms", d.Left, d.Right, d.Timeout/1000)}
}
