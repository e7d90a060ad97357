package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var outerHeaders = &rule.Rule{
	Code: program.CodeOuterHeaders, Name: "outer-headers", Severity: diag.Error,
	Summary: "outer headers that a packet cannot have",
	Details: "What the TUN device carries are IP packets, so that the outermost header is `ipv4` or `ipv6`. With the " +
		"IP header and the transport header of the packet itself, a packet may have six headers; a stack of MPLS " +
		"labels is one.",
	Sources: []string{"google/packetdrill, packet.h"},
	Bad:     script(connected, "  +0 < gre: . 1:1(0) ack 1 win 4000"),
	Good:    script(connected, "  +0 < ipv4 192.0.2.9 > 192.168.0.2: gre: . 1:1(0) ack 1 win 4000"),

	Compiled: true,
}
