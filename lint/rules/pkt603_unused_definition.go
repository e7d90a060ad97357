package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint/rule"
)

var unusedDefinition = &rule.Rule{
	Code: "PKT603", Name: "unused-definition", Severity: diag.Info,
	Summary: "a definition that nothing uses",
	Details: "A definition replaces its name wherever it stands as a word of its own, but not inside strings, " +
		"commands, code and comments.",
	Bad:  script("--define=MSS=1460\n\n", "   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3"),
	Good: script("--define=PROTOCOL=IPPROTO_TCP\n\n", "   0 socket(..., SOCK_STREAM, PROTOCOL) = 3"),

	Script: func(p *rule.ScriptPass) {
		unused := map[string]*lang.Statement{}
		for _, st := range p.Script.Statements {
			if st.Option != nil && st.Option.Value != nil && st.Option.Value.Define != nil {
				unused[st.Option.Value.Define.Name] = st
			}
		}
		if len(unused) == 0 {
			return
		}
		for _, st := range p.Script.Statements {
			for _, t := range st.Tokens {
				if t.Defined {
					delete(unused, p.Script.File.Text[st.Base+int(t.Off):st.Base+int(t.End)])
				}
			}
		}
		for name, st := range unused {
			p.Report(st, st.Option, "the definition `%s` is used nowhere", name).Tags = []diag.Tag{diag.Unnecessary}
		}
	},
}
