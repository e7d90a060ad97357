package suite

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// The test binary plays the guard, the process that runs a script, and a whole
// runner that is to be killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case GuardArgument:
			os.Exit(Guard(os.Args[2:]))
		case ChildArgument:
			os.Exit(actor())
		case "network":
			fmt.Print(InOwnNetwork())
			os.Exit(0)
		case "runner":
			_ = new(Runner).Run(context.Background(), []*Case{caseOf(os.Args[2], "0 `background`\n")},
				func(*Result) error { return nil })
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// caseOf makes a case of one command, which tells actor what to do.
func caseOf(path, text string) *Case {
	c, err := NewCase(source.NewFile(path, text), Variant{}, Options{})
	if err != nil {
		panic(err)
	}
	c.Request.Settings.Timeout = time.Minute
	return c
}

// actor behaves as the request's only command says.
func actor() int {
	var request protocol.Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		return 3
	}
	out := run.NewStream(os.Stdout)
	fail := func(class run.Class, message string) {
		out.Verdict(run.Of{}, run.Failed(run.Failure{
			Class: class, Line: 1, Diagnostic: diag.Diagnostic{Severity: diag.Error,
				Message: message}, Reference: message}))
	}
	pass := func() { out.Verdict(run.Of{}, run.Verdict{Passed: true}) }
	word, argument, _ := strings.Cut(strings.Trim(request.Text, "0 `\n"), " ")
	switch word {
	case "pass":
		pass()
	case "late":
		// It fails as often as there are files to remove.
		names, _ := filepath.Glob("late-*")
		if len(names) == 0 {
			pass()
			break
		}
		_ = os.Remove(names[0])
		fail(run.Late, "too late")
	case "mismatch":
		fmt.Fprintln(os.Stderr, "a command says something")
		fail(run.Mismatch, "another packet")
	case "panic":
		panic(argument)
	case "wait":
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGINT)
		out.Event(run.Of{}, run.Event{Line: 1, Kind: program.OutboundPacket})
		<-signals
		fail(run.Interrupted, "interrupted")
	case "background":
		fmt.Fprintln(os.Stderr, "deaf")
		signal.Ignore(syscall.SIGINT)
		_ = exec.Command("/bin/sh", "-c", "echo $PPID >pid.tmp; mv pid.tmp pid; sleep 600").Run()
	case "describe":
		network, _ := os.Readlink("/proc/self/ns/net")
		shell := exec.Command("/bin/sh", "-c", "echo $PPID; sleep 600 >/dev/null 2>&1 &")
		parent, _ := shell.Output()
		fail(run.Mismatch, fmt.Sprintf("%s %d %s", network, os.Getpid(), strings.TrimSpace(string(parent))))
	}
	return 0
}

func requireNamespaces(t *testing.T) {
	t.Helper()
	c := caseOf("x.pkt", "0 `pass`\n")
	child, err := Namespaces{}.Launch(c)
	if err != nil {
		t.Skipf("namespaces cannot be made here: %v", err)
	}
	for range child.Lines() {
	}
	if err := child.Wait(); err != nil {
		t.Skipf("a process in namespaces of its own cannot be started here: %v", err)
	}
}

func runOne(t *testing.T, r Runner, c *Case) *Result {
	t.Helper()
	var result *Result
	r.Jobs = 1
	if err := r.Run(t.Context(), []*Case{c}, func(got *Result) error { result = got; return nil }); err != nil {
		t.Fatal(err)
	}
	return result
}

func TestStatuses(t *testing.T) {
	requireNamespaces(t)
	tests := []struct {
		name, text string
		lateness   int // how often it is late
		status     run.Status
		attempts   int
		message    string // part of the first diagnostic
		note       string // part of its notes
	}{
		{name: "pass", text: "0 `pass`\n", status: run.StatusPassed, attempts: 1},
		{name: "mismatch", text: "0 `mismatch`\n", status: run.StatusFailed, attempts: 1, message: "another packet",
			note: "a command says something"},
		{name: "late once", text: "0 `late`\n", lateness: 1, status: run.StatusFlaky, attempts: 2},
		{name: "always late", text: "0 `late`\n", lateness: 9, status: run.StatusFailed, attempts: 3,
			message: "too late", note: "3 times in a row"},
		{name: "crash", text: "0 `panic oh no`\n", status: run.StatusBroken, attempts: 1,
			message: "exit status 2", note: "oh no"},
		{name: "no verdict", text: "0 `nothing`\n", status: run.StatusBroken, attempts: 1,
			message: "without a verdict"},
		{name: "syntax", text: "0 socket(\n", status: run.StatusRefused, attempts: 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			for i := range tt.lateness {
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("late-%d", i)), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			result := runOne(t, Runner{Retries: 2}, caseOf(filepath.Join(folder, "x.pkt"), tt.text))
			if result.Status != tt.status || len(result.Attempts) != tt.attempts {
				t.Errorf("got %s after %d attempts, want %s after %d", result.Status, len(result.Attempts),
					tt.status, tt.attempts)
			}
			ds := result.Diagnostics()
			if tt.message == "" && tt.status.Good() != (len(ds) == 0) {
				t.Fatalf("got diagnostics %v", ds)
			}
			if tt.message != "" &&
				(!strings.Contains(ds[0].Message, tt.message) ||
					!strings.Contains(strings.Join(ds[0].Notes, "\n"), tt.note)) {
				t.Errorf("got %q with notes %q", ds[0].Message, ds[0].Notes)
			}
		})
	}
}

