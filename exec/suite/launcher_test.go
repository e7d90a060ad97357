package suite

import (
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// launcher is one that starts no process. A script whose only command is "hang"
// goes on until it is killed, and cannot be interrupted.
type launcher struct {
	mu       sync.Mutex
	launched []string
	err      error
	verdict  *run.Verdict // of each script; nil for one that passed
}

func (l *launcher) Launch(c *Case) (Process, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.launched = append(l.launched, c.Request.Path)
	verdict := run.Verdict{Passed: true, Stack: "a stack of the test"}
	if l.verdict != nil {
		verdict = *l.verdict
	}
	return &fakeProcess{verdict: verdict, hangs: c.Request.Text == "0 `hang`\n", killed: make(chan struct{})}, l.err
}

type fakeProcess struct {
	verdict run.Verdict
	hangs   bool
	killed  chan struct{}
}

func (p *fakeProcess) Lines() iter.Seq[any] {
	return func(yield func(any) bool) {
		if p.hangs {
			<-p.killed
			return
		}
		yield(run.VerdictLine{Verdict: p.verdict})
	}
}

func (p *fakeProcess) Interrupt() {}
func (p *fakeProcess) Kill()      { close(p.killed) }
func (p *fakeProcess) Wait() error {
	if p.hangs {
		return errors.New("killed")
	}
	return nil
}
func (p *fakeProcess) Output(int) []string { return []string{"printed"} }

func fakeCase(t *testing.T, path, text string) *Case {
	t.Helper()
	c, err := NewCase(source.NewFile(path, text), Variant{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestOtherLauncher holds that a runner needs nothing but its launcher.
func TestOtherLauncher(t *testing.T) {
	var l launcher
	cases := []*Case{fakeCase(t, "a.pkt", "0 `pass`\n"), fakeCase(t, "b.pkt", "0 `pass`\n")}
	r := Runner{Launcher: &l, Jobs: 2}
	var got []*Result
	if err := r.Run(t.Context(), cases, func(r *Result) error { got = append(got, r); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(l.launched)
	if !slices.Equal(l.launched, []string{"a.pkt", "b.pkt"}) {
		t.Errorf("launched %q", l.launched)
	}
	for _, r := range got {
		last, ok := r.Last()
		if !ok || r.Status != run.StatusPassed || last.Verdict.Stack != "a stack of the test" ||
			!slices.Equal(last.Output, []string{"printed"}) {
			t.Errorf("%s: %s, %+v", r.Case.Name(), r.Status, last)
		}
	}
}

// TestLauncherFails holds that a case which cannot be started is not a failure of
// the script.
func TestLauncherFails(t *testing.T) {
	r := Runner{Launcher: &launcher{err: errors.New("no room")}, Jobs: 1}
	got := r.run(t.Context(), fakeCase(t, "a.pkt", "0 `pass`\n"))
	if got.Status != run.StatusBroken || got.Failure().Diagnostic.Message != "no room" {
		t.Errorf("%s, %+v", got.Status, got.Failure())
	}
}

// TestKillAfterLimit holds that what does not heed an interruption is killed.
func TestKillAfterLimit(t *testing.T) {
	c := fakeCase(t, "a.pkt", "0 `hang`\n")
	c.Request.Settings.Timeout = time.Millisecond
	r := Runner{Launcher: &launcher{}, Jobs: 1, limitSlack: time.Millisecond, limitGrace: time.Millisecond}
	got := r.run(t.Context(), c)
	if got.Status != run.StatusFailed || got.Failure().Class != run.Timeout {
		t.Errorf("%s, %+v", got.Status, got.Failure())
	}
}
