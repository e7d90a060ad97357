//go:build linux

package linux

import "testing"

// TestStart holds that a script starts soon, within the time that the wheel of
// the kernel's timers takes to come round, and that nothing is owed then. That it
// is the same tick each time shows in exec/kernel: on a clock that goes on by
// itself the edges are seen late.
func TestStart(t *testing.T) {
	c := newVirtualClock()
	c.owed = 1
	tick := tickLength()
	now := int64(c.now())
	start := int64(c.start(0))
	if start <= now || start > now+(wheel+200)*tick/1000 {
		t.Errorf("it is %d µs; the start is %d µs later", now, start-now)
	}
	if len(c.waits) != 1 || c.owed != 0 {
		t.Errorf("%d waits, %d owed at the start", len(c.waits), c.owed)
	}
}
