package server_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

func itoa(n int) string { return strconv.Itoa(n) }

func rawJSON(text string) json.RawMessage { return json.RawMessage(text) }

// lines are the lines of a file.
func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n")
}

// write writes a file into a folder and returns its path.
func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// scriptText is the text of a script, whose positions count in the encoding that
// the tests agree on with the server.
type scriptText struct{ *source.File }

func newScript(text string) scriptText { return scriptText{source.NewFile("a.pkt", text)} }

// position of an offset in bytes.
func (s scriptText) position(offset int) position {
	p := s.Units(offset, source.UTF8)
	return position{p.Line, p.Character}
}

// offset of a position in bytes.
func (s scriptText) offset(p position) int {
	return s.Offset(source.UnitPosition{Line: p.Line, Character: p.Character}, source.UTF8)
}

// textEdit is a change that the server proposes.
type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

// apply is the text with edits applied.
func (s scriptText) apply(t testing.TB, edits []textEdit) string {
	t.Helper()
	var list []source.Edit
	for _, e := range edits {
		list = append(list, source.Edit{Range: source.Range{Start: s.offset(e.Range.Start), End: s.offset(e.Range.End)},
			New: e.NewText})
	}
	text, err := source.Apply(s.Text, list)
	if err != nil {
		t.Error(err)
	}
	return text
}

// lintDiagnostic is what `pkt lint --format json` prints.
type lintDiagnostic struct {
	Rule, Severity, Message string
	Range                   struct{ Start struct{ Line, Column int } }
	Related                 []any
}

func lintJSON(t *testing.T, path string) []lintDiagnostic {
	t.Helper()
	out, err := exec.Command(binary, "lint", "--severity", "hint", "--format", "json", path).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var list []lintDiagnostic
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return list
}
