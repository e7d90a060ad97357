package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

func corpus(t *testing.T) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the corpus was not found: %v", err)
	}
	return folder
}

// refused is a script that begins with a stray letter, so that its own tool
// refuses it too.
const refused = "client-handle-cookie-update-of-length-17.pkt"

// Nothing is said of a script that passes.
func TestPassing(t *testing.T) {
	all, err := measurePassing(corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		if q.pairs == 0 {
			t.Errorf("no script of %s was checked", q.folder)
		}
		for _, f := range q.alarms {
			if filepath.Base(f.path) != refused {
				t.Errorf("a false alarm: %s", f)
			}
		}
	}
}

// Wrong answers get a finding, right ones none but the missing ack numbers.
func TestTextbook(t *testing.T) {
	all, err := measureTextbook(corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		switch {
		case a.wrong && len(a.found) == 0:
			t.Errorf("%s is wrong, and nothing is said", a.script)
		case !a.wrong && len(a.found) > 0:
			t.Errorf("%s is right: %s", a.script, a.found[0])
		}
	}
}

func TestMutants(t *testing.T) {
	all, err := measureMutants(corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	total := all.total()
	if seen := 100 * total.seen; seen < 80*total.failing || total.failing == 0 {
		t.Errorf("%d of %d mutants that fail were seen, expected four in five", total.seen, total.failing)
	}
	if total.near*10 < total.seen*9 {
		t.Errorf("%d of %d findings are near the mistake, expected nine in ten", total.near, total.seen)
	}
	for i := range all {
		if all[i].wronglyRefused() {
			t.Errorf("%s passes: %s", all[i].path, all[i].found[0])
		}
	}
}

func TestReport(t *testing.T) {
	var out strings.Builder
	if err := run(&out, corpus(t), true); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Errors and warnings on scripts that pass:", "wrong answers seen",
		"operator", "all "} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the report has no %q:\n%s", part, out.String())
		}
	}
}

func TestMissingCorpus(t *testing.T) {
	if err := run(&strings.Builder{}, filepath.Join(t.TempDir(), "none"), false); err == nil {
		t.Error("a corpus that is not there was measured")
	}
}

// The safe fixes put every missing ack number right and change nothing else.
func TestTextbookFix(t *testing.T) {
	paths, err := scripts(filepath.Join(corpus(t), "textbook"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		script := lang.Parse(source.NewFile(path, string(text)), nil)
		before := lint.Check(compiled(script), nil, nil).Diagnostics
		fixed, err := lint.Fix(script, before)
		if err != nil {
			t.Fatal(err)
		}
		after := lint.Check(compiled(lang.Parse(fixed.File, nil)), nil, nil).Diagnostics
		if got, want := len(after), len(before)-len(fixed.Applied); got != want {
			t.Errorf("%s has %d findings after %d fixes, want %d", path, got, len(fixed.Applied), want)
		}
		for _, d := range after {
			if d.Code == missingAck {
				t.Errorf("%s still misses an ack number", path)
			}
		}
	}
}

func compiled(script *lang.Script) *program.Program {
	p, _ := program.Compile(script, program.Options{})
	return p
}
