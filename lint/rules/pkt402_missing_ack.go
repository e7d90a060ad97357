package rules

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint/rule"
)

var missingAck = &rule.Rule{
	Code: "PKT402", Name: "missing-ack", Severity: diag.Warning,
	Summary: "the ACK flag is set but no ack number is given, which acknowledges 0",
	Details: "A segment with the ACK flag and without `ack N` carries the ack number 0, the number of our SYN, which " +
		"was acknowledged long ago. Kernels up to 6.6 took such a segment for an old acknowledgment and used its " +
		"data; since 6.7, and in the stable releases that took the change over, a number below all that the peer can " +
		"have acknowledged is answered with an ACK and the segment is discarded (RFC 5961, section 5, with the limit " +
		"of \"tcp: do not accept ACK of bytes we never sent\"). A RST is looked at before its ack number and passes.",
	Sources: []string{"RFC 9293 section 3.10.7.4", "RFC 5961 section 5", "Linux, tcp_ack"},
	Fix:     "Adds `ack N` with what a peer that has received everything acknowledges at that place.",
	Bad:     script(connected, "  +0 < P. 1:201(200) win 4000", "  +0 > . 1:1(0) ack 201"),
	Good:    script(connected, "  +0 < P. 1:201(200) ack 1 win 4000", "  +0 > . 1:1(0) ack 201"),

	Observes: []rule.Observer{rule.Observe(missingAckWords)},
}

func missingAckWords(o rule.Observed, d model.AckMissing) rule.Words {
	words := rule.Words{
		Message: fmt.Sprintf("the ACK flag is expected but no ack number is given, which means 0: the stack "+
			"acknowledges %d", d.Ack),
		Label: fmt.Sprintf("add `ack %d`", d.Ack),
	}
	if d.Injected {
		words.Message = "the ACK flag is set but no ack number is given, which acknowledges 0"
		words.Notes = []string{"recent kernels discard a segment that acknowledges what was never sent"}
	}
	st := o.Script.Statements[o.Statement]
	packet, ok := st.Action.(*lang.Packet)
	if !ok || packet.TCP() == nil {
		return words
	}
	end := st.Range(packet.TCP().Seq).End
	text := fmt.Sprintf(" ack %d", d.Ack)
	if next := o.Script.File.Text[end:]; next != "" && !strings.ContainsRune(" \t\r\n", rune(next[0])) {
		text += " "
	}
	words.Fixes = []diag.Fix{{
		Title: words.Label,
		Safe:  true,
		Edits: []source.Edit{{Range: source.Range{Start: end, End: end}, New: text}},
	}}
	return words
}
