package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var unknownConstant = &rule.Rule{
	Code: "PKT102", Name: "unknown-constant", Severity: diag.Error,
	Summary: "a symbol that the tool does not know",
	Details: "Symbols such as SO_REUSEADDR are looked up in a table of the tool when the event is due; one that is not in " +
		"it ends the script in the middle of a run.\n\n" +
		"A name in upper case that is near no known one may be a definition that is given on the command line " +
		"(-D NAME=VALUE); it is told as an information.",
	Sources: []string{"google/packetdrill, symbols_linux.c"},
	Fix:     "Writes the name that was most likely meant. Not applied by --fix, since another one may have been.",
	Bad: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_RUSEADDR, [1], 4) = 0"),
	Good: script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
		"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok {
			return
		}
		for _, s := range symbols(call) {
			if _, ok := vocab.LookupConstant(s.word.Name); !ok {
				unknownSymbol(p, s)
			}
		}
	},
}

func unknownSymbol(p *rule.StatementPass, s symbol) {
	name := s.word.Name
	near, ok := suggestConstant(name, s.kinds)
	switch {
	case ok && s.word.Defined != "":
		p.Report(s.word, "`%s` is defined as `%s`, which is no known %s: did you mean `%s`?", s.word.Defined, name, s.what, near)
	case ok:
		p.Report(s.word, "unknown %s `%s`: did you mean `%s`?", s.what, name, near).
			Mark("write `%s`", near).Replace(s.word, near, false)
	case looksLikeDefinition(name):
		p.Report(s.word, "`%s` is no known %s: if it is a definition, give it with -D %s=VALUE or --define", name, s.what, name).
			AtMost(diag.Info)
	default:
		p.Report(s.word, "unknown %s `%s`", s.what, name)
	}
}
