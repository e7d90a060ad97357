// Command grammardocs writes the page of the grammar, and a railroad diagram of
// each production, into a folder; diagrams of productions that are gone are
// removed.
//
//	go run ./scripts/grammardocs DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang/grammar"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: grammardocs DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "grammardocs:", err)
		os.Exit(2)
	}
}

// pictures is the folder of the diagrams, in that of the page.
const pictures = "grammar"

func write(folder string) error {
	pages, err := pages()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, pictures), 0o755); err != nil {
		return fmt.Errorf("cannot make the folder of the diagrams: %w", err)
	}
	old, err := filepath.Glob(filepath.Join(folder, pictures, "*.svg"))
	if err != nil {
		return fmt.Errorf("cannot look for old diagrams: %w", err)
	}
	for _, path := range old {
		if _, kept := pages[pictures+"/"+filepath.Base(path)]; !kept {
			if err := os.Remove(path); err != nil {
				return fmt.Errorf("cannot remove an old diagram: %w", err)
			}
		}
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			return fmt.Errorf("cannot write the page: %w", err)
		}
	}
	return nil
}

// pages are the texts of the files by their names.
func pages() (map[string]string, error) {
	out := map[string]string{}
	var page strings.Builder
	page.WriteString(strings.ReplaceAll(introduction, "§", "`"))
	page.WriteString("\n## Tokens\n\n| token | what it is |\n|---|---|\n")
	for _, t := range grammar.Tokens() {
		fmt.Fprintf(&page, "| `%s` | %s |\n", t.Name, t.About)
	}
	page.WriteString(beyond)
	for _, b := range grammar.Beyond() {
		example := strings.ReplaceAll(b.Example, "|", `\|`)
		fmt.Fprintf(&page, "| %s | %s | %s | `%s` |\n", b.Name, b.Code, b.Why, example)
	}
	page.WriteString("\n## Productions\n")
	for _, p := range grammar.Productions() {
		picture, err := railroad(p)
		if err != nil {
			return nil, err
		}
		name := pictures + "/" + p.Name + ".svg"
		out[name] = picture
		fmt.Fprintf(&page, "\n### %s\n\n![%s](%s)\n\n```ebnf\n%s```\n", p.Name, p.Name, name, p)
		if used := users(p.Name); len(used) > 0 {
			fmt.Fprintf(&page, "\nUsed by %s.\n", strings.Join(used, ", "))
		}
	}
	out["grammar.md"] = page.String()
	return out, nil
}

// users are links to the productions in which another stands.
func users(name string) []string {
	var out []string
	for _, p := range grammar.Productions() {
		if slices.Contains(namesIn(p), name) {
			out = append(out, fmt.Sprintf("[%s](#%s)", p.Name, strings.ToLower(p.Name)))
		}
	}
	return out
}

// introduction is the beginning of the page. It has § for the quotes of code, which
// cannot stand in a raw string.
const introduction = `# The grammar

The language as a formal grammar, with all dialects. It is printed from §lang/grammar§, where each production is a Go
struct that [participle](https://github.com/alecthomas/participle) reads scripts with; §go generate
./scripts/grammardocs§ writes this page anew, and §pkt help grammar§ prints the productions. Scripts are read by a
parser that is written by hand, for the sake of its messages and its speed. Tests hold that both accept the same: over
the examples, over scripts that other people wrote, over mutants of these, and over mutations that change a token of a
statement, which are as many as one asks for: §go test ./lang/grammar -run TestMutations -mutations 1000000§.

In the productions, §"x"§ stands for itself and §<word>§ is a token. §X?§ is none or one, §X*§ any number, §X+§ one or
more, §~X§ any token but X. Alternatives are tried in their order, and the first that fits is taken. §(?= X)§ and
§(?! X)§ look at what comes without taking it: X follows, or does not. White space and comments may stand between any
two tokens. A word that a definition stands for is the token of the definition's value, and is never a keyword.
`

const beyond = `
## Beyond the grammar

What the grammar accepts and the parser refuses all the same, on purpose:

| what | code | why the grammar has no part in it | example |
|---|---|---|---|
`
