package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// TestScriptsInDocumentation parses each block of a page that is marked as a
// script, so that readers can copy it.
func TestScriptsInDocumentation(t *testing.T) {
	root := filepath.Join("..", "..")
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(text), "```pkt\n")[1:] {
			block, _, _ = strings.Cut(block, "```")
			scripts++
			for _, d := range lang.Parse(source.NewFile(page, block), nil).Diagnostics() {
				t.Errorf("%s, script %d: %s: %q", page, i+1, d.Message, block[d.Range.Start:])
			}
		}
	}
	if scripts == 0 {
		t.Error("no script was found, so nothing was tested")
	}
}
