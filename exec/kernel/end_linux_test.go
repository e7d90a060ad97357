package kernel

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// launchArgument lets this program run a script in a guest until it is killed.
const launchArgument = "__launch"

// launchAndWait runs a script that does not end, and says which folder the guest
// has.
func launchAndWait(program, script string) int {
	text, err := os.ReadFile(script)
	if err != nil {
		return 1
	}
	c, err := suite.NewCase(source.NewFile(script, string(text)), suite.Variant{}, suite.Options{})
	if err != nil {
		return 1
	}
	l, err := NewLauncher(Options{Program: program}, []*suite.Case{c})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(l.folder.path)
	r := suite.Runner{Launcher: l, Jobs: 1, Observe: func(*suite.Case, int) run.Observer { return announce{} }}
	_ = r.Run(context.Background(), []*suite.Case{c}, func(*suite.Result) error { return nil })
	return 1
}

type announce struct{ run.Ignore }

// Event says that the script runs.
func (announce) Event(run.Event) { fmt.Println("runs") }

// TestKilled holds that nothing is left of a run that is killed: no process, and
// no file.
func TestKilled(t *testing.T) {
	program := testKernel(t)
	script := filepath.Join(t.TempDir(), "spin.pkt")
	const text = "0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n+1 `while :; do :; done`\n"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := selfCommand(t, launchArgument, program, script)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	folder := lines.Text()
	lines.Scan()
	if processes(t, folder) == 0 || lines.Text() != "runs" {
		t.Errorf("no guest runs in %s: %q", folder, lines.Text())
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		_, err := os.Stat(folder)
		if left := processes(t, folder); os.IsNotExist(err) && left == 0 {
			return
		} else if time.Now().After(end) {
			t.Fatalf("left behind: %d processes; %s: %v", left, folder, err)
		}
	}
}

// processes counts those that live and have a folder in their command line.
func processes(t *testing.T, folder string) int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		// A process that has ended has no command line.
		line, err := os.ReadFile(filepath.Join("/proc", e.Name(), "cmdline"))
		if err == nil && strings.Contains(string(line), folder) {
			n++
		}
	}
	return n
}

// TestSilence holds that a guest in which something goes round without sleeping
// is ended, and that the next script has another guest.
func TestSilence(t *testing.T) {
	folder := t.TempDir()
	results, _ := runAll(t, Options{silence: 2 * time.Second}, 1,
		caseIn(t, folder, "spin.pkt", "0 `while :; do :; done`\n"), caseIn(t, folder, "good.pkt", "0 `true`\n"))
	text := explain(results[0])
	if results[0].Status != run.StatusBroken || !strings.Contains(text, "it has reported nothing for 2s") {
		t.Errorf("%s: %s", results[0].Status, text)
	}
	mustPass(t, results[1:])
}

// TestInterrupted holds that an interruption ends a run.
func TestInterrupted(t *testing.T) {
	c := caseIn(t, t.TempDir(), "spin.pkt", "0 `while :; do :; done`\n")
	l, err := NewLauncher(Options{Program: testKernel(t)}, []*suite.Case{c})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Second)
	defer cancel()
	r := suite.Runner{Launcher: l, Jobs: 1}
	err = r.Run(ctx, []*suite.Case{c}, func(r *suite.Result) error {
		if r.Status != run.StatusInterrupted {
			t.Errorf("%s: %s", r.Status, explain(r))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
