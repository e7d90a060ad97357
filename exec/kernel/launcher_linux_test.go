package kernel

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/run"
)

// retransmitting is a script with a retransmission timeout, which the kernel's
// timers round, and seconds to wait for.
const retransmitting = `--tolerance_usecs=10000
    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
   +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
   +0 bind(3, ..., ...) = 0
   +0 listen(3, 1) = 0
  +.1 < S 0:0(0) win 32792 <mss 1000>
   +0 > S. 0:0(0) ack 1 <mss 1460>
  +.1 < . 1:1(0) ack 1 win 32792
   +0 accept(3, ..., ...) = 4
   +0 write(4, ..., 1000) = 1000
   +0 > P. 1:1001(1000) ack 1
   +8 < . 1:1(0) ack 1 win 32792
`

// TestPlannedTimes holds that what the script does and what the stack does at
// once happens exactly when the script says, and that the stack is named.
func TestPlannedTimes(t *testing.T) {
	c := caseIn(t, t.TempDir(), "exact.pkt", retransmitting)
	began := time.Now()
	results, lines := runAll(t, Options{}, 1, c)
	if elapsed := time.Since(began); elapsed > 5*time.Second {
		t.Errorf("8 s of virtual time took %s", elapsed)
	}
	mustPass(t, results)
	for _, want := range []string{"6 inbound 100000", "7 outbound 100000", "10 call 200000", "12 inbound 8200000"} {
		if !strings.Contains(lines[0], want+"\n") {
			t.Errorf("nothing happened as %q says:\n%s", want, lines[0])
		}
	}
	if last, _ := results[0].Last(); !strings.HasPrefix(last.Verdict.Stack, "Linux ") {
		t.Errorf("the stack is called %q", last.Verdict.Stack)
	}
}

// TestSameEachTime holds that all runs of a script are the same, retransmissions
// included, in one guest or in several, side by side.
func TestSameEachTime(t *testing.T) {
	folder := t.TempDir()
	text := strings.Replace(retransmitting, "   +8 <",
		"  +.29~+.32 > P. 1:1001(1000) ack 1\n  +.58~+.64 > P. 1:1001(1000) ack 1\n   +8 <", 1)
	var cases []*suite.Case
	for i := range 30 {
		cases = append(cases, caseIn(t, folder, fmt.Sprintf("%d.pkt", i), text))
	}
	results, lines := runAll(t, Options{}, 3, cases...)
	mustPass(t, results)
	alone, isolated := runAll(t, Options{Isolate: true}, 2, cases[:3]...)
	mustPass(t, alone)
	for i, got := range append(lines, isolated...) {
		if got != lines[0] {
			t.Fatalf("run %d was another one:\n%s\nthan the first:\n%s", i, got, lines[0])
		}
	}
}

// TestPhases holds that the kernel's timers expire by where on its timer wheel a
// script starts.
func TestPhases(t *testing.T) {
	folder := t.TempDir()
	text := strings.Replace(retransmitting, "   +8 <", "  +.29~+.32 > P. 1:1001(1000) ack 1\n   +8 <", 1)
	seen := map[string]bool{}
	for phase := range 4 {
		results, lines := runAll(t, Options{Phase: phase}, 1, caseIn(t, folder, fmt.Sprintf("%d.pkt", phase), text))
		mustPass(t, results)
		seen[lines[0]] = true
	}
	if len(seen) < 2 {
		t.Errorf("the retransmission comes at the same time at all phases:\n%v", seen)
	}
}

// TestRealTime holds that the guest's time can go on as the host's.
func TestRealTime(t *testing.T) {
	began := time.Now()
	c := caseIn(t, t.TempDir(), "real.pkt",
		"--tolerance_usecs=200000\n0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n+1 close(3) = 0\n")
	results, _ := runAll(t, Options{RealTime: true}, 1, c)
	mustPass(t, results)
	if elapsed := time.Since(began); elapsed < time.Second {
		t.Errorf("a second of real time took %s", elapsed)
	}
}

// TestFailure holds that a mismatch and a failing command are told with what is
// known of them.
func TestFailure(t *testing.T) {
	folder := t.TempDir()
	results, _ := runAll(t, Options{}, 1,
		caseIn(t, folder, "result.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = -1\n"),
		caseIn(t, folder, "command.pkt", "0 `echo out; echo err >&2; exit 7`\n"),
		caseIn(t, folder, "good.pkt", "0 `true`\n"))
	if f := results[0].Failure(); f == nil || f.Class != run.Mismatch || f.Line != 2 {
		t.Errorf("a wrong result gives %+v", f)
	}
	for _, want := range []string{"7", "out\n", "err"} {
		if text := explain(results[1]); !strings.Contains(text, want) {
			t.Errorf("a command that fails gives %s", text)
		}
	}
	mustPass(t, results[2:])
}

// TestBadKernel holds that a program which is no kernel is told as what it is.
func TestBadKernel(t *testing.T) {
	c := caseIn(t, t.TempDir(), "a.pkt", "0 `true`\n")
	l, err := NewLauncher(Options{Program: "/bin/false"}, []*suite.Case{c})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := suite.Runner{Launcher: l, Jobs: 1}
	err = r.Run(t.Context(), []*suite.Case{c}, func(r *suite.Result) error {
		if r.Status != run.StatusBroken || !strings.Contains(explain(r), "the kernel ended: exit status 1") {
			t.Errorf("%s: %s", r.Status, explain(r))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNothingIsLeft holds that a launcher takes its folder and its guests away.
func TestNothingIsLeft(t *testing.T) {
	c := caseIn(t, t.TempDir(), "a.pkt", "0 `true`\n")
	l, err := NewLauncher(Options{Program: testKernel(t)}, []*suite.Case{c})
	if err != nil {
		t.Fatal(err)
	}
	r := suite.Runner{Launcher: l, Jobs: 1}
	if err := r.Run(t.Context(), []*suite.Case{c}, func(*suite.Result) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if processes(t, l.folder.path) == 0 {
		t.Error("no guest waits for the next script")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(l.folder.path); !os.IsNotExist(err) || processes(t, l.folder.path) > 0 {
		t.Errorf("left behind: %v, %d processes", err, processes(t, l.folder.path))
	}
}
