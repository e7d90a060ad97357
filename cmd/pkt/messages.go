package main

import (
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lint"
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
	all := lint.Pages()
	out := make([]report.RuleInfo, len(all))
	for i, p := range all {
		out[i] = report.RuleInfo{
			Code: p.Code, Name: p.Name, Summary: p.Summary, Help: p.Markdown(), Severity: p.Severity, URL: p.URL(),
		}
	}
	return out
}
