package rules

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var argumentCount = &rule.Rule{
	Code: "PKT104", Name: "argument-count", Severity: diag.Error,
	Summary: "a system call with too many or too few arguments",
	Details: "Calls are written with all the arguments of the C function; the tool checks their number when the event is due.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ...) = 0"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ..., ...) = 0"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok {
			return
		}
		known, ok := vocab.SystemCall(call.Name.Name)
		if !ok || known.Accepts(len(call.Args)) {
			return
		}
		at := lang.Span{Off: call.Open.Off, End: call.Close.End}
		if len(call.Args) > known.MaxArgs {
			at = lang.Span{Off: call.Args[known.MaxArgs].Where().Off, End: call.Close.Off}
		}
		p.Report(at, "%s takes %s, and here it has %d", known.Name, arguments(known), len(call.Args)).
			Mark("expected %s", known.Signature())
	},
}

func arguments(c *vocab.Call) string {
	switch {
	case c.MinArgs != c.MaxArgs:
		return fmt.Sprintf("%d to %d arguments", c.MinArgs, c.MaxArgs)
	case c.MaxArgs == 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", c.MaxArgs)
}
