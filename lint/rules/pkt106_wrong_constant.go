package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/vocab"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongConstant = &rule.Rule{
	Code: "PKT106", Name: "wrong-constant", Severity: diag.Warning, LinuxOnly: true,
	Summary: "a constant of another family than the argument takes",
	Details: "To the tool every symbol is a number, and so SHUT_WR where a message flag belongs is passed on as 1. " +
		"The call then does something else than what is written. A call that is expected to fail is left alone, and " +
		"one whose number happens to be right is only an information.",
	Sources: []string{"the man page of the call"},
	Bad:     script("", "   0 socket(..., IPPROTO_TCP, SOCK_STREAM) = 3"),
	Good:    script("", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),

	Statement: func(p *rule.StatementPass) {
		call, ok := p.Statement.Action.(*lang.SystemCall)
		if !ok || fails(call) {
			return
		}
		for _, s := range program.Symbols(call) {
			c, ok := vocab.LookupConstant(s.Word.Name)
			if !ok || s.Fits(c) {
				continue
			}
			f := p.Report(s.Word, "`%s` is a %s, and here stands the %s", c.Name, c.Kind, s.What)
			if same, ok := sameValue(c, s.Kinds); ok {
				f.Mark("the same number as `%s`", same).AtMost(diag.Info)
			}
		}
	},
}

// sameValue is the name of a constant that fits and has the same number.
func sameValue(c *vocab.Constant, kinds []vocab.ConstantKind) (string, bool) {
	for _, kind := range kinds {
		for _, other := range vocab.ConstantsOfKind(kind) {
			if c.HasValue && other.HasValue && other.Value == c.Value {
				return other.Name, true
			}
		}
	}
	return "", false
}
