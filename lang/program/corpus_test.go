package program

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// TestCorpus holds that no script that passes on a live kernel is refused
// before it runs.
func TestCorpus(t *testing.T) {
	const corpus = "../../../shared/corpus"
	checked := 0
	for _, folder := range []string{"kselftest-7.2", "google"} {
		root := filepath.Join(corpus, folder)
		passing := passingScripts(t, filepath.Join(root, "verdicts.tsv"))
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".pkt" {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil || !passing[name] {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			checked++
			// The names that the scripts are run with (corpus/README.md).
			script := lang.Parse(source.NewFile(name, string(text)), lang.Definitions{
				"TFO_COOKIE": "3021b9d889017eeb", "TFO_COOKIE_ZERO": "b7c12350a90dc8f5", "CODE": "host_unreachable",
				"CMSG_LEVEL_IP": "SOL_IP", "CMSG_TYPE_RECVERR": "IP_RECVERR",
			})
			p, found := Compile(script, Options{Complete: true})
			for _, d := range append(found, p.Unsupported...) {
				t.Errorf("%s: %s", name, describe(script.File, d))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if checked == 0 {
		t.Error("no script of the corpus is known to pass")
	}
}

// passingScripts are those with a variant that passes.
func passingScripts(t *testing.T, name string) map[string]bool {
	t.Helper()
	table, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		t.Skip("not found: ../shared/corpus at the project's root, with scripts that other people wrote")
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		if f := strings.Split(line, "\t"); len(f) > 2 && f[2] == "pass" {
			out[f[0]] = true
		}
	}
	return out
}
