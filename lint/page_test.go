package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lint"
)

//go:generate go run ../scripts/ruledocs ../docs/rules

// docs/rules is what `go generate` makes of the rules.
func TestPagesAreFresh(t *testing.T) {
	folder := filepath.Join("..", "docs", "rules")
	want := map[string]string{"README.md": lint.Index()}
	for _, p := range lint.Pages() {
		want[p.FileName()] = p.Markdown()
	}
	got := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(folder, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(path)] = string(text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/rules is stale; `go generate ./lint` writes it anew (-want +got):\n%s", diff)
	}
}
