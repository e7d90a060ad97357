package stack

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// VirtualClock is a clock that moves only when everybody waits: on to the next
// time that somebody waits for. Its zero value shows 0, belongs to a run whose
// thread of the events is at work, and is ready for use.
//
// Time stands still while a thread of the run is at work (see Work), and while
// the stack itself is (see Settle). So a run is a sequence of steps that depend on
// nothing but what happened before: not on the load of the machine, nor on how
// many processors it has.
//
// Whoever waits, for a time, a packet or in a call that blocks, does so in one of
// the methods here, and goes on alone: of several that may go on, the one that
// has waited longest does, and the others when that one waits again.
type VirtualClock struct {
	// Settle, where set, returns when the stack has nothing left to do at the
	// present time. What it does then depends on nothing but what it was told.
	Settle func()

	timers timers

	interrupted atomic.Bool

	mu      sync.Mutex
	more    int       // threads at work beside that of the events
	waiting []*waiter // those that wait, the longest first
}

// waiter is a thread that waits.
type waiter struct {
	ready   func() bool // whether what it waits for is there; may be nil
	until   time.Duration
	outcome Outcome
	wake    chan struct{}
}

// Outcome is why a wait ended.
type Outcome uint8

// How a wait ends.
const (
	Ready       Outcome = iota // what was waited for is there
	Expired                    // its time is over
	Interrupted                // the run is over
	Stuck                      // nothing can happen any more, whatever the time
)

// Forever is a time that does not come.
const Forever = time.Duration(math.MaxInt64)

// Elapsed is what the clock shows: for how long it has run.
func (c *VirtualClock) Elapsed() time.Duration { return c.timers.present() }

// Now implements Clock.
func (c *VirtualClock) Now() Time { return Time(c.Elapsed().Microseconds()) }

// elapsedAt is a time as the clock shows it.
func elapsedAt(t Time) time.Duration {
	if t > Time(Forever.Microseconds()) {
		return Forever
	}
	return time.Duration(t) * time.Microsecond
}

// SleepUntil implements Clock.
func (c *VirtualClock) SleepUntil(t Time) {
	if t > c.Now() {
		c.Await(nil, elapsedAt(t))
		return
	}
	c.Await(nil, c.Elapsed()) // let the others go on that may
}

// Wait implements Clock.
func (c *VirtualClock) Wait(done <-chan struct{}, t Time) bool {
	isDone := func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	}
	return isDone() || c.Await(isDone, elapsedAt(t)) == Ready
}

// Work implements Clock.
func (c *VirtualClock) Work(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.more += n
	c.advanceIfIdle()
}

// Await waits until ready reports true, which may be nil, or until the clock
// shows a time. ready is called whenever the stack has settled, by whatever
// thread moves the clock, and by one at a time.
func (c *VirtualClock) Await(ready func() bool, until time.Duration) Outcome {
	c.mu.Lock()
	if c.interrupted.Load() {
		c.mu.Unlock()
		return Interrupted
	}
	w := &waiter{ready: ready, until: until, wake: make(chan struct{}, 1)}
	c.waiting = append(c.waiting, w)
	c.more--
	c.advanceIfIdle()
	c.mu.Unlock()
	<-w.wake
	return w.outcome
}

// AwaitTime is Await until a time of a run.
func (c *VirtualClock) AwaitTime(ready func() bool, t Time) Outcome {
	return c.Await(ready, elapsedAt(t))
}

// Waiting reports whether a thread waits.
func (c *VirtualClock) Waiting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.waiting) > 0
}

// Interrupt implements Clock.
func (c *VirtualClock) Interrupt() {
	c.interrupted.Store(true)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.release(Interrupted)
}

// Interrupted reports whether Interrupt was called.
func (c *VirtualClock) Interrupted() bool { return c.interrupted.Load() }

// advanceIfIdle lets the stack work and time pass, if nobody is at work, until
// somebody may go on. All timers of a time fire before it is the end of a wait.
func (c *VirtualClock) advanceIfIdle() {
	const events = 1 // the thread of the events
	for c.more+events == 0 && len(c.waiting) > 0 {
		if c.interrupted.Load() {
			c.release(Interrupted)
			return
		}
		if c.Settle != nil {
			c.Settle()
		}
		if c.resume(Ready, func(w *waiter) bool { return w.ready != nil && w.ready() }) || c.timers.fire() {
			continue
		}
		now := c.timers.present()
		if c.resume(Expired, func(w *waiter) bool { return w.until <= now }) {
			continue
		}
		next := c.timers.next()
		for _, w := range c.waiting {
			next = min(next, w.until)
		}
		if next == Forever {
			c.release(Stuck)
			return
		}
		c.timers.moveTo(next)
	}
}

// resume wakes the first one that may go on, and reports whether there was one.
func (c *VirtualClock) resume(o Outcome, may func(*waiter) bool) bool {
	for i, w := range c.waiting {
		if may(w) {
			c.waiting = append(c.waiting[:i], c.waiting[i+1:]...)
			c.wake(w, o)
			return true
		}
	}
	return false
}

// release wakes all.
func (c *VirtualClock) release(o Outcome) {
	for _, w := range c.waiting {
		c.wake(w, o)
	}
	c.waiting = nil
}

func (c *VirtualClock) wake(w *waiter, o Outcome) {
	w.outcome = o
	c.more++
	w.wake <- struct{}{}
}
