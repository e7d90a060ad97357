package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var unscaledWindow = &rule.Rule{
	Code: "PKT409", Name: "unscaled-window", Severity: diag.Hint,
	Summary: "a window as large as that of the SYN, and a scale that multiplies it",
	Details: "The window of a SYN is in bytes; in every later segment it is shifted left by the scale that the " +
		"sender's SYN offered, once both SYNs had the option. A script that repeats the number of the SYN offers " +
		"more than it may mean to.",
	Sources: []string{"RFC 7323 section 2.2"},
	Bad: script(listening, "  +0 < S 0:0(0) win 65535 <mss 1000,nop,wscale 7>",
		"  +0 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 8>",
		" +.1 < . 1:1(0) ack 1 win 65535"),
	Good: script(listening, "  +0 < S 0:0(0) win 65535 <mss 1000,nop,wscale 7>",
		"  +0 > S. 0:0(0) ack 1 <mss 1460,nop,wscale 8>",
		" +.1 < . 1:1(0) ack 1 win 512"),

	Script: func(p *rule.ScriptPass) {
		var syn *lang.Statement // the peer's last one with a scale
		var scale, window int64
		for _, st := range p.Script.Statements {
			packet, tcp := segmentOf(st)
			if tcp == nil || tcp.Win == nil || packet.Direction != lang.Inbound {
				continue
			}
			if tcp.Flags.Has(lang.SYN) {
				scale, window = windowScale(tcp), tcp.Win.Value
				syn = st
				continue
			}
			if syn == nil || scale <= 0 || tcp.Win.Value != window || tcp.Flags.Has(lang.RST) ||
				window<<scale <= 65535 {
				continue
			}
			_, first := segmentOf(syn)
			p.Report(st, tcp.Win, "this offers %d bytes: the window is shifted left by %d", window<<scale, scale).
				Related(syn, first.Win, "here the same number is meant in bytes")
			syn = nil // once a connection is enough
		}
	},
}

// windowScale is the shift that a SYN offers, or -1.
func windowScale(tcp *lang.TCP) int64 {
	if tcp.Options == nil {
		return -1
	}
	for _, o := range tcp.Options.List {
		if scale, ok := o.(*lang.WindowScale); ok {
			return min(scale.Shift.Value, 14) // RFC 7323, section 2.3
		}
	}
	return -1
}
