package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:generate go run . ../../editors

func TestTypesAreFresh(t *testing.T) {
	fresh := t.TempDir()
	if err := write(fresh); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{typeScriptFile, luaFile} {
		if read(t, fresh, name) != read(t, "..", "..", "editors", name) {
			t.Errorf("editors/%s is stale: run `go generate ./scripts/runmessages`", name)
		}
	}
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever is printed is documented.
func TestFieldsAreDocumented(t *testing.T) {
	page := read(t, "..", "..", "docs", "run.md")
	_, section, found := strings.Cut(page, "\n## `--json`\n")
	section, _, ended := strings.Cut(section, "\n## ")
	if !found || !ended {
		t.Fatal("docs/run.md has no section on --json")
	}
	for _, o := range printed() {
		if o.line == "" {
			continue
		}
		for _, f := range o.fields {
			if !strings.Contains(section, "`"+f.name+"`") {
				t.Errorf("docs/run.md does not name %s of a line of the type %s", f.name, o.line)
			}
			for _, word := range slices.Concat(f.kind.words, f.kind.counts) {
				if !strings.Contains(page, "`"+word+"`") {
					t.Errorf("docs/run.md does not name %q, which %s of a line of the type %s can be",
						word, f.name, o.line)
				}
			}
		}
	}
}

var (
	annotation = regexp.MustCompile(`(?m)---@param (\w+) pkt\.(\w+)$|^\s*local ([\w, ]+) =.*---@type (.+)$`)
	classes    = regexp.MustCompile(`^pkt\.(\w+)\??$`)
)

// The Neovim extension, which nothing checks types of, uses only what there is.
// A variable with an annotation has the same type in the whole file.
func TestLuaUsesWhatThereIs(t *testing.T) {
	text := read(t, "..", "..", "editors", "nvim", "lua", "pkt", "run.lua")
	types := map[string]string{}
	for _, m := range annotation.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			types[m[1]] = m[2]
			continue
		}
		variables, of := strings.Split(m[3], ", "), strings.Split(m[4], ", ")
		for i, v := range variables {
			if c := classes.FindStringSubmatch(of[min(i, len(of)-1)]); c != nil {
				types[v] = c[1]
			}
		}
	}
	for _, name := range []string{"ResultLine", "RunDiagnostic", "PlaceRange", "Comparison"} {
		if !slices.ContainsFunc(variablesOf(types), func(v string) bool { return types[v] == name }) {
			t.Errorf("nothing in run.lua is annotated as pkt.%s", name)
		}
	}
	uses := 0
	for _, variable := range variablesOf(types) {
		access := regexp.MustCompile(`\b` + variable + `(?:\.(\w+)|\["(\w+)"\])`)
		for _, m := range access.FindAllStringSubmatch(text, -1) {
			uses++
			if name := m[1] + m[2]; !hasField(types[variable], name) {
				t.Errorf("run.lua uses %s.%s, but pkt.%s has no such field", variable, name, types[variable])
			}
		}
	}
	if uses < 10 {
		t.Errorf("%d uses were found, too few to have read run.lua rightly", uses)
	}
}

func variablesOf(types map[string]string) []string {
	var out []string
	for v := range types {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

func hasField(class, name string) bool {
	for _, o := range printed() {
		if o.name == class {
			return slices.ContainsFunc(o.fields, func(f field) bool { return f.name == name })
		}
	}
	return false
}
