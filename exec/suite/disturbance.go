package suite

import (
	"fmt"
	"strings"
	"time"
)

// Disturbance is by how much this host kept a run from the processors in a window
// of time.
type Disturbance struct {
	Window time.Duration // how long that was
	// Stolen is how long a hypervisor ran something else (proc_stat(5)).
	Stolen time.Duration
	// Softirq is how long the kernel threads that do the stack's deferred work
	// waited for a processor, on all processors together (ksoftirqd).
	Softirq time.Duration
	// Waiting is for how long some task waited for a processor
	// (Documentation/accounting/psi.rst).
	Waiting time.Duration
}

// From these on a measure can have made a packet late: a tick of the clock that
// counts stolen time, a quarter of a script's usual tolerance for the softirq,
// and that tolerance for what else waited.
const (
	stolenMatters  = 10 * time.Millisecond
	softirqMatters = time.Millisecond
	waitingMatters = 4 * time.Millisecond
)

// Matters reports whether the host can be to blame for a wrong time.
func (d Disturbance) Matters() bool { return d.String() != "" }

// String says what the host did, such as "the hypervisor took 20 ms of the last
// 300 ms"; empty where nothing of it matters.
func (d Disturbance) String() string {
	var parts []string
	add := func(measured, matters time.Duration, what string) {
		if measured >= matters {
			parts = append(parts, fmt.Sprintf("%s %.1f ms", what, float64(measured)/1e6))
		}
	}
	add(d.Stolen, stolenMatters, "a hypervisor took")
	add(d.Softirq, softirqMatters, "ksoftirqd waited")
	add(d.Waiting, waitingMatters, "tasks waited for a processor for")
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("in the %.0f ms before the failure %s", float64(d.Window)/1e6, strings.Join(parts, ", "))
}

// hostLoad is what has been counted since the host started; the measures are
// those of Disturbance. One that the host does not have stays 0.
type hostLoad struct {
	at                       time.Time
	stolen, softirq, waiting time.Duration
}

// since is what happened from an earlier count on.
func (l hostLoad) since(earlier hostLoad) Disturbance {
	return Disturbance{Window: l.at.Sub(earlier.at), Stolen: l.stolen - earlier.stolen,
		Softirq: l.softirq - earlier.softirq, Waiting: l.waiting - earlier.waiting}
}

// loadInterval is how often at most the load is read while a script runs, so that
// reading is no load of its own. There is no timer either, which would be one.
const loadInterval = 20 * time.Millisecond

// loadWatch keeps the load of the time before a failure. It reads it when
// something is heard of the script.
type loadWatch struct {
	read         func() hostLoad
	before, last hostLoad
}

func newLoadWatch(read func() hostLoad) *loadWatch {
	first := read()
	return &loadWatch{read: read, before: first, last: first}
}

// heard is called when the script tells something.
func (w *loadWatch) heard(now time.Time) {
	if now.Sub(w.last.at) >= loadInterval {
		w.before, w.last = w.last, w.read()
	}
}

// end is the disturbance since about the event before the end.
func (w *loadWatch) end() Disturbance { return w.read().since(w.before) }
