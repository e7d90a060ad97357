//go:build linux

package linux

import (
	"sync"

	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// Clock says how the kernel's time moves.
type Clock struct {
	// Virtual time stands still while anything runs, and jumps to the next timer
	// when nothing does: that of a guest, see exec/kernel.
	Virtual bool
	// Phase is the number of the tick at which a script starts in virtual time,
	// modulo 4096: what the kernel's timers are rounded by.
	Phase int
}

// Durations in nanoseconds.
const (
	// reading is what each reading moves a virtual clock on by, and what it counts
	// in (timer_read in arch/um/kernel/time.c).
	reading = 256
	// kernelReadings is room for what the kernel itself reads until it has done
	// what it was asked to: some ten times for a system call that sends.
	kernelReadings = 10_000
	// latency is how long, at least, the network takes to answer a packet besides
	// the time that the script says, and calling how long a system call takes. On
	// a real machine it is some times that, and stacks decide by less: if nothing
	// took time, round-trip times and the times between packets were exactly what
	// the script says, or a reading of the clock more or less, and a condition
	// such as HyStart's for the end of slow start would be true in every other run.
	// No multiple of four microseconds either: stacks take the quarter of a
	// round-trip time, which is to be the same for a reading more or less.
	latency = 6_000
	calling = 14_000
	// slower is by how much an answer takes longer in steps, where the packet was
	// sent late at its time.
	slower = 8_000
	// A command reads the clock itself. One that did nothing for longer than
	// running took no time of the script's, and of the kernel's a multiple of
	// command, which is more than what its readings differ by from run to run.
	running = 2_000_000
	command = 128_000
	// seen is room for a reading or two more.
	seen = 1_000
	// middle keeps times that are off by a reading in the same microsecond.
	middle = 250
)

// virtualClock is the clock of a guest's kernel, which stands still while
// anything runs, but for the time that it takes to read it. It shows the times
// of the script: what happens right after a time that was waited for happened at
// that time. So it falls behind the kernel's clock, by what calls and answers
// take.
//
// Times of the kernel's are nanoseconds of CLOCK_MONOTONIC. Those of the script
// are microseconds of CLOCK_REALTIME, as the stack stamps packets with them.
type virtualClock struct {
	offset int64 // how far CLOCK_REALTIME is ahead, in nanoseconds

	mu    sync.Mutex
	waits []wait // never empty, the oldest first
	// owed is what the next wait takes besides, for what calls and answers take.
	owed int64
}

// wait is the end of a wait.
type wait struct {
	kernel int64 // when it was, by the kernel's clock
	behind int64 // how far the script's clock was behind then
	// instant is for how long everything that happens still happens at the time
	// that was waited for.
	instant int64
}

func newVirtualClock() *virtualClock {
	c := &virtualClock{waits: make([]wait, 1, 256)}
	real := kernelTime(unix.CLOCK_REALTIME)
	c.offset = real + reading - kernelTime(unix.CLOCK_MONOTONIC)
	return c
}

// kernelTime and sleepUntilMonotonic, and what else is called where an instant
// may begin, do not tell the Go runtime that they leave for the kernel: its
// threads would wake up at the return, and read the clock, in some runs before
// what happens next and in some after.
func kernelTime(clock uintptr) int64 {
	var t unix.Timespec
	_, _, _ = unix.RawSyscall(unix.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&t)), 0)
	return t.Nano()
}

func sleepUntilMonotonic(kernel int64) {
	t := unix.NsecToTimespec(kernel)
	for {
		_, _, errno := unix.RawSyscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_MONOTONIC, unix.TIMER_ABSTIME,
			uintptr(unsafe.Pointer(&t)), 0, 0, 0)
		if errno != unix.EINTR {
			return
		}
	}
}

// last is the wait that was over last. The lock is held.
func (c *virtualClock) last() *wait { return &c.waits[len(c.waits)-1] }

// read reads the kernel's clock. The lock is held.
func (c *virtualClock) read() int64 {
	c.last().instant += reading
	return kernelTime(unix.CLOCK_MONOTONIC)
}

// now is the present.
func (c *virtualClock) now() stack.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, _ := c.script(c.read())
	return t
}

// script is a time of the kernel's in the script's clock, and how long after the
// wait before it was, where it was so soon that it counts as the same.
func (c *virtualClock) script(kernel int64) (t stack.Time, after int64) {
	i := len(c.waits) - 1
	for i > 0 && c.waits[i].kernel > kernel {
		i--
	}
	w := c.waits[i]
	if since := kernel - w.kernel; since <= w.instant {
		kernel, after = w.kernel, since
	}
	return c.show(kernel - w.behind), after
}

// show is a time of a clock that nothing holds up.
func (c *virtualClock) show(nanoseconds int64) stack.Time {
	return stack.Time((nanoseconds+middle)/1000 + c.offset/1000)
}

// reached notes the end of a wait. The lock is held.
func (c *virtualClock) reached(kernel, behind int64) {
	c.waits = append(c.waits, wait{kernel, behind, kernelReadings})
}

// sleepUntil returns at t, or at once where t has passed and nothing was done
// since that takes time.
func (c *virtualClock) sleepUntil(t stack.Time) {
	c.mu.Lock()
	present, _ := c.script(c.read())
	if present >= t && c.owed == 0 {
		c.mu.Unlock()
		return
	}
	behind := c.last().behind + c.owed
	c.owed = 0
	until := (int64(max(t, present))-c.offset/1000)*1000 + behind
	// A whole number of readings: only then what the clock shows does not depend
	// on what went before.
	until = (until + reading - 1) / reading * reading
	c.mu.Unlock()

	sleepUntilMonotonic(until)

	c.mu.Lock()
	c.reached(until, behind)
	c.mu.Unlock()
}

// sent is when the stack sent a packet, which was waited for or not. The
// kernel's time of sending is nanoseconds of CLOCK_REALTIME.
func (c *virtualClock) sent(at int64, waited bool) stack.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	kernel := at - c.offset
	t, after := c.script(kernel)
	c.owed = max(c.owed, latency+(after+seen)/slower*slower)
	if waited && after == 0 && kernel > c.last().kernel {
		c.reached(kernel, c.last().behind)
	}
	return t
}

// called notes that a system call was made. One that blocked has taken its time.
func (c *virtualClock) called() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, after := c.script(c.read()); after > 0 {
		c.owed += calling
	}
}

// ran notes that something was done that took an uncertain number of readings:
// a command was run, or it was awaited that a call blocks.
func (c *virtualClock) ran() {
	c.mu.Lock()
	defer c.mu.Unlock()
	took := c.read() - c.last().kernel
	if took > running {
		return
	}
	c.last().instant = max(c.last().instant, took+kernelReadings)
	c.owed += (took + seen + command) / command * command
}

// virtualCalls are system calls that take time.
type virtualCalls struct {
	stack.Calls
	clock *virtualClock
}

// Invoke implements stack.Calls.
func (c virtualCalls) Invoke(call *program.Call, hooks stack.Hooks) *stack.Mismatch {
	defer c.clock.called()
	return c.Calls.Invoke(call, hooks)
}
