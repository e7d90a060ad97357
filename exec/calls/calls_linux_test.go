package calls

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pktlang/pkt/lang/program"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestLive runs scripts against the kernel over the loopback device. A script
// whose archive has a file "mismatch" must fail with exactly that.
func TestLive(t *testing.T) {
	for _, file := range archives(t, "testdata/live/*.txtar") {
		for _, v := range loopbacks {
			t.Run(strings.TrimSuffix(filepath.Base(file.name), ".txtar")+"/"+v.name, func(t *testing.T) {
				script := parse(t, file.part("script.pkt"))
				table := newTable(loopbackOptions(t, v.domain, v.address))
				defer table.Close()
				t.Chdir(t.TempDir())
				if err := os.WriteFile("file", []byte("0123456789"), 0o600); err != nil {
					t.Fatal(err)
				}
				_, found := program.Compile(script, program.Options{Complete: true})
				if len(found) > 0 {
					t.Fatalf("refused: %s", describe(script.File, found[0]))
				}
				st, m := run(table, script)
				got := ""
				if m != nil {
					got = describeMismatch(script.File, st, m)
				}
				file.compare(t, "mismatch", got)
				if bytes.Count(table.memory.zeros, []byte{0}) != len(table.memory.zeros) || table.memory.lent {
					t.Error("the shared memory was written to, or not given back")
				}
			})
		}
	}
}

type archive struct {
	name string
	*txtar.Archive
}

func archives(t *testing.T, pattern string) []archive {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no tests in %s: %v", pattern, err)
	}
	var out []archive
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name, err = filepath.Abs(name); err != nil {
			t.Fatal(err)
		}
		out = append(out, archive{name, a})
	}
	return out
}

func (a archive) part(name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// compare compares one file of the archive with what came out, or writes it
// there under -update.
func (a archive) compare(t *testing.T, name, got string) {
	t.Helper()
	want := a.part(name)
	if got == want {
		return
	}
	if !*update {
		t.Errorf("%s differs (-want +got):\n%s", name, cmp.Diff(want, got))
		return
	}
	for n := range a.Files {
		if a.Files[n].Name == name {
			a.Files[n].Data = []byte(got)
			break
		}
	}
	if want == "" {
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(got)})
	}
	if err := os.WriteFile(a.name, txtar.Format(a.Archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
