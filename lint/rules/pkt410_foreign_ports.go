package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var foreignPorts = &rule.Rule{
	Code: "PKT410", Name: "foreign-ports", Severity: diag.Info, LinuxOnly: true,
	Summary: "ports of no connection",
	Details: "A packet without ports has those of the connection that the script is about. One that names ports " +
		"which no SYN of the script had belongs to none: injected, it reaches no connection, and is answered with a " +
		"RST if at all. That may be the point of the script, so it is an information.",
	Sources: []string{"google/packetdrill, run_packet.c", "RFC 9293 section 3.10.7.1"},
	Bad:     script(connected, "  +0 < 4242 > 8080 . 1:1(0) ack 1 win 4000"),
	Good:    script(connected, "  +0 < 4242 > 8080 S 0:0(0) win 4000", "  +0 > 8080 > 4242 S. 0:0(0) ack 1 <...>"),

	Script: func(p *rule.ScriptPass) {
		type pair struct{ source, destination int64 }
		opened := map[pair]bool{}
		for _, st := range p.Script.Statements {
			packet, tcp := segmentOf(st)
			if tcp == nil || packet.Ports == nil {
				continue
			}
			ports := pair{packet.Ports.Source.Value, packet.Ports.Destination.Value}
			if tcp.Flags.Has(lang.SYN) {
				opened[ports] = true
			}
			if !opened[ports] && !opened[pair{ports.destination, ports.source}] {
				p.Report(st, packet.Ports,
					"no SYN of the script has the ports %d and %d: the packet belongs "+
						"to no connection", ports.source, ports.destination)
			}
		}
	},
}
