//go:build linux

package linux

import (
	"testing"
	"time"

	"github.com/pktlang/pkt/exec/stack"
)

// at is a clock whose last wait was over at 1 s, when the script's clock was
// 20 µs behind.
func at(t *testing.T) *virtualClock {
	t.Helper()
	c := newVirtualClock()
	c.offset = 0
	c.waits = []wait{{kernel: 500_000_000}, {kernel: 1_000_000_000, behind: 20_000, instant: kernelReadings}}
	return c
}

// TestInstant holds that what happens right after a wait happened at its time,
// and what happens later does not.
func TestInstant(t *testing.T) {
	for _, test := range []struct {
		kernel int64
		want   stack.Time
	}{
		{1_000_000_000, 999_980},
		{1_000_000_000 + kernelReadings, 999_980},
		{1_000_000_000 + kernelReadings + 1_000, 999_991},
		{1_100_000_000, 1_099_980},
		{500_000_000, 500_000}, // before the last wait: as far behind as it was then
		{700_000_000, 700_000},
	} {
		if got, _ := at(t).script(test.kernel); got != test.want {
			t.Errorf("%d ns is %d µs, want %d", test.kernel, got, test.want)
		}
	}
}

// TestReadings holds that the process's own readings of the clock count for
// nothing, however many they are.
func TestReadings(t *testing.T) {
	c := at(t)
	for range 1000 {
		c.read()
	}
	if got, _ := c.script(1_000_000_000 + 1000*reading); got != 999_980 {
		t.Errorf("after 1000 readings it is %d µs, want 999980", got)
	}
}

// TestNeighbours holds that times which differ by a reading, as those of a tick
// do, are the same microsecond.
func TestNeighbours(t *testing.T) {
	for _, ns := range []int64{0, reading, 2 * reading, 448} {
		if got, _ := at(t).script(1_234_000_000 + ns); got != 1_233_980 {
			t.Errorf("%d ns after the tick it is %d µs, want 1233980", ns, got)
		}
	}
}

// TestOwed holds what an answer and calls take of the kernel's time: the same
// whether or not the kernel has read the clock a few times more.
func TestOwed(t *testing.T) {
	for _, readings := range []int64{1, 5, 20} {
		c := at(t)
		if got := c.sent(1_000_000_000+readings*reading, true); got != 999_980 {
			t.Errorf("a packet is of %d µs, want 999980", got)
		}
		if c.owed != latency {
			t.Errorf("an answer takes %d ns, want %d", c.owed, latency)
		}
	}
	c := at(t)
	c.sent(1_050_000_000, true)
	if last := c.last(); last.kernel != 1_050_000_000 || last.behind != 20_000 || c.owed != latency {
		t.Errorf("a packet that was waited for leaves %+v, %d owed", *last, c.owed)
	}
}

// TestOwedIsPaid holds that the script's clock does not see what is owed, and
// that the kernel's does.
func TestOwedIsPaid(t *testing.T) {
	c := newVirtualClock()
	c.reached(kernelTime(1), 0)
	before := c.last().kernel
	shown, _ := c.script(before)
	c.owed = 3_000_000
	c.sleepUntil(shown)
	after := c.last()
	if after.behind != 3_000_000 || after.kernel-before < 2_999_000 || after.kernel%reading != 0 || c.owed != 0 {
		t.Errorf("a wait left %+v, %d owed; it began at %d", *after, c.owed, before)
	}
	if got, _ := c.script(after.kernel); got != shown {
		t.Errorf("the script's clock shows %d after the wait, want %d", got, shown)
	}
}

// TestCommandTakesNoTime holds that a command that did not sleep took none.
func TestCommandTakesNoTime(t *testing.T) {
	c := newVirtualClock()
	c.reached(kernelTime(1), 0)
	shown, _ := c.script(c.last().kernel)
	c.ran()
	if c.owed != command {
		t.Errorf("a short command takes %d ns of the kernel's time, want %d", c.owed, command)
	}
	if got, _ := c.script(c.last().kernel + 8_000); got != shown {
		t.Errorf("after it the script's clock shows %d, want %d", got, shown)
	}
	c.owed = 0
	time.Sleep(running)
	c.ran()
	if c.owed != 0 {
		t.Errorf("a command that slept takes %d ns more", c.owed)
	}
}
