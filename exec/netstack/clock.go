package netstack

import (
	"container/heap"
	"math"
	"sync"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
)

// clock is the stack's clock. It stands still until it is moved: to the next
// timer, or to a time before it. Timers fire in the order of their times, those
// of one time in the order in which they were set.
type clock struct {
	mu     sync.Mutex
	now    int64 // nanoseconds
	timers timerHeap
	set    uint64 // how many times a timer was set
}

// epoch is what the clock shows when it is made, in nanoseconds: well above 0,
// which the stack takes for "not set" in places.
const epoch = int64(1_000_000 * time.Second)

// never is a time, in nanoseconds, that does not come.
const never = int64(math.MaxInt64)

var _ tcpip.Clock = (*clock)(nil)

func newClock() *clock { return &clock{now: epoch} }

func (c *clock) nanoseconds() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Now implements tcpip.Clock.
func (c *clock) Now() time.Time { return time.Unix(0, c.nanoseconds()) }

// NowMonotonic implements tcpip.Clock.
func (c *clock) NowMonotonic() tcpip.MonotonicTime {
	return tcpip.MonotonicTime{}.Add(time.Duration(c.nanoseconds()))
}

// AfterFunc implements tcpip.Clock. f runs on the goroutine that moves the
// clock, which holds none of the stack's locks.
func (c *clock) AfterFunc(d time.Duration, f func()) tcpip.Timer {
	t := &timer{clock: c, run: f, index: unset}
	t.Reset(d)
	return t
}

// next is when the next timer fires, or never.
func (c *clock) next() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timers) == 0 {
		return never
	}
	return c.timers[0].at
}

// moveTo moves the clock forward, to no later than the next timer.
func (c *clock) moveTo(at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timers) > 0 {
		at = min(at, c.timers[0].at)
	}
	c.now = max(c.now, at)
}

// fire runs one timer whose time has come, and reports whether there was one.
func (c *clock) fire() bool {
	c.mu.Lock()
	if len(c.timers) == 0 || c.timers[0].at > c.now {
		c.mu.Unlock()
		return false
	}
	t := heap.Pop(&c.timers).(*timer)
	c.mu.Unlock()
	t.run()
	return true
}

// timer implements tcpip.Timer.
type timer struct {
	clock *clock
	run   func()
	at    int64  // nanoseconds
	order uint64 // among timers of one time
	index int    // in the heap, or unset
}

const unset = -1

// Stop implements tcpip.Timer.
func (t *timer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	return t.stop()
}

func (t *timer) stop() bool {
	if t.index == unset {
		return false
	}
	heap.Remove(&t.clock.timers, t.index)
	return true
}

// Reset implements tcpip.Timer.
func (t *timer) Reset(d time.Duration) {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	t.stop()
	c.set++
	t.at, t.order = after(c.now, max(d, 0)), c.set
	heap.Push(&c.timers, t)
}

// after is a time that lies d after another, or never where there is no such
// time.
func after(at int64, d time.Duration) int64 {
	if int64(d) > never-at {
		return never
	}
	return at + int64(d)
}

// timerHeap implements heap.Interface.
type timerHeap []*timer

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool {
	if h[i].at != h[j].at {
		return h[i].at < h[j].at
	}
	return h[i].order < h[j].order
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	t.index = unset
	return t
}
