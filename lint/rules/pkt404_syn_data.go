package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var synData = &rule.Rule{
	Code: "PKT404", Name: "syn-data-without-cookie", Severity: diag.Error, LinuxOnly: true,
	Summary: "a SYN is expected to carry or acknowledge data without fast open",
	Details: "Data in a SYN is taken and sent with TCP fast open only: with MSG_FASTOPEN or TCP_FASTOPEN_CONNECT and a cookie on the client, " +
		"with TCP_FASTOPEN and a valid cookie on the listener (RFC 7413; Linux since 3.6 and 3.7). " +
		"Otherwise the listener acknowledges the SYN alone, and the data has to come again.",
	Sources: []string{"RFC 7413 section 3", "Linux, tcp_try_fastopen"},
	Bad:     script(listening, "  +0 < S 0:1000(1000) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1001 <...>"),
	Good:    script(listening, "  +0 < S 0:1000(1000) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>"),

	Kinds: []model.Kind{model.SynDataWithoutCookie},
}
