//go:build linux

package linux

import (
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/stack"
)

// now reads CLOCK_REALTIME, which is what the kernel stamps packets with. The
// standard library reads it without a system call.
func now() stack.Time { return stack.Time(time.Now().UnixMicro()) }

// sleepUntil sleeps by an absolute deadline, so that being put off the
// processor before the call does not lengthen the sleep. A
// signal does not end it.
func sleepUntil(t stack.Time) {
	deadline := unix.NsecToTimespec(int64(t) * 1000)
	for now() < t {
		_, _, errno := unix.Syscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_REALTIME, unix.TIMER_ABSTIME,
			uintptr(unsafe.Pointer(&deadline)), 0, 0, 0)
		if errno != unix.EINTR {
			return
		}
	}
}

// exactTimers lets the kernel wake this thread, and those that it starts, as
// soon as a timer expires, and not up to 50 microseconds later together with
// others (PR_SET_TIMERSLACK(2const)). A kernel without it changes nothing.
func exactTimers() { _ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0) }

// interruptible is for how much of the time that is left poll(2) may sleep,
// 0 where the rest is for sleepUntil. Poll may sleep longer than it is asked to:
// by a thousandth, or by five where the process is niced, unless the thread has
// a real-time priority (select_estimate_accuracy in fs/select.c). So it is asked
// for less, and asked again.
func interruptible(left stack.Time) stack.Time {
	const (
		shortest = 2000 // microseconds
		reserve  = shortest / 2
	)
	if left <= shortest {
		return 0
	}
	return left - reserve - left/128
}

// afterTick waits for edges of the kernel's tick and returns a time a quarter of
// a tick after the last. Kernel timers count ticks: a script that starts near an
// edge sees them expire now in one tick and now in the next. The reference
// starts 250 microseconds after an edge, which was chosen for 1,000 ticks a
// second. The coarse clock tells an edge by the moment at which it moves, not by
// what it shows: it is not in phase with the tick.
//
// The wait is busy, since a processor that idles stops its tick, and lasts some
// ticks: what the start of the process has left to do elsewhere comes to its end
// meanwhile, and the processor of the script becomes the one that counts the
// ticks; see Confine.
func afterTick() stack.Time {
	const (
		edges = 4
		usual = 4_000       // microseconds from tick to tick
		limit = 100_000_000 // nanoseconds, for a clock that does not move
	)
	start := time.Now()
	var last, coarse unix.Timespec
	for seen := -1; seen < edges && time.Since(start) < limit; {
		if unix.ClockGettime(unix.CLOCK_MONOTONIC_COARSE, &coarse) != nil {
			break
		}
		if coarse != last {
			last = coarse
			seen++
		}
	}
	tick := stack.Time(usual)
	var resolution unix.Timespec
	if unix.ClockGetres(unix.CLOCK_MONOTONIC_COARSE, &resolution) == nil && resolution.Nano() > 0 {
		tick = stack.Time(resolution.Nano() / 1000)
	}
	return now() + tick/4
}
