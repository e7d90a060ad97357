package rules

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var synData = &rule.Rule{
	Code: "PKT404", Name: "syn-data", Severity: diag.Error, LinuxOnly: true,
	Summary: "a SYN carries data, and nothing has asked for fast open",
	Details: "A stack sends data in a SYN with TCP fast open only: when the application gives it to sendto() or " +
		"sendmsg() with MSG_FASTOPEN, or sets TCP_FASTOPEN_CONNECT before connect() (Linux since 3.6 and 4.11). A " +
		"listener takes data of a SYN when TCP_FASTOPEN is set (since 3.7), or where a sysctl does that for all; " +
		"otherwise it acknowledges the SYN alone, and the data has to come again: there it is an information.",
	Sources: []string{"RFC 7413 section 3", "Linux, tcp_send_syn_data and tcp_try_fastopen"},
	Bad: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:1000(1000) <...>"),
	Good: script("", "   0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3",
		"  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)", "  +0 > S 0:0(0) <...>"),

	Script: func(p *rule.ScriptPass) {
		var syns []*lang.Statement
		for _, st := range p.Script.Statements {
			if asksForFastOpen(st) {
				return
			}
			if _, tcp := segmentOf(st); tcp != nil && tcp.Flags.Has(lang.SYN) && !tcp.Flags.Has(lang.ACK) &&
				tcp.Seq.Length.Value > 0 {
				syns = append(syns, st)
			}
		}
		for _, st := range syns {
			packet, tcp := segmentOf(st)
			if packet.Direction == lang.Outbound {
				p.Report(st, tcp.Seq,
					"a SYN with data is expected, but no call asks for fast open: the SYN leaves without data")
				continue
			}
			p.Report(st, tcp.Seq,
				"this SYN carries data, but no call sets TCP_FASTOPEN on the listener: its "+
					"data is ignored").AtMost(diag.Info)
		}
	},
}

// asksForFastOpen reports whether a statement may turn fast open on: a command
// may have set the sysctl.
func asksForFastOpen(st *lang.Statement) bool {
	switch action := st.Action.(type) {
	case *lang.Command:
		return true
	case *lang.SystemCall:
		for _, s := range program.Symbols(action) {
			if strings.Contains(s.Word.Name, "FASTOPEN") {
				return true
			}
		}
		return hasUnnamed(action)
	}
	return st.Option != nil && st.Option.Name == "init_scripts"
}

// hasUnnamed reports whether a flag or an option of a call is written as a number.
func hasUnnamed(call *lang.SystemCall) bool {
	known, ok := vocab.SystemCall(call.Name.Name)
	if !ok {
		return true
	}
	for i, arg := range call.Args {
		if i >= len(known.Params) || known.Params[i].Kind != vocab.Flags && known.Params[i].Kind != vocab.OptionName {
			continue
		}
		if n, ok := arg.(*lang.Number); ok && n.Value != 0 {
			return true
		}
	}
	return false
}
