package feature_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	protocol "github.com/tliron/glsp/protocol_3_16"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/internal/hostile"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

// askAll asks every feature about a place or a range.
func askAll(t *testing.T, d *feature.Document, at protocol.Range) {
	p := at.Start
	feature.Hover(d, p)
	feature.Definition(d, p)
	feature.References(d, p, true)
	feature.Highlights(d, p)
	feature.LinkedEditing(d, p)
	feature.Completion(d, p, true)
	feature.Signature(d, p)
	feature.Selection(d, p)
	feature.CodeActions(d, at, feature.CodeActionContext{})
	feature.CodeActions(d, at, feature.CodeActionContext{Only: []string{"source.fixAll"}})
	feature.InlayHints(t.Context(), d, at, feature.InlayOptions{Time: true, State: true, Outstanding: true})
	feature.SemanticTokensIn(d, at)
	feature.RangeFormatting(d, at, format.Options{})
	feature.OnTypeFormatting(d, p, format.Options{})
	if edit, err := feature.Rename(d, p, "7"); err == nil {
		// What can be renamed can be: the edits apply.
		k := &testCase{t: t, Document: d}
		k.apply(edit.Changes[d.URI()])
	}
}

// checkWhole asks every feature about a whole document, and holds what they say
// to its text.
func checkWhole(t *testing.T, d *feature.Document) {
	t.Helper()
	k := &testCase{t: t, Document: d}
	file := d.Script().File
	feature.Symbols(d)
	feature.FlatSymbols(d)
	feature.CodeLenses(d, feature.LastRun{Status: "failed", Line: 1})
	feature.Links(d, func(string) bool { return true })
	k.apply(feature.Formatting(d, format.Options{}))
	data := feature.SemanticTokens(d)
	line, character, end := 0, 0, 0
	for i := 0; i < len(data); i += 5 {
		if data[i] > 0 {
			line, character, end = line+int(data[i]), 0, 0
		}
		character += int(data[i+1])
		length := int(data[i+2])
		if character < end || length <= 0 || character+length > len(file.LineText(line+1)) {
			t.Fatalf("%s: a token of %d bytes at %d:%d, where the one before ends at %d", d.URI(), length, line+1,
				character+1, end)
		}
		end = character + length
	}
	for _, f := range feature.Folding(d) {
		if f.StartLine >= f.EndLine || int(f.EndLine) >= file.Lines() {
			t.Errorf("%s: lines %d to %d are folded, of %d", d.URI(), f.StartLine, f.EndLine, file.Lines())
		}
	}
}

// rangeIn is a range of a text, from and to wherever a cursor can be.
func rangeIn(r *rand.Rand, d *feature.Document) protocol.Range {
	start, end := r.IntN(len(d.Text())+1), r.IntN(len(d.Text())+1)
	return d.Span(source.Range{Start: min(start, end), End: max(start, end)})
}

// Every script of the corpus can be worked on.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("the scripts of the corpus take long")
	}
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus was not found: ../shared/corpus at the project's root")
	}
	r := rand.New(rand.NewPCG(5, 6))
	scripts := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".pkt") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !utf8.Valid(text) {
			return err
		}
		scripts++
		d := open(feature.URIOf(path), string(text))
		for range 3 {
			askAll(t, d, rangeIn(r, d))
		}
		checkWhole(t, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if scripts < 100 {
		t.Errorf("only %d scripts were worked on", scripts)
	}
	t.Logf("%d scripts", scripts)
}

// Whatever a script is and wherever the cursor stands, no feature breaks.
func TestNothingBreaks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		d := open("file:///hostile.pkt", hostile.Script(r, 40))
		for range 8 {
			askAll(t, d, rangeIn(r, d))
		}
		// Places after the ends of lines and of the text are taken for those.
		askAll(t, d, protocol.Range{Start: protocol.Position{Line: 1, Character: 9999},
			End: protocol.Position{Line: 1 << 31, Character: 1 << 31}})
		checkWhole(t, d)
	}
}
