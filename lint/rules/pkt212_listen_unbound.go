package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var listenUnbound = &rule.Rule{
	Code: "PKT212", Name: "listen-unbound", Severity: diag.Error,
	Summary: "listen() without bind()",
	Details: "A socket that listens without being bound gets a port that the kernel chooses. The tool injects " +
		"packets to the port of --bind_port (8080), so that none of them reaches it.",
	Sources: []string{"listen(2)", "ip(7)"},
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 listen(3, 1) = 0",
		"  +0 < S 0:0(0) win 4000 <mss 1000>",
		"  +0 > S. 0:0(0) ack 1 <...>"),
	Good: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>"),

	Multipath: true,
	Observes:  []rule.Observer{rule.Observe(listenUnboundWords)},
}

func listenUnboundWords(_ rule.Observed, d model.ListenUnbound) rule.Words {
	return rule.Words{Message: fmt.Sprintf("descriptor %d listens without bind(): the kernel chooses a port, and the "+
		"segments of the script go to another", d.Number)}
}
