package exec_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/child"
	"github.com/pktlang/pkt/exec/linux"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// The test binary plays the guard and the process that runs a script, as pkt
// itself does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case suite.GuardArgument:
			os.Exit(suite.Guard(os.Args[2:]))
		case suite.ChildArgument:
			os.Exit(child.Main(os.Stdin, os.Stdout, os.Stderr, linux.OpenProcess))
		}
	}
	os.Exit(m.Run())
}

// retries is how often a script that failed by timing is repeated: the machine
// may be busy with other tests. One that passes then is reported as flaky, an
// attribute of its test that scripts/testreport shows.
const retries = 4

// TestScripts runs the scripts that show each system call, each kind of packet
// and each option against the kernel of this machine, over the three variants.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("runs scripts in real time, for some seconds")
	}
	if err := suite.Preflight(); err != nil {
		t.Skipf("scripts cannot be run here: %v", err)
	}
	for _, subject := range []string{"packets", "calls"} {
		t.Run(subject, func(t *testing.T) { runScripts(t, filepath.Join("testdata", subject)) })
	}
}

func runScripts(t *testing.T, folder string) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.pkt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts in %s: %v", folder, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".pkt"), func(t *testing.T) {
			requireKernel(t, path)
			runVariants(t, path)
		})
	}
}

// runVariants runs a script over every IP version that it is for.
func runVariants(t *testing.T, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []*suite.Case
	for _, v := range suite.BuiltinVariants() {
		c, err := suite.NewCase(source.NewFile(path, string(text)), v, suite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c != nil { // some are for one variant only
			cases = append(cases, c)
		}
	}
	if len(cases) == 0 {
		t.Fatal("the script is for no variant")
	}
	runner := suite.Runner{Jobs: 1, Retries: retries}
	err = runner.Run(t.Context(), cases, func(r *suite.Result) error {
		switch {
		case r.Status == run.StatusFlaky:
			first := r.Attempts[0].Verdict.Failures[0]
			t.Attr("flaky", fmt.Sprintf("%s: attempt %d passed; the first: line %d: %s",
				r.Case.Name(), len(r.Attempts), first.Line, first.Diagnostic.Message))
		case !r.Status.Good():
			t.Errorf("%s: %s", r.Case.Name(), r.Status)
			for _, d := range r.Diagnostics() {
				t.Errorf("line %d: %s %+v\n%s", r.Case.Script.File.Line(d.Range.Start), d.Message, d.Comparison,
					strings.Join(d.Notes, "\n"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// requireKernel skips a script that is about what this kernel lacks. Which
// statistics come with a timestamp grows from version to version.
func requireKernel(t *testing.T, path string) {
	t.Helper()
	if filepath.Base(path) != "statistics.pkt" {
		return
	}
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		t.Fatal(err)
	}
	if release := unix.ByteSliceToString(name.Release[:]); !strings.HasPrefix(release, "6.") {
		t.Skipf("%s is for the statistics of Linux 6, this is %s", path, release)
	}
}
