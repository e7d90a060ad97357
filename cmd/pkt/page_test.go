package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

// TestCommandPage keeps docs/commands.md the same as what the commands say of
// themselves.
func TestCommandPage(t *testing.T) {
	var page bytes.Buffer
	page.WriteString("# Commands\n\nThis page is what `pkt help` prints; `go test ./cmd/pkt -run TestCommandPage " +
		"-update` writes it anew.\n")
	page.WriteString("\n## pkt\n\n" + helpOf(t))
	for _, command := range model(t).Leaves(true) {
		name := commandName(command)
		page.WriteString("\n## pkt " + name + "\n\n" + helpOf(t, strings.Fields(name)...))
	}
	path := filepath.Join("..", "..", "docs", "commands.md")
	if *update {
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), page.String()); diff != "" {
		t.Errorf("docs/commands.md is stale; go test ./cmd/pkt -run TestCommandPage -update writes it anew (-want "+
			"+got):\n%s", diff)
	}
}

// TestQueryPage keeps the reference in docs/query.md the same as pkt help query.
func TestQueryPage(t *testing.T) {
	const heading = "## Reference\n"
	path := filepath.Join("..", "..", "docs", "query.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(text), heading)
	if !found {
		t.Fatalf("%s has no heading %q", path, heading)
	}
	page := before + heading + "\nThis part is what `pkt help query` prints; `go test ./cmd/pkt -run TestQueryPage " +
		"-update` writes it anew.\n\n" + helpOf(t, "query")
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), page); diff != "" {
		t.Errorf("docs/query.md is stale; go test ./cmd/pkt -run TestQueryPage -update writes it anew (-want +got):\n"+
			"%s",
			diff)
	}
}

// TestEveryCommandHasExamples holds that help is more than a list of flags.
func TestEveryCommandHasExamples(t *testing.T) {
	for _, command := range model(t).Leaves(true) {
		name := commandName(command)
		if help := helpOf(t, strings.Fields(name)...); !strings.Contains(help, "Examples:") ||
			!strings.Contains(help, "pkt "+name) {
			t.Errorf("pkt help %s has no examples:\n%s", name, help)
		}
	}
}

func model(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := newParser(&environment{})
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// helpOf is what pkt help prints, indented as code.
func helpOf(t *testing.T, command ...string) string {
	t.Helper()
	t.Setenv("COLUMNS", "80")
	var out, messages bytes.Buffer
	if code := execute(append([]string{"help"}, command...),
		&environment{stdout: &out, stderr: &messages}); code != exitFine {
		t.Fatalf("pkt help %v exited with %d: %s", command, code, messages.String())
	}
	var indented strings.Builder
	for line := range strings.Lines(out.String()) {
		if strings.TrimSpace(line) != "" {
			indented.WriteString("    " + strings.TrimRight(line, " \n"))
		}
		indented.WriteByte('\n')
	}
	return indented.String()
}
