package resultfile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/run"
)

func sample() *Results {
	line := func(script, variant string, r run.Result) run.ResultLine {
		return run.ResultLine{Case: run.Case{Script: script, Variant: variant}, Result: r}
	}
	broken := run.Result{Status: run.StatusFailed, Class: run.Mismatch, Seconds: 0.25, Reference: "t/b.pkt:3: error",
		Diagnostics: []report.Object{{Rule: "run/packet", Severity: "error", Message: "win < 3 # & not 4",
			Path: "t/b.pkt"}}}
	return &Results{Seconds: 2, Lines: []run.ResultLine{
		line("t/a.pkt", "ipv4", run.Result{Status: run.StatusPassed, Seconds: 0.5}),
		line("t/a.pkt", "ipv6", run.Result{Status: run.StatusFlaky, Seconds: 1,
			Earlier: []run.Attempt{{Class: run.Late, Line: 3, Reference: "timing error", Disturbance: "busy"}}}),
		line("t/b.pkt", "", broken),
		line("u/c.pkt", "", run.Result{Status: run.StatusSkipped, Reason: "no ethtool"}),
		line("u/d.pkt", "", run.Result{Status: run.StatusXFail, Reason: "a bug"}),
		line("u/e.pkt", "", run.Result{Status: run.StatusRefused, Class: run.Refused, Reference: "u/e.pkt:1: syntax"}),
	}}
}

func text(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTAP(t *testing.T) {
	got := text(t, func(b *bytes.Buffer) error { return sample().TAP(b) })
	want := `TAP version 13
1..6
ok 1 - t/a.pkt (ipv4)
ok 2 - t/a.pkt (ipv6)
not ok 3 - t/b.pkt
# t/b.pkt:0:0: error: win < 3 # & not 4 [run/packet]
ok 4 - u/c.pkt # SKIP no ethtool
not ok 5 - u/d.pkt # TODO a bug
not ok 6 - u/e.pkt
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestProve lets another program judge the protocol: Perl's prove.
func TestProve(t *testing.T) {
	prove, err := exec.LookPath("prove")
	if err != nil {
		t.Skip("prove, of Perl, is not here")
	}
	for status, want := range map[run.Status]bool{run.StatusPassed: true, run.StatusFailed: false} {
		r := sample()
		r.Lines[2].Status, r.Lines[5].Status = status, status
		file := filepath.Join(t.TempDir(), "a.tap")
		out := text(t, func(b *bytes.Buffer) error { return r.TAP(b) })
		if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(prove, "--exec", "cat", file).CombinedOutput()
		if (err == nil) != want {
			t.Errorf("%s: %v\n%s", status, err, said)
		}
	}
}

func TestKTAP(t *testing.T) {
	got := text(t, func(b *bytes.Buffer) error { return sample().KTAP(b) })
	want := `KTAP version 1
1..5
  KTAP version 1
  1..2
  ok 1 ipv4
  ok 2 ipv6
ok 1 t/a.pkt
# t/b.pkt:0:0: error: win < 3 # & not 4 [run/packet]
not ok 2 t/b.pkt
ok 3 u/c.pkt # SKIP no ethtool
ok 4 u/d.pkt # XFAIL a bug
not ok 5 u/e.pkt # ERROR u/e.pkt:1: syntax
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// By the rules of the kernel's parser each plan is met in order, and no
	// result has a `#` but before its directive.
	result := regexp.MustCompile(`^( *)(?:not )?ok (\d+) [^#]+(?: # (?:SKIP|XFAIL|TIMEOUT|ERROR) [^#]*)?$`)
	next := map[string]int{}
	for line := range strings.Lines(got) {
		line = strings.TrimRight(line, "\n")
		if trimmed := strings.TrimLeft(line, " "); strings.HasPrefix(trimmed, "KTAP") {
			next[line[:len(line)-len(trimmed)]] = 1
		} else if !strings.HasPrefix(trimmed, "#") && !strings.HasPrefix(trimmed, "1..") {
			m := result.FindStringSubmatch(line)
			if m == nil || m[2] != strconv.Itoa(next[m[1]]) {
				t.Fatalf("%q after %v", line, next)
			}
			next[m[1]]++
		}
	}
}

func TestJUnit(t *testing.T) {
	var got junitSuites
	out := text(t, func(b *bytes.Buffer) error { return sample().JUnit(b) })
	if err := xml.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(got.Suites) != 2 || got.Time != "2.000" {
		t.Fatalf("%+v", got)
	}
	first, second := got.Suites[0], got.Suites[1]
	if first.Name != "t" || first.Tests != 3 || first.Failures != 1 || first.Errors != 0 || first.Time != "1.750" {
		t.Errorf("%+v", first)
	}
	if second.Tests != 3 || second.Skipped != 2 || second.Errors != 1 {
		t.Errorf("%+v", second)
	}
	a, b := first.Cases[1], first.Cases[2]
	if a.Name != "a.pkt (ipv6)" || a.File != "t/a.pkt" || a.Time != "1.000" || len(a.Flaky) != 1 ||
		a.Flaky[0].Type != "late" || a.Flaky[0].Trace != "busy" || a.Failure != nil {
		t.Errorf("%+v", a)
	}
	if b.Failure == nil || b.Failure.Message != "win < 3 # & not 4" || b.Failure.Type != "mismatch" ||
		!strings.Contains(b.Failure.Text, "[run/packet]") {
		t.Errorf("%+v", b)
	}
	if c := second.Cases[0]; c.Skipped == nil || c.Skipped.Message != "no ethtool" {
		t.Errorf("%+v", c)
	}
}

func TestRead(t *testing.T) {
	const one = `{"type":"event","script":"a.pkt","index":0,"line":2,"kind":"call","planned":0,"actual":0}
{"type":"result","script":"a.pkt","status":"passed","attempts":1,"seconds":1,"diagnostics":[]}
{"type":"summary","counts":{"passed":1},"seconds":3,"exit_code":0}
`
	var r Results
	for _, in := range []string{one, strings.ReplaceAll(one, "a.pkt", "b.pkt")} {
		if err := r.Read(strings.NewReader(in)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.Lines) != 2 || r.Seconds != 3 || r.Counts()[run.StatusPassed] != 2 {
		t.Errorf("%+v", r)
	}
	killed := one[:strings.Index(one, `{"type":"summary"`)]
	for _, cut := range []string{killed, "", `{"type":"summary","counts":{"passed":2}}`} {
		if err := new(Results).Read(strings.NewReader(cut)); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%q: %v", cut, err)
		}
	}
}
