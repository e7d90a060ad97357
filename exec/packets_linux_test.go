package exec_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pktlang/pkt/exec"
	"github.com/pktlang/pkt/exec/suite"
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
			os.Exit(exec.ChildMain(os.Stdin, os.Stdout))
		}
	}
	os.Exit(m.Run())
}

// retries is how often a script that failed by timing is repeated: the machine
// may be busy with other tests.
const retries = 4

// TestPackets runs the scripts that show each kind of packet and each option,
// against the kernel of this machine.
func TestPackets(t *testing.T) {
	if testing.Short() {
		t.Skip("runs scripts in real time, for some seconds")
	}
	if err := suite.Preflight(); err != nil {
		t.Skipf("scripts cannot be run here: %v", err)
	}
	paths, err := filepath.Glob("testdata/packets/*.pkt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts in testdata/packets: %v", err)
	}
	var cases []*suite.Case
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range suite.BuiltinVariants() {
			c, err := suite.NewCase(source.NewFile(path, string(text)), v, suite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if c != nil {
				cases = append(cases, c)
			}
		}
	}
	runner := suite.Runner{Jobs: 1, Retries: retries}
	err = runner.Run(t.Context(), cases, func(r *suite.Result) error {
		if r.Status.Good() {
			return nil
		}
		for _, d := range r.Diagnostics() {
			t.Errorf("%s:%d: %s (%v) %+v", r.Case.Name(), r.Case.Script.File.Line(d.Range.Start), d.Message, d.Notes, d.Comparison)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
