package kernel

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/exec/kernel/store"
	"github.com/pktlang/pkt/exec/linux"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// confinedArgument lets this program try to open files while it is confined.
const confinedArgument = "__confined"

// TestMain plays the parts of a run that this very program is started for.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case guest.InitArgument:
			guest.Init()
		case guest.ScriptArgument:
			os.Exit(guest.Script(os.Stdin, os.Stdout, os.Stderr,
				func(p *program.Program, r *protocol.Request) (stack.Stack, error) { return linux.OpenProcess(p, r) }))
		case confinedArgument:
			os.Exit(confined(os.Args[2:]))
		case launchArgument:
			os.Exit(launchAndWait(os.Args[2], os.Args[3]))
		}
	}
	os.Exit(m.Run())
}

// testKernel is a kernel to run tests on: PKT_TEST_KERNEL, or the first one that
// was built.
func testKernel(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("PKT_TEST_KERNEL"); path != "" {
		return path
	}
	s, err := store.Default()
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Skip("no kernel was built to run scripts on: pkt kernel build")
	}
	return all[0].Program()
}

// caseIn writes a script to a folder and makes a case of it.
func caseIn(t *testing.T, folder, name, text string) *suite.Case {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := suite.NewCase(source.NewFile(path, text), suite.Variant{}, suite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// runAll runs cases in guests, and returns the results and what was observed, a
// line for each event and packet of the script.
func runAll(t *testing.T, o Options, jobs int, cases ...*suite.Case) ([]*suite.Result, []string) {
	t.Helper()
	o.Program = testKernel(t)
	l, err := NewLauncher(o, cases)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	seen := map[*suite.Case]*times{}
	for _, c := range cases {
		seen[c] = &times{}
	}
	r := suite.Runner{Launcher: l, Jobs: jobs, Observe: func(c *suite.Case, _ int) run.Observer { return seen[c] }}
	var results []*suite.Result
	err = r.Run(context.WithoutCancel(t.Context()), cases, func(r *suite.Result) error {
		results = append(results, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range cases {
		lines = append(lines, seen[c].String())
	}
	return results, lines
}

// times notes when what happened.
type times struct {
	run.Ignore
	bytes.Buffer
}

func (o *times) Event(e run.Event) {
	if e.Finished {
		fmt.Fprintf(o, "%d %s %d\n", e.Line, e.Kind, e.Actual)
	}
}

func (o *times) Packet(p run.Packet) {
	if !p.Stray() {
		fmt.Fprintf(o, "%d packet %d %s\n", p.Line, p.Time, p.Text)
	}
}

// mustPass fails the test where a result is not a pass.
func mustPass(t *testing.T, results []*suite.Result) {
	t.Helper()
	for _, r := range results {
		if r.Status != run.StatusPassed {
			t.Errorf("%s: %s: %s", r.Case.Name(), r.Status, explain(r))
		}
	}
}

func explain(r *suite.Result) string {
	var out strings.Builder
	for _, d := range r.Diagnostics() {
		fmt.Fprintln(&out, d.Message, strings.Join(d.Notes, "\n"))
	}
	return out.String()
}

// output is what the only command of a script prints in a guest.
func output(t *testing.T, o Options, c *suite.Case) string {
	t.Helper()
	results, _ := runAll(t, o, 1, c)
	last, ok := results[0].Last()
	if !ok {
		t.Fatalf("%s did not run: %s", c.Name(), explain(results[0]))
	}
	return strings.Join(last.Output, "\n")
}

// selfCommand starts this very program again.
func selfCommand(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(self, arguments...)
}
