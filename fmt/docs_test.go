package format_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	format "github.com/pktlang/pkt/fmt"
)

var docsExample = regexp.MustCompile("(?s)```pkt before( simplify)?\n(.*?)```\n\n```pkt after\n(.*?)```")

// TestDocumentation formats the examples of docs/fmt.md.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "fmt.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := docsExample.FindAllStringSubmatch(string(page), -1)
	if blocks := strings.Count(string(page), "```pkt"); blocks == 0 || blocks != 2*len(examples) {
		t.Errorf("%d of %d blocks are in pairs", 2*len(examples), blocks)
	}
	for _, e := range examples {
		got, err := format.Source(parse(e[2]), format.Options{Simplify: e[1] != ""})
		if err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(e[3], got); difference != "" {
			t.Errorf("(-documented +got)\n%s", difference)
		}
	}
}
