package suite

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

func TestProgress(t *testing.T) {
	begin := time.Now()
	now := begin
	var out bytes.Buffer
	p := progress{w: &out, terminal: true, cases: 3, now: func() time.Time { return now }}
	a, b := fakeCase(t, "a.pkt", "0 `pass`\n"), fakeCase(t, "b.pkt", "0 `pass`\n")
	p.started(a)
	now = begin.Add(2 * time.Second)
	p.started(b)
	p.mutex.Lock()
	if got, want := p.line(), "0 of 3 scripts; running a.pkt (2 s), b.pkt (0 s)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.mutex.Unlock()
	p.finished(&Result{Case: a, Status: run.StatusFailed})
	p.finished(&Result{Case: b, Status: run.StatusFailed, postponed: true})
	p.mutex.Lock()
	if got, want := p.line(), "1 of 3 scripts, 1 failed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.mutex.Unlock()
	out.Reset()
	p.aside(func() { out.WriteString("said\n") })
	if got, want := out.String(), "\r\x1b[Ksaid\n1 of 3 scripts, 1 failed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	out.Reset()
	p.end()
	p.aside(func() {})
	if got := out.String(); got != "\r\x1b[K" {
		t.Errorf("%q after the end", got)
	}
	if got := cut(strings.Repeat("é", 90), lineWidth); len([]rune(got)) != lineWidth {
		t.Errorf("a line of %d signs", len([]rune(got)))
	}
}

// TestNoProgress holds that nothing is written where nobody looks.
func TestNoProgress(t *testing.T) {
	p := progress{now: time.Now}
	c := fakeCase(t, "a.pkt", "0 `pass`\n")
	p.started(c)
	p.finished(&Result{Case: c, Status: run.StatusPassed})
	p.aside(func() {})
	p.end()
}

func TestEnding(t *testing.T) {
	var e ending
	add := func(name string, s run.Status, seconds int) {
		c := fakeCase(t, name, "0 `pass`\n")
		failure := run.Failed(run.Failure{Class: run.Mismatch, Line: 7})
		failure.Failures[0].Diagnostic.Message = "another packet"
		if s == run.StatusPassed {
			failure = run.Verdict{Passed: true}
		}
		e.add(&Result{Case: c, Status: s, Attempts: []Attempt{{Verdict: failure,
			Elapsed: time.Duration(seconds) * time.Second}}})
	}
	for i := range 10 {
		add("p.pkt", run.StatusPassed, i)
	}
	add("a.pkt", run.StatusFailed, 1)
	add("b.pkt", run.StatusBroken, 20)
	var out bytes.Buffer
	e.write(&out, false, "pkt run --last-failed x")
	want := "slowest: b.pkt 20.0 s, p.pkt 9.0 s, p.pkt 8.0 s\n" +
		"failed a.pkt:7: another packet\nbroken b.pkt:7: another packet\nrun these again: pkt run --last-failed x\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
