package rules

import (
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lint/rule"
)

var codeWithoutSocket = &rule.Rule{
	Code: "PKT213", Name: "code-without-socket", Severity: diag.Error,
	Summary: "code runs where there is no socket to ask",
	Details: "The values that code sees (tcpi_rtt and so on) are read from the socket under test when the code's " +
		"time has come. A connection that waits for accept() has no descriptor to read them through, and the tool " +
		"stops.",
	Sources: []string{"google/packetdrill, code.c"},
	Bad: script(listening, "  +0 < S 0:0(0) win 4000 <mss 1000>", "  +0 > S. 0:0(0) ack 1 <...>",
		" +.1 < . 1:1(0) ack 1 win 4000",
		"  +0 %{ assert tcpi_snd_cwnd == 10 }%"),
	Good: script(connected, "  +0 %{ assert tcpi_snd_cwnd == 10 }%"),

	Script: func(p *rule.ScriptPass) {
		for i, st := range p.Script.Statements {
			if _, ok := st.Action.(*lang.Code); !ok || st.Kind != lang.EventStatement {
				continue
			}
			state := p.Before(i)
			if len(state.Connections()) == 0 && len(state.Descriptors()) == 0 {
				p.Report(st, st.Action, "no call has made a socket that this code could look at")
				continue
			}
			if c := state.Current(); c != nil && waitsForAccept(state, c) {
				p.Report(st, st.Action,
					"the connection that this code looks at waits for accept(), and so has no descriptor yet")
			}
		}
	},
}

func waitsForAccept(state *model.State, c *model.Connection) bool {
	listener := state.DescriptorNamed(c.Listener)
	return c.Certain() && listener != nil && slices.Contains(listener.Queue, c.Ref())
}
