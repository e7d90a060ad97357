package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var noSocket = &rule.Rule{
	Code: "PKT322", Name: "no-socket", Severity: diag.Error,
	Summary: "a packet belongs to no socket of the script",
	Details: "Packets belong to the socket that the script made last, or to one with the ports that the packet " +
		"names. Where there is none, the tool stops.",
	Sources: []string{"google/packetdrill, run_packet.c"},
	Bad:     script("", "   0 > S 0:0(0) <...>"),
	Good: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:0(0) <...>"),

	Observes: []rule.Observer{rule.Observe(noSocketWords)},
}

func noSocketWords(rule.Observed, model.NoSocket) rule.Words {
	return rule.Words{Message: "a segment is expected, but the script has no socket yet that could send one"}
}
