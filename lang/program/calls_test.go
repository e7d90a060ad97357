package program

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestCalls holds what is found in system calls before a script runs.
func TestCalls(t *testing.T) {
	names, err := filepath.Glob("testdata/calls/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil || len(a.Files) != 2 || a.Files[0].Name != "script.pkt" || a.Files[1].Name != "found" {
				t.Fatalf("want script.pkt and found: %v", err)
			}
			script := lang.Parse(source.NewFile("test.pkt", string(a.Files[0].Data)), nil)
			_, found := Compile(script, Options{Complete: true})
			var got strings.Builder
			for _, d := range found {
				got.WriteString(describe(script.File, d))
			}
			if *update {
				a.Files[1].Data = []byte(got.String())
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(a.Files[1].Data), got.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// describe writes a diagnostic in full.
func describe(f *source.File, d diag.Diagnostic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s: %s\n", place(f, d.Range), d.Severity, d.Code, d.Message)
	for _, line := range []struct{ what, text string }{{"label", d.Label}, {"reference", d.Reference}} {
		if line.text != "" {
			fmt.Fprintf(&b, "  %s: %s\n", line.what, line.text)
		}
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "  note: %s\n", n)
	}
	for _, r := range d.Related {
		fmt.Fprintf(&b, "  related: %s: %s\n", place(f, r.Range), r.Message)
	}
	for _, fix := range d.Fixes {
		fmt.Fprintf(&b, "  fix: %s\n", fix.Title)
	}
	return b.String()
}

func place(f *source.File, r source.Range) string {
	from, to := f.Position(r.Start), f.Position(r.End)
	return fmt.Sprintf("%d:%d-%d", from.Line, from.Column, to.Column)
}
