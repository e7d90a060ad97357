package lsp_test

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every script of the corpus can be worked on: no request breaks, tokens follow
// each other inside their lines, and what is folded lies in the script.
func TestCorpus(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("the scripts of the corpus take long")
	}
	root := filepath.Join("..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus was not found: ../shared/corpus at the project's root")
	}
	r := rand.New(rand.NewPCG(5, 6))
	c := connect(t, snippetSupport, "")
	scripts := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".pkt") || strings.Contains(path, "mutants") && r.IntN(10) > 0 {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !utf8.Valid(text) {
			return err
		}
		scripts++
		absolute, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		workOn(t, c, r, fileURI(absolute), string(text))
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

// workOn opens a script, asks all there is at a few places, and closes it.
func workOn(t *testing.T, c *client, r *rand.Rand, uri, text string) {
	t.Helper()
	c.open(uri, text)
	k := parseCase(t, "corpus", strings.NewReplacer("«", "?", "»", "?").Replace(text))
	for range 3 {
		p, q := k.position(r.IntN(len(text)+1)), k.position(r.IntN(len(text)+1))
		for method, params := range requestsAt(uri, p, q) {
			_, err := c.call(method, params)
			var refused *rpcError
			if errors.As(err, &refused) && (refused.Code == -32803 || refused.Code == -32602) {
				continue // what cannot be renamed is refused
			}
			if err != nil {
				t.Fatalf("%s: %s at %v to %v: %v", uri, method, p, q, err)
			}
		}
	}
	data := get[struct{ Data []int }](c, "textDocument/semanticTokens/full", about(uri)).Data
	line, character, end := 0, 0, 0
	for i := 0; i < len(data); i += 5 {
		if data[i] > 0 {
			line, character, end = line+data[i], 0, 0
		}
		character += data[i+1]
		if character < end || data[i+2] <= 0 || character+data[i+2] > len(k.file.LineText(line+1)) {
			t.Fatalf("%s: a token of %d bytes at %d:%d, where the one before ends at %d", uri, data[i+2], line+1, character+1, end)
		}
		end = character + data[i+2]
	}
	for _, f := range get[[]struct{ StartLine, EndLine int }](c, "textDocument/foldingRange", about(uri)) {
		if f.StartLine >= f.EndLine || f.EndLine >= k.file.Lines() {
			t.Errorf("%s: lines %d to %d are folded, of %d", uri, f.StartLine, f.EndLine, k.file.Lines())
		}
	}
	c.notify("textDocument/didClose", about(uri))
}