func TestChildLivesInNamespacesOfItsOwn(t *testing.T) {
	requireNamespaces(t)
	result := runOne(t, Runner{}, caseOf(filepath.Join(t.TempDir(), "x.pkt"), "0 `describe`\n"))
	words := strings.Fields(result.Failure().Reference)
	own, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	if words[0] == own {
		t.Errorf("the script ran in this process's network namespace")
	}
	if words[1] != words[2] {
		t.Errorf("the script's process is %s, but its commands' parent is %s", words[1], words[2])
	}
	result = runOne(t, Runner{}, caseOf(filepath.Join(t.TempDir(), "x.pkt"), "0 `describe`\n"))
	if _, err := os.Stat("/proc/sys/kernel/ns_last_pid"); err == nil &&
		strings.Fields(result.Failure().Reference)[1] == words[1] {
		t.Errorf("two runs have the process ID %s, so that their commands would share files named after it", words[1])
	}

	result = runOne(t, Runner{Launcher: Namespaces{ShareNetwork: true}}, caseOf("x.pkt", "0 `describe`\n"))
	if os.Geteuid() == 0 && strings.Fields(result.Failure().Reference)[0] != own {
		t.Errorf("the script did not run in this process's network namespace")
	}
}

// TestInOwnNetwork holds that a namespace which a caller made is told from the
// machine's own: with google/packetdrill's command line, only the first is shared.
func TestInOwnNetwork(t *testing.T) {
	requireNamespaces(t)
	if os.Geteuid() != 0 {
		t.Skip("an ordinary user needs a user namespace too, in which no network is the machine's own")
	}
	command := exec.Command("/proc/self/exe", "network")
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	_, err = os.Readlink("/proc/1/ns/net")
	if told := err == nil || numbersNetworks(); string(out) != fmt.Sprint(told) {
		t.Errorf("in a namespace of its own it says %s, want %v", out, told)
	}
	if own, _ := os.Readlink("/proc/self/ns/net"); own == initialNetwork && InOwnNetwork() {
		t.Error("the machine's own network is taken for another")
	}
}

func TestTimeLimitSaysWhatWasWaitedFor(t *testing.T) {
	requireNamespaces(t)
	c := caseOf("x.pkt", "0 `wait`\n")
	c.Request.Settings.Timeout = 50 * time.Millisecond
	result := runOne(t, Runner{limitSlack: time.Millisecond}, c)
	f := result.Failure()
	got := []any{result.Status, f.Class, f.Line, f.Diagnostic.Message}
	want := []any{run.StatusFailed, run.Timeout, 1, "the script was not over after 50ms, the time limit (--timeout)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// canceller ends the run at its first event.
type canceller struct {
	run.Ignore
	cancel context.CancelFunc
}

func (c canceller) Event(run.Event) { c.cancel() }

func TestInterruptReachesTheScript(t *testing.T) {
	requireNamespaces(t)
	ctx, cancel := context.WithCancel(t.Context())
	r := Runner{Jobs: 1, Observe: func(*Case, int) run.Observer { return canceller{cancel: cancel} }}
	var statuses []run.Status
	err := r.Run(ctx, []*Case{caseOf("x.pkt", "0 `wait`\n"), caseOf("y.pkt", "0 `pass`\n")}, func(r *Result) error {
		statuses = append(statuses, r.Status)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]run.Status{run.StatusInterrupted, run.StatusInterrupted}, statuses); diff != "" {
		t.Error(diff)
	}
}

// A runner that is killed takes everything with it, a command that ignores
// signals included.
func TestKilledRunnerLeavesNothing(t *testing.T) {
	requireNamespaces(t)
	if os.Geteuid() != 0 {
		t.Skip("root is needed: process IDs of a user's namespace cannot be chosen everywhere")
	}
	folder := t.TempDir()
	runner := exec.Command("/proc/self/exe", "runner", filepath.Join(folder, "x.pkt"))
	if err := runner.Start(); err != nil {
		t.Fatal(err)
	}
	defer runner.Wait()
	inside := waitForFile(t, filepath.Join(folder, "pid"))
	guards := childrenOf(t, runner.Process.Pid)
	if len(guards) != 1 {
		t.Fatalf("the runner has children %v, want one guard (the script's process is %s inside)", guards, inside)
	}
	scripts := childrenOf(t, guards[0])
	if len(scripts) != 1 {
		t.Fatalf("the guard has children %v, want one", scripts)
	}
	all := append(guards, scripts...)
	all = append(all, childrenOf(t, scripts[0])...)
	if err := runner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for _, pid := range all {
		for wait := 0; alive(pid); wait++ {
			if wait == 500 {
				t.Fatalf("process %d of %v is still there", pid, all)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

func waitForFile(t *testing.T, path string) string {
	t.Helper()
	for range 1000 {
		if data, err := os.ReadFile(path); err == nil {
			return strings.TrimSpace(string(data))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s did not appear", path)
	return ""
}

func childrenOf(t *testing.T, pid int) []int {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, task := range tasks {
		data, err := os.ReadFile(task)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Fields(string(data)) {
			child, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, child)
		}
	}
	return out
}

// alive reports whether a process is there and not just waiting to be reaped.
func alive(pid int) bool {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return false
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if state, ok := strings.CutPrefix(lines.Text(), "State:"); ok {
			return !strings.Contains(state, "Z") && !strings.Contains(state, "X")
		}
	}
	return false
}

func TestOutsideOptionsAreErrors(t *testing.T) {
	_, err := NewCase(source.NewFile("x.pkt", ""), Variant{}, Options{
		CommandLine: settings.Layer{Assignments: assignments("mss", "none")},
	})
	if err == nil || !strings.Contains(err.Error(), "--mss") {
		t.Errorf("got %v", err)
	}
}
