package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var retransmissionTimeout = &rule.Rule{
	Code: "PKT505", Name: "retransmission-timeout", Severity: diag.Error, LinuxOnly: true,
	Summary: "a retransmission timeout that the stack does not have",
	Details: "The first retransmission of a SYN comes after one second (RFC 6298, section 2.1; 3 s in kernels before " +
		"3.1). Behind the handshake no timeout of Linux is shorter than 200 ms (TCP_RTO_MIN; RFC 6298 asks for a " +
		"second): that is PKT316. A route (rto_min) and, since 6.11, net.ipv4.tcp_rto_min_us can change it.",
	Sources: []string{"RFC 6298 section 2", "Linux, TCP_TIMEOUT_INIT and TCP_RTO_MIN"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		"  +3 > S. 0:0(0) ack 1 <...>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		"  +1 > S. 0:0(0) ack 1 <...>"),

	Observes: []rule.Observer{rule.Observe(retransmissionTimeoutWords)},
}

func retransmissionTimeoutWords(_ rule.Observed, d model.RetransmissionTimeout) rule.Words {
	return rule.Words{
		Message: fmt.Sprintf("the first retransmission is expected %s after the segment went out, but it comes after "+
			"%s (RFC 6298, section 2.1; Linux: TCP_TIMEOUT_INIT)",
			seconds(d.After), seconds(d.Timeout)),
		Label: rule.Expected("+1"),
	}
}
