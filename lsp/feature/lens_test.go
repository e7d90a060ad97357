package feature_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestCodeLenses(t *testing.T) {
	const script = "// A socket\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
	titles := func(text string, last feature.LastRun) string {
		var out []string
		for _, l := range feature.CodeLenses(open("file:///a.pkt", text), last) {
			out = append(out, l.Command.Title)
			if l.Range.Start.Line != 1 {
				t.Errorf("%s is on line %d, want that of the first event", l.Command.Title, l.Range.Start.Line+1)
			}
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		text string
		last feature.LastRun
		want string
	}{
		{script, feature.LastRun{}, "run, run with simple profile"},
		{script, feature.LastRun{Status: "passed", Line: 2}, "run, run with simple profile, passed"},
		{script, feature.LastRun{Status: "failed", Line: 2}, "run, run with simple profile, failed on line 2"},
		{script, feature.LastRun{Status: "error"}, "run, run with simple profile, error"},
		{"// nothing to run\n", feature.LastRun{}, ""},
		{"", feature.LastRun{}, ""},
	} {
		if got := titles(c.text, c.last); got != c.want {
			t.Errorf("%q after %+v: got %q, want %q", c.text, c.last, got, c.want)
		}
	}
	lenses := feature.CodeLenses(open("file:///a.pkt", script), feature.LastRun{})
	want := []any{feature.RunArgument{URI: "file:///a.pkt", Profile: "simple"}}
	if diff := cmp.Diff(want, lenses[1].Command.Arguments); lenses[1].Command.Command != feature.CommandRun ||
		diff != "" {
		t.Errorf("the second lens runs %s: -want +got:\n%s", lenses[1].Command.Command, diff)
	}
}
