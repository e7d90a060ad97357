package server

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	page       = "../../docs/lsp.md"
	tableBegin = "<!-- methods: made by go generate ./lsp/server -->\n"
	tableEnd   = "<!-- end of methods -->\n"
)

// methodRows is the table of the documentation.
func methodRows() string {
	var out strings.Builder
	out.WriteString("| method | capability | | test |\n|---|---|---|---|\n")
	for _, m := range methodTable {
		capability := ""
		if m.capability != "" {
			capability = "`" + m.capability + "`"
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", m.name, capability, m.doc, m.test)
	}
	return out.String()
}

// The table in docs/lsp.md is that of the methods.
func TestMethodTable(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableBegin)
	_, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table: expected %q and %q", page, tableBegin, tableEnd)
	}
	want := before + tableBegin + methodRows() + tableEnd + after
	if want == string(text) {
		return
	}
	if update := flag.Lookup("update"); update.Value.String() == "true" {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("the table in %s is stale: go generate ./lsp/server writes it anew", page)
}

// Each method has a test, and what announces it is announced.
func TestMethodsAreTestedAndAnnounced(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tests.Write(text)
	}
	raw, err := json.Marshal((&session{}).capabilities())
	if err != nil {
		t.Fatal(err)
	}
	var announced map[string]any
	if err := json.Unmarshal(raw, &announced); err != nil {
		t.Fatal(err)
	}
	answers, err := os.ReadFile(filepath.Join("testdata", "answers.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range methodTable {
		if strings.HasPrefix(m.test, "feature/") {
			if _, err := os.Stat(filepath.Join("..", m.test)); err != nil {
				t.Errorf("%s: its test does not exist: %v", m.name, err)
			}
		} else if !strings.Contains(tests.String(), "func "+m.test+"(t *testing.T)") {
			t.Errorf("%s: its test %s does not exist", m.name, m.test)
		}
		if !strings.Contains(tests.String(), `"`+m.name+`"`) &&
			!strings.Contains(string(answers), "-- "+m.name+" --\n") {
			t.Errorf("%s: no test sends it", m.name)
		}
		if m.capability != "" && !has(announced, strings.Split(m.capability, ".")) {
			t.Errorf("%s: %s is not announced", m.name, m.capability)
		}
	}
	for name := range announced {
		if name == "positionEncoding" || name == "workspace" {
			continue
		}
		found := false
		for _, m := range methodTable {
			found = found || m.capability == name || strings.HasPrefix(m.capability, name+".")
		}
		if !found {
			t.Errorf("%s is announced, but no method has it", name)
		}
	}
}

// has reports whether a path leads to something in an object.
func has(object any, path []string) bool {
	if len(path) == 0 {
		return object != nil && object != false
	}
	fields, ok := object.(map[string]any)
	return ok && has(fields[path[0]], path[1:])
}
