package rules

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var packetTooLarge = &rule.Rule{
	Code: program.CodePacketTooLarge, Name: "packet-too-large", Severity: diag.Error,
	Summary: "a packet that no IP packet can hold",
	Details: "The length of an IP packet is a field of 16 bits: IPv4 counts the header in it (RFC 791), IPv6 what " +
		"comes after its header (RFC 8200). The tool builds no packet that would be larger than 64 KiB with an IPv6 " +
		"header, over either version, nor one that an outer header cannot hold.",
	Sources: []string{"RFC 791 section 3.1", "RFC 8200 section 3", "google/packetdrill, tcp_packet.c"},
	Bad:     script(connected, "  +0 < . 1:65501(65500) ack 1 win 4000"),
	Good:    script(connected, "  +0 < . 1:1001(1000) ack 1 win 4000", "  +0 > . 1:1(0) ack 1001"),

	Compiled: true,
}
