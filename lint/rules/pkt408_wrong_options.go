package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongOptions = &rule.Rule{
	Code: "PKT408", Name: "wrong-options", Severity: diag.Error, LinuxOnly: true,
	Summary: "TCP options that the stack does not send",
	Details: "Linux writes the options of a SYN in a fixed order and padding, with an MSS of the MTU minus 40 bytes (60 over IPv6) or as TCP_MAXSEG says, " +
		"and answers with those only that the peer offered. Behind the handshake, timestamps are in every segment once they were agreed on. " +
		"The tool compares the options as they stand, order and padding included.",
	Sources: []string{"RFC 9293 section 3.7.1", "RFC 7323", "Linux, tcp_syn_options and tcp_established_options"},
	Bad:     script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1400>"),
	Good:    script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1460>"),

	Kinds: []model.Kind{model.OptionsWrong},
}
