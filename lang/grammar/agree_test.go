package grammar_test

import (
	"flag"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/grammar"
	"github.com/pktlang/pkt/lang/source"
)

// mutations is how many texts TestMutations makes; a nightly run makes a million:
// go test ./lang/grammar -run TestMutations -mutations 1000000.
var mutations = flag.Int("mutations", 100_000, "how many mutations of statements are held against the grammar")

const corpus = "../../../shared/corpus"

// judge compares what parser and grammar say of a script; "" where they agree or
// differ on purpose.
func judge(text string) string {
	script := lang.Parse(source.NewFile("script.pkt", text), nil)
	refusal := grammar.Check(script)
	syntactic, other := "", ""
	misspelt := false
	for _, d := range script.Diagnostics() {
		if d.Severity != diag.Error {
			continue
		}
		if by, known := grammar.FindBeyond(d); known {
			other = d.Message
			misspelt = misspelt || by.Name == "misspelt words"
		} else if syntactic == "" {
			syntactic = d.Message
		}
	}
	if misspelt {
		syntactic = "" // what the word begins is then not written as it should be
	}
	switch {
	case refusal == nil && syntactic != "":
		return "the grammar accepts, the parser says: " + syntactic
	case refusal != nil && syntactic == "" && other == "":
		return "the parser accepts, the grammar says: " + refusal.Error()
	}
	return ""
}

// scripts are those of a folder, by path.
func scripts(t testing.TB, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".pkt" {
			return err
		}
		text, err := os.ReadFile(path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExamples(t *testing.T) {
	found := scripts(t, "../../examples")
	if len(found) == 0 {
		t.Fatal("no script was found")
	}
	for path, text := range found {
		if difference := judge(text); difference != "" {
			t.Errorf("%s: %s", path, difference)
		}
	}
}

// TestCorpus compares the two over scripts that other people wrote, and over
// mutants of them.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("there is no ../shared/corpus beside the checkout")
	}
	accepted, refused := 0, 0
	for path, text := range scripts(t, corpus) {
		if difference := judge(text); difference != "" {
			t.Errorf("%s: %s", path, difference)
		}
		if grammar.Check(lang.Parse(source.NewFile(path, text), nil)) == nil {
			accepted++
		} else {
			refused++
		}
	}
	if accepted < 1000 || refused == 0 {
		t.Errorf("%d scripts were accepted and %d refused: too few to tell", accepted, refused)
	}
}

// TestBeyond shows each difference by an example, and that it is none of syntax.
func TestBeyond(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range grammar.Beyond() {
		if seen[b.Name] || b.Why == "" {
			t.Errorf("%s is there twice, or without a reason", b.Name)
		}
		seen[b.Name] = true
		script := lang.Parse(source.NewFile("script.pkt", withEvent(b.Example)), nil)
		if err := grammar.Check(script); err != nil {
			t.Errorf("%s: the grammar refuses the example: %v", b.Name, err)
		}
		found := false
		for _, d := range script.Diagnostics() {
			if by, _ := grammar.FindBeyond(d); by.Name == b.Name {
				found = true
			} else if d.Severity == diag.Error {
				t.Errorf("%s: the example has another error: %s", b.Name, d.Message)
			}
		}
		if !found {
			t.Errorf("%s: the parser does not say so of the example", b.Name)
		}
	}
}

// withEvent makes a script of one statement.
func withEvent(statement string) string { return statement + "\n+0 close(3) = 0\n" }

// mutator makes texts that differ by one token from statements of scripts.
type mutator struct {
	random     *rand.Rand
	statements [][]string // the texts of tokens, each with the space before it
	pool       []string   // of all tokens
}

func newMutator(t testing.TB) *mutator {
	m := &mutator{random: rand.New(rand.NewPCG(1, 2))}
	found := scripts(t, "../../examples")
	if _, err := os.Stat(corpus); err == nil {
		found = scripts(t, corpus)
	}
	seen, tokens := map[string]bool{}, map[string]bool{}
	for _, path := range sorted(found) {
		script := lang.Parse(source.NewFile(path, found[path]), nil)
		for _, st := range script.Statements {
			core := script.File.Slice(st.Range(st.Core))
			if core == "" || len(core) > 400 || seen[shape(core)] || strings.Contains(core, "\n") {
				continue
			}
			seen[shape(core)] = true
			m.add(core, st, script.File, tokens)
		}
	}
	m.pool = sorted(tokens)
	return m
}

// shape is a statement without what its digits are: most statements differ in
// nothing else.
func shape(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, text)
}

func (m *mutator) add(core string, st *lang.Statement, file *source.File, tokens map[string]bool) {
	var parts []string
	at := st.Range(st.Core).Start
	for _, token := range st.Tokens {
		r := st.Range(token)
		if r.Start < at || token.Kind == lang.Comment {
			continue
		}
		parts = append(parts, file.Text[at:r.End])
		tokens[shape(file.Slice(r))] = true
		at = r.End
	}
	if len(parts) > 0 {
		m.statements = append(m.statements, parts)
	}
}

// next is a statement with one token deleted, doubled, swapped with its
// neighbour, replaced, or put in.
func (m *mutator) next() string {
	parts := m.statements[m.random.IntN(len(m.statements))]
	i := m.random.IntN(len(parts))
	other := " " + m.pool[m.random.IntN(len(m.pool))]
	var changed []string
	switch m.random.IntN(5) {
	case 0:
		changed = join(parts[:i], nil, parts[i+1:])
	case 1:
		changed = join(parts[:i], []string{parts[i], " " + strings.TrimSpace(parts[i])}, parts[i+1:])
	case 2:
		if i+1 == len(parts) {
			return m.next()
		}
		changed = join(parts[:i], []string{parts[i+1], " " + strings.TrimSpace(parts[i])}, parts[i+2:])
	case 3:
		changed = join(parts[:i], []string{other}, parts[i+1:])
	default:
		changed = join(parts[:i], []string{other + " "}, parts[i:])
	}
	return strings.TrimSpace(strings.Join(changed, ""))
}

func join(a, b, c []string) []string {
	return append(append(append([]string{}, a...), b...), c...)
}

func TestMutations(t *testing.T) {
	m := newMutator(t)
	count := *mutations
	if testing.Short() {
		count /= 10
	}
	differences := map[string]int{}
	for range count {
		text := withEvent(m.next())
		difference := judge(text)
		if difference == "" {
			continue
		}
		if differences[difference]++; differences[difference] == 1 && len(differences) < 60 {
			t.Errorf("%s\n    %s", difference, strings.SplitN(text, "\n", 2)[0])
		}
	}
	total := 0
	for _, n := range differences {
		total += n
	}
	t.Logf("%d statements, %d tokens, %d mutations, %d differences", len(m.statements), len(m.pool), count, total)
}

func FuzzCheck(f *testing.F) {
	for _, text := range scripts(f, "../../examples") {
		f.Add(text)
	}
	for _, b := range grammar.Beyond() {
		f.Add(withEvent(b.Example))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if difference := judge(text); difference != "" {
			t.Error(difference)
		}
	})
}

func sorted[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
