package main

import (
	"github.com/pktlang/pkt/lang/diag/report"
)

// messages writes diagnostics to standard error, as commands do whose result is
// something else.
func (env *environment) messages() (report.Writer, error) {
	return report.New(report.Text, env.stderr, report.Options{
		Colour: env.colourMessages(), ToolVersion: version(), Rules: rules(),
	})
}

// rules are what reports refer to: the codes that pkt explain knows.
func rules() []report.RuleInfo {
	all := pages()
	out := make([]report.RuleInfo, len(all))
	for i, p := range all {
		out[i] = report.RuleInfo{Code: p.code, Name: p.name, Summary: p.summary, Help: p.details, Severity: p.severity}
	}
	return out
}
