package lsp_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
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

// editsOf are the edits of a WorkspaceEdit by document.
func editsOf(t testing.TB, raw []byte) map[string][]textEdit {
	t.Helper()
	var edit struct{ Changes map[string][]textEdit }
	if err := json.Unmarshal(raw, &edit); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return edit.Changes
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
