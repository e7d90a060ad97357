package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var retransmissionTimeout = &rule.Rule{
	Code: "PKT505", Name: "retransmission-timeout", Severity: diag.Error, LinuxOnly: true,
	Summary: "a retransmission timeout below its minimum",
	Details: "Linux lets no retransmission timeout be shorter than 200 ms (TCP_RTO_MIN; RFC 6298 asks for a second), unless a route or, since 6.11, " +
		"net.ipv4.tcp_rto_min_us says otherwise.",
	Sources: []string{"RFC 6298 section 2.4", "Linux, TCP_RTO_MIN"},
	Bad:     script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1", " +.1 > P. 1:1001(1000) ack 1"),
	Good:    script(connected, "  +0 write(4, ..., 1000) = 1000", "  +0 > P. 1:1001(1000) ack 1", " +.3~+.4 > P. 1:1001(1000) ack 1"),

	Kinds: []model.Kind{model.RetransmissionTimeout},
}
