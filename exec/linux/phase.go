//go:build linux

package linux

import (
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/stack"
)

// wheel is the number of ticks by whose divisors the kernel's timers are rounded
// where they expire within 32 s, at 1,000 ticks a second (kernel/time/timer.c):
// a script whose start is the same modulo wheel sees them expire at the same
// times.
const wheel = 4096

// start is a time a quarter of a tick after the edge of one whose number is
// phase modulo wheel.
//
// The number of a tick is what the kernel counts jiffies by; it is not that of
// milliseconds since the boot. times(2) tells it in hundredths of a second,
// whatever the length of a tick: where its answer changes, the number is known.
// The edge is found by sleeping, in ever finer steps: to read a virtual clock
// until it moves takes long.
func (c *virtualClock) start(phase int64) stack.Time {
	tick := tickLength()
	edge, step := kernelTime(unix.CLOCK_MONOTONIC), int64(0)
	// From one change to another a whole number of ticks later.
	period := int64(hundredth)
	for period%tick > tick/1000 && period < 4*hundredth {
		period += hundredth
	}
	var hundredths, before int64
	for _, finer := range []int64{tick / 3, tick / 40, finest, finest, finest, finest, finest} {
		before = edge
		edge += period - step - finer // before the next change
		step = finer
		edge, hundredths = changeAfter(edge, step)
		// What else runs may have read the clock often, just then.
		if off := (edge - before) % tick; step == finest && (off < 2*finest || off > tick-2*finest) {
			break
		}
	}
	// Recent kernels tick at whole multiples; the rest is of the search, which
	// sleeps up to a reading longer than it asks for.
	if off := (edge + 2*reading) % tick; off < 2*finest {
		edge += 2*reading - off
	}
	number := (hundredths*hundredth + tick - 1) / tick
	const soon = 2
	ahead := (phase-number-soon)%wheel + soon
	if ahead < soon {
		ahead += wheel
	}
	// What was done until now is over.
	c.waits, c.owed = append(c.waits[:0], wait{kernel: edge}), 0
	return c.show(edge + ahead*tick + tick/4)
}

// finest is the step of the search that counts, in nanoseconds.
const finest = 2_000

// hundredth is the unit of times(2), in nanoseconds (USER_HZ).
const hundredth = 10_000_000

// changeAfter sleeps in steps until the answer of times(2) changes, and returns
// when that was seen, in nanoseconds of CLOCK_MONOTONIC, and the answer.
func changeAfter(from, step int64) (at, hundredths int64) {
	sleepUntilMonotonic(from)
	before := times()
	for at = from; at < from+2*hundredth; {
		at += step
		sleepUntilMonotonic(at)
		if hundredths = times(); hundredths != before {
			break
		}
	}
	return at, hundredths
}

// times is the time since the boot in hundredths of a second, from an offset of
// the kernel's.
func times() int64 {
	var ignored unix.Tms
	n, _ := unix.Times(&ignored)
	return int64(n)
}

// tickLength is from one tick to the next, in nanoseconds.
func tickLength() int64 {
	var resolution unix.Timespec
	if unix.ClockGetres(unix.CLOCK_MONOTONIC_COARSE, &resolution) == nil && resolution.Nano() > 0 {
		return resolution.Nano()
	}
	return (4 * time.Millisecond).Nanoseconds()
}
