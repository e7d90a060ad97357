package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var beyondCongestion = &rule.Rule{
	Code: "PKT309", Name: "beyond-congestion-window", Severity: diag.Error, LinuxOnly: true,
	Summary: "more data is expected in flight than the congestion window can allow",
	Details: "Linux begins with 10 segments (RFC 6928, since 2.6.39) and grows by at most one segment for each one " +
		"that is acknowledged (RFC 5681, section 3.1). The check uses the greatest window that any congestion " +
		"control could have.",
	Sources: []string{"RFC 5681 section 3.1", "RFC 6928"},
	Bad: script(listening, "  +0 < S 0:0(0) win 65535 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 65535", "  +0 accept(3, ..., ...) = 4",
		"  +0 write(4, ..., 20000) = 20000", "  +0 > . 1:10001(10000) ack 1", "  +0 > P. 10001:20001(10000) ack 1"),
	Good: script(listening, "  +0 < S 0:0(0) win 65535 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 65535", "  +0 accept(3, ..., ...) = 4",
		"  +0 write(4, ..., 20000) = 20000", "  +0 > . 1:10001(10000) ack 1", " +.1 < . 1:1(0) ack 10001 win 65535",
		"  +0 > P. 10001:20001(10000) ack 1"),

	Observes: []rule.Observer{rule.Observe(beyondCongestionWords)},
}

func beyondCongestionWords(_ rule.Observed, d model.DataBeyondCongestion) rule.Words {
	return rule.Words{Message: fmt.Sprintf("%d bytes are expected in flight, but the congestion window can be no "+
		"more than %d segments of %d bytes: an acknowledgment is missing",
		d.Flight, d.Segments, d.MSS)}
}
