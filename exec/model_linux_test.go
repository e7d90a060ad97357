package exec_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/source"
)

// The tests of lang/model say what TCP and Linux do: its states as scripts that
// pass, its claims as scripts that fail at a marked line. Here the kernel says so
// too, so that the model is not tested against itself.
const modelScripts = "../lang/model/testdata"

func TestModelStates(t *testing.T) {
	runModelScripts(t, "states", suite.Runner{Jobs: 1, Retries: retries}, func(t *testing.T, _ string,
		r *suite.Result) {
		if !r.Status.Good() {
			t.Errorf("%s: %+v", r.Status, r.Diagnostics())
		}
	})
}

var (
	wanted   = regexp.MustCompile(`// want [a-z]`)
	remarked = regexp.MustCompile(`// remark [a-z]`)
)

func TestModelClaims(t *testing.T) {
	runModelScripts(t, "claims", suite.Runner{Jobs: 2, Retries: 1}, func(t *testing.T, text string, r *suite.Result) {
		switch {
		case wanted.MatchString(text) && r.Status.Good():
			t.Error("the script passes, though the model says that it cannot")
		case !wanted.MatchString(text) && !remarked.MatchString(text) && !r.Status.Good():
			t.Errorf("%s, though the model has nothing against it: %+v", r.Status, r.Diagnostics())
		}
	})
}

// longest is how long such a script takes at most; some of those that fail wait
// for what never comes.
const longest = 4 * time.Second

func runModelScripts(t *testing.T, folder string, runner suite.Runner, check func(t *testing.T, text string,
	r *suite.Result)) {
	if testing.Short() {
		t.Skip("runs scripts in real time, for some seconds")
	}
	if err := suite.Preflight(); err != nil {
		t.Skipf("scripts cannot be run here: %v", err)
	}
	archives, err := filepath.Glob(filepath.Join(modelScripts, folder, "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no scripts in %s: %v", folder, err)
	}
	directory := t.TempDir()
	if err := os.CopyFS(filepath.Join(directory, "common"), os.DirFS(filepath.Join(modelScripts,
		"common"))); err != nil {
		t.Fatal(err)
	}
	var cases []*suite.Case
	texts := map[string]string{}
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		subject := strings.TrimSuffix(filepath.Base(path), ".txtar")
		if err := os.MkdirAll(filepath.Join(directory, subject), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			c, err := suite.NewCase(source.NewFile(filepath.Join(directory, subject, file.Name),
				string(file.Data)), suite.BuiltinVariants()[0], suite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			c.Request.Settings.Timeout = longest
			cases = append(cases, c)
			texts[c.Script.File.Name] = string(file.Data)
		}
	}
	err = runner.Run(t.Context(), cases, func(r *suite.Result) error {
		name, _ := filepath.Rel(directory, r.Case.Script.File.Name)
		t.Run(name, func(t *testing.T) { check(t, texts[r.Case.Script.File.Name], r) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
