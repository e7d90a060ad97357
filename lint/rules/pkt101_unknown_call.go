package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownCall = &rule.Rule{
	Code: "PKT101", Name: "unknown-system-call", Severity: diag.Error,
	Summary: "a system call that the tool does not know",
	Details: "packetdrill makes only the calls of its own table. It looks a name up when the event is due, " +
		"so a misspelt one ends the script in the middle of a run.",
	Sources: []string{"google/packetdrill, run_system_call.c"},
	Fix:     "Writes the name that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad:     script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bnd(3, ..., ...) = 0"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "  +0 bind(3, ..., ...) = 0"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok {
			return
		}
		name := call.Name.Name
		if _, ok := vocab.SystemCall(name); ok {
			return
		}
		if near, ok := vocab.Suggest(name, callNames()); ok {
			p.Report(&call.Name, "unknown system call `%s`: did you mean `%s`?", name, near).
				Mark("write `%s`", near).Replace(&call.Name, near, false)
			return
		}
		p.Report(&call.Name, "unknown system call `%s`: the tool has no call of this name", name)
	},
}

func callNames() []string {
	calls := vocab.SystemCalls()
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = c.Name
	}
	return names
}
