package rules

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lint/rule"
)

var wrongDirective = &rule.Rule{
	Code: "PKT904", Name: "wrong-directive", Severity: diag.Warning,
	Summary: "a comment asks for something that `pkt run` does not understand",
	Details: "`// pkt:requires` names what a script needs (a kernel's version, a sysctl, a command, a protocol, a " +
		"variant or a stack), and `// pkt:xfail` why it fails. `pkt run` does not run a script with one that it " +
		"cannot read; google/packetdrill takes it as a comment.",
	Bad:  script("", "// pkt:requires kernel 6.8\n"+listening),
	Good: script("", "// pkt:requires kernel >= 6.8\n"+listening),

	Statement: func(p *rule.StatementPass) {
		for _, wrong := range program.DirectivesOf(p.File, p.Statement).Wrong {
			at := lang.Span{Off: int32(wrong.Range.Start - p.Statement.Base),
				End: int32(wrong.Range.End - p.Statement.Base)}
			p.Report(at, "%s", wrong.Message)
		}
	},
}
