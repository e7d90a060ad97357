package lint_test

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lint/rules"
)

func check(text string) []diag.Diagnostic {
	script := lang.Parse(source.NewFile("example.pkt", text), nil)
	return lint.Check(compiled(script), nil, nil).Diagnostics
}

// The examples of each rule's page show what they are said to show.
func TestExamples(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.Code, func(t *testing.T) {
			if r.Bad == "" || r.Good == "" {
				t.Fatal("a rule needs an example of what it finds and one of what it does not")
			}
			found := false
			for _, d := range check(r.Bad) {
				found = found || d.Code == r.Code
				if d.Code == r.Code && d.Severity < r.Severity {
					t.Errorf("a finding is more severe than its rule: %s", d.Message)
				}
			}
			if !found {
				t.Errorf("nothing found in:\n%s\nbut %v", r.Bad, messages(check(r.Bad)))
			}
			for _, d := range check(r.Good) {
				if d.Code == r.Code || d.Severity <= diag.Warning {
					t.Errorf("%s: %s in:\n%s", d.Code, d.Message, r.Good)
				}
			}
		})
	}
}

func messages(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Code+" "+d.Message)
	}
	return out
}
