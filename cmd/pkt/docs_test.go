package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
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

// TestOptionsOfTheRunPage holds the defaults that docs/run.md gives against the
// table of options.
func TestOptionsOfTheRunPage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "run.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`--") {
			continue
		}
		rows++
		var want []string
		for _, name := range strings.Split(cells[1], ",") {
			o, ok := vocab.Option(strings.Trim(name, " `-"), vocab.ByCommandLine)
			if !ok {
				t.Errorf("there is no option %s", name)
				continue
			}
			value := o.Default
			if value == "" {
				value = "–"
			}
			want = append(want, value)
			if o.DefaultIPv6 != "" {
				want = append(want, o.DefaultIPv6)
			}
		}
		if got := strings.ReplaceAll(strings.TrimSpace(cells[2]), "`", ""); got != strings.Join(want, ", ") {
			t.Errorf("%s: the page says %s, the table %s", strings.TrimSpace(cells[1]), got, strings.Join(want, ", "))
		}
	}
	if rows == 0 {
		t.Error("no row was found, so nothing was tested")
	}
}
