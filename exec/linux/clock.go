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

// nextTick returns a time a little behind an edge of the kernel's tick, at
// least one tick from now. Kernel timers count ticks: a script that starts near
// an edge sees them expire now in one tick and now in the next. The coarse
// clock stands still between ticks, so it gives the time of the last one.
func nextTick() stack.Time {
	const behind = 250 // microseconds
	var resolution, tick unix.Timespec
	if unix.ClockGetres(unix.CLOCK_REALTIME_COARSE, &resolution) != nil ||
		unix.ClockGettime(unix.CLOCK_REALTIME_COARSE, &tick) != nil || resolution.Nano() <= 0 {
		return now() + behind
	}
	period := resolution.Nano()
	at := tick.Nano()
	for at < time.Now().UnixNano()+period/2 {
		at += period
	}
	return stack.Time(at/1000 + behind)
}
