package rules

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongOptions = &rule.Rule{
	Code: "PKT408", Name: "wrong-options", Severity: diag.Error, LinuxOnly: true,
	Summary: "TCP options that the stack does not send",
	Details: "Linux writes the options of a SYN in a fixed order and padding, with an MSS of the MTU minus 40 bytes " +
		"(60 over IPv6) or as TCP_MAXSEG says, and answers with those only that the peer offered. Behind the " +
		"handshake, timestamps are in every segment once they were agreed on. The tool compares the options as they " +
		"stand, order and padding included.",
	Sources: []string{"RFC 9293 section 3.7.1", "RFC 7323", "Linux, tcp_syn_options and tcp_established_options"},
	Bad:     script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1400>"),
	Good:    script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <mss 1460>"),

	Observes: []rule.Observer{rule.Observe(wrongOptionsWords)},
}

func wrongOptionsWords(_ rule.Observed, d model.OptionsWrong) rule.Words {
	switch d.Cause {
	case model.MSSMissing:
		return rule.Words{Message: "the stack always announces an MSS in its SYN (Linux: tcp_syn_options)"}
	case model.MSSWrong:
		return rule.Words{
			Message: fmt.Sprintf("the stack announces mss %d here, not %d: that is what the MTU of %d leaves, or "+
				"what TCP_MAXSEG says", d.Expected, d.Claimed, d.MTU),
			Label: rule.Expected(fmt.Sprintf("mss %d", d.Expected)),
		}
	case model.ScaleTooLarge:
		return rule.Words{Message: fmt.Sprintf("a window scale is at most %d (RFC 7323, section 2.3)", d.Expected)}
	case model.ScaleWrong:
		return rule.Words{
			Message: fmt.Sprintf("the stack announces wscale %d here, not %d: that is what the largest receive "+
				"buffer of net.ipv4.tcp_rmem asks for", d.Expected, d.Claimed),
			Label: rule.Expected(fmt.Sprintf("wscale %d", d.Expected)),
		}
	case model.NotOffered:
		return rule.Words{Message: fmt.Sprintf("the SYN-ACK is expected to carry %s, but the SYN does not offer it",
			d.Name)}
	case model.NotAnswered:
		return rule.Words{Message: fmt.Sprintf("the SYN offers %s and net.ipv4.%s is 1, so the SYN-ACK carries it too",
			d.Name, d.Sysctl)}
	case model.TimestampsMissing:
		return rule.Words{Message: "the handshake negotiated timestamps, so every segment of the stack carries one " +
			"(RFC 7323, section 3.2)"}
	}
	layout, right := strings.Join(d.Layout, ","), strings.Join(d.Right, ",")
	return rule.Words{
		Message: fmt.Sprintf("Linux writes the options of a SYN as <%s>, not as <%s>", right, layout),
		Label:   rule.Expected(right),
	}
}
