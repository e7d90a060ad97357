package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var finMissing = &rule.Rule{
	Code: "PKT312", Name: "fin-missing", Severity: diag.Error,
	Summary: "the FIN that close() or shutdown() sends is not expected",
	Details: "close() of a connection sends a FIN as soon as all data has left; where there was unread data, or " +
		"SO_LINGER with a time of 0, a RST instead (RFC 9293, section 3.10.4; RFC 2525, section 2.17). The tool " +
		"compares the next expected packet with it.",
	Sources: []string{"RFC 9293 section 3.10.4", "RFC 2525 section 2.17", "Linux, __tcp_close"},
	Bad: script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 < P. 1:1001(1000) ack 1 win 4000",
		"  +0 > . 1:1(0) ack 1001"),
	Good: script(connected, "  +0 shutdown(4, SHUT_WR) = 0", "  +0 > F. 1:1(0) ack 1",
		"  +0 < P. 1:1001(1000) ack 1 win 4000", "  +0 > . 2:2(0) ack 1001"),

	Observes: []rule.Observer{rule.Observe(finMissingWords)},
}

func finMissingWords(o rule.Observed, d model.FinMissing) rule.Words {
	return segmentMissingWords(o, model.SegmentMissing(d))
}
