package stack

import (
	"slices"
	"sync"
	"time"
)

// VirtualClock is a clock that stands still while anything runs, and goes on to
// the next time that somebody waits for when the thread of the events waits. Its
// zero value shows 0 and is ready for use.
//
// A call that blocks, on a thread of its own, waits with Await. When the clock
// comes to that time, it stands still until the call has read it (Now), so that
// what the call says of its end is exact.
type VirtualClock struct {
	mu          sync.Mutex
	changed     sync.Cond // something of the following did
	now         Time
	interrupted bool
	sleepers    []Time // of Await
	woken       int    // sleepers whose time has come and that have not read it
}

// lock also makes the zero value work.
func (c *VirtualClock) lock() {
	c.mu.Lock()
	c.changed.L = &c.mu
}

// Now implements Clock.
func (c *VirtualClock) Now() Time {
	c.lock()
	defer c.mu.Unlock()
	if c.woken > 0 {
		c.woken--
		c.changed.Broadcast()
	}
	return c.now
}

// SleepUntil implements Clock.
func (c *VirtualClock) SleepUntil(t Time) { c.Wait(nil, t) }

// Interrupt implements Clock.
func (c *VirtualClock) Interrupt() {
	c.lock()
	defer c.mu.Unlock()
	c.interrupted = true
	c.changed.Broadcast()
}

// Interrupted reports whether Interrupt was called.
func (c *VirtualClock) Interrupted() bool {
	c.lock()
	defer c.mu.Unlock()
	return c.interrupted
}

// Await waits, on another thread than that of the events, until the clock comes
// to t. It reports false where it was interrupted before.
func (c *VirtualClock) Await(t Time) bool {
	c.lock()
	defer c.mu.Unlock()
	if t <= c.now || c.interrupted {
		return !c.interrupted
	}
	c.sleepers = append(c.sleepers, t)
	c.changed.Broadcast()
	for c.now < t && !c.interrupted {
		c.changed.Wait()
	}
	if i := slices.Index(c.sleepers, t); i >= 0 { // interrupted
		c.sleepers = slices.Delete(c.sleepers, i, i+1)
	}
	return c.now >= t
}

// settling is how long, on the clock of the machine, a call that was woken may
// take to read the clock, and one that is to end soon may take to end.
const settling = 100 * time.Millisecond

// Wait implements Clock. A call that ends done and waits for nothing has a moment
// of the machine's time to do so.
func (c *VirtualClock) Wait(done <-chan struct{}, t Time) bool {
	for !closed(done) && c.step(t) {
	}
	if done != nil && !c.Interrupted() {
		timer := time.NewTimer(settling)
		defer timer.Stop()
		select {
		case <-done:
		case <-timer.C:
		}
	}
	if closed(done) {
		return true
	}
	c.lock()
	defer c.mu.Unlock()
	c.advance(t)
	return false
}

// asleep reports whether somebody waits with Await.
func (c *VirtualClock) asleep() bool {
	c.lock()
	defer c.mu.Unlock()
	return len(c.sleepers) > 0
}

// step wakes the sleeper whose time comes first and waits until that one has read
// the clock. It reports false where nobody's time comes by t.
func (c *VirtualClock) step(t Time) bool {
	c.lock()
	defer c.mu.Unlock()
	if c.interrupted || len(c.sleepers) == 0 || slices.Min(c.sleepers) > t {
		return false
	}
	slices.Sort(c.sleepers)
	first := c.sleepers[0]
	c.sleepers = slices.Delete(c.sleepers, 0, 1)
	c.woken++
	c.advance(first)
	c.changed.Broadcast()
	stuck := time.AfterFunc(settling, func() {
		c.lock()
		defer c.mu.Unlock()
		c.woken = 0
		c.changed.Broadcast()
	})
	defer stuck.Stop()
	for c.woken > 0 && !c.interrupted {
		c.changed.Wait()
	}
	return true
}

// advance moves the clock, but never back.
func (c *VirtualClock) advance(t Time) {
	if t > c.now && !c.interrupted {
		c.now = t
	}
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
