package lint

import (
	"github.com/pktlang/pkt/config"
	"github.com/pktlang/pkt/lang/diag"
)

// SelectionFrom is the selection that a pkt.toml makes, with a problem for each
// of its selectors that matches no rule.
func SelectionFrom(c config.Lint) (Selection, []diag.Diagnostic) {
	var s Selection
	var problems []diag.Diagnostic
	check := func(t config.Text) string {
		for _, p := range (Selection{Select: []string{t.Value}}).Validate() {
			problems = append(problems, config.Problem(t.Range, p.Error()))
		}
		return t.Value
	}
	for _, t := range c.Select {
		s.Select = append(s.Select, check(t))
	}
	for _, t := range c.Ignore {
		s.Ignore = append(s.Ignore, check(t))
	}
	for _, severity := range c.Severity {
		if s.Severities == nil {
			s.Severities = make(map[string]diag.Severity)
		}
		s.Severities[check(severity.Rule)] = severity.Severity
	}
	return s, problems
}
