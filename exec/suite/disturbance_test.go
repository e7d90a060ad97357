package suite

import (
	"slices"
	"testing"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// loads is a host that tells one load after the other, and then the last one.
func loads(all ...hostLoad) func() hostLoad {
	return func() hostLoad {
		l := all[0]
		if len(all) > 1 {
			all = all[1:]
		}
		return l
	}
}

func TestDisturbance(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		d    Disturbance
		want string
	}{
		{Disturbance{}, ""},
		{Disturbance{Window: 100 * ms, Stolen: 9 * ms, Softirq: 900 * time.Microsecond, Waiting: 3 * ms}, ""},
		{Disturbance{Window: 100 * ms, Stolen: 20 * ms}, "in the 100 ms before the failure a hypervisor took 20.0 ms"},
		{Disturbance{Window: 30 * ms, Softirq: 5 * ms, Waiting: 7 * ms},
			"in the 30 ms before the failure ksoftirqd waited 5.0 ms, tasks waited for a processor for 7.0 ms"},
	} {
		if got := test.d.String(); got != test.want || test.d.Matters() != (test.want != "") {
			t.Errorf("%+v: %q, want %q", test.d, got, test.want)
		}
	}
}

// TestLoadWatch holds that the window of a failure begins a little before it.
func TestLoadWatch(t *testing.T) {
	begin := time.Now()
	at := func(n int) time.Time { return begin.Add(time.Duration(n) * time.Millisecond) }
	w := newLoadWatch(loads(hostLoad{at: at(0)}, hostLoad{at: at(100), stolen: time.Second},
		hostLoad{at: at(150), stolen: time.Second}, hostLoad{at: at(160), stolen: time.Second}))
	for _, n := range []int{5, 100, 110, 150} {
		w.heard(at(n))
	}
	if d := w.end(); d.Window != 60*time.Millisecond || d.Stolen != 0 {
		t.Errorf("%+v", d)
	}
}

// lateOnce is a launcher whose scripts fail by a class the first times.
type lateOnce struct {
	launcher
	class run.Class
	times int
}

func (l *lateOnce) Launch(c *Case) (Process, error) {
	if l.verdict = nil; l.times > 0 && c.Script.File.Name == "late.pkt" {
		l.times--
		v := run.Failed(run.Failure{Class: l.class, Line: 1})
		l.verdict = &v
	}
	return l.launcher.Launch(c)
}

func TestAgainAlone(t *testing.T) {
	var waiting time.Duration
	busy := func() hostLoad {
		waiting += time.Second
		return hostLoad{at: time.Now(), waiting: waiting}
	}
	quiet := func() hostLoad { return hostLoad{at: time.Now()} }
	for _, test := range []struct {
		name     string
		class    run.Class
		load     func() hostLoad
		times    int
		want     run.Status
		attempts int
	}{
		{"late on a quiet host stands", run.Late, quiet, 1, run.StatusFailed, 1},
		{"late on a busy host", run.Late, busy, 1, run.StatusFlaky, 2},
		{"late on a busy host each time", run.Late, busy, 9, run.StatusFailed, 3},
		{"the runner was late", run.HarnessLate, quiet, 1, run.StatusFlaky, 2},
		{"another packet on a busy host stands", run.Mismatch, busy, 1, run.StatusFailed, 1},
	} {
		l := &lateOnce{class: test.class, times: test.times}
		r := Runner{Launcher: l, Jobs: 1, Alone: 2, load: test.load}
		var order []string
		var late *Result
		err := r.Run(t.Context(), []*Case{fakeCase(t, "late.pkt", "0 `pass`\n"), fakeCase(t, "b.pkt", "0 `pass`\n")},
			func(r *Result) error {
				order = append(order, r.Case.Name())
				if r.Case.Name() == "late.pkt" {
					late = r
				}
				return nil
			})
		if err != nil || late == nil || late.Status != test.want || len(late.Attempts) != test.attempts {
			t.Errorf("%s: %+v, %v", test.name, late, err)
			continue
		}
		again := test.attempts > 1
		if last := order[len(order)-1] == "late.pkt"; len(order) != 2 || last != again {
			t.Errorf("%s: order %q", test.name, order)
		}
		if again && !slices.Equal(l.launched[:3], []string{"late.pkt", "b.pkt", "late.pkt"}) {
			t.Errorf("%s: launched %q", test.name, l.launched)
		}
		if _, disturbed := late.Disturbed(); disturbed != (test.want == run.StatusFlaky) {
			t.Errorf("%s: disturbed %v", test.name, disturbed)
		}
	}
}
