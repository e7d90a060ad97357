//go:build linux

package linux

import (
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// Realtime prepares this process for times that are as exact as the machine
// allows: its memory is locked, and all of its threads run before all ordinary
// ones. All, because the thread of the events at times waits for a lock that
// another thread of the Go runtime holds: if that one had to wait for its turn
// among ordinary threads, so would the events. What is not allowed is left out,
// as an ordinary user runs without. On a machine with one processor the
// priorities stay, lest a busy script stop all else.
func Realtime() {
	_ = unix.Mlockall(unix.MCL_CURRENT | unix.MCL_FUTURE)
	if runtime.NumCPU() < 2 {
		return
	}
	setAllPriorities(unix.SCHED_FIFO)
}

// MayRunRealtime tells whether Realtime can give threads a priority.
func MayRunRealtime() bool {
	if runtime.NumCPU() < 2 {
		return false
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if setPriority(0, unix.SCHED_FIFO) != nil {
		return false
	}
	return setPriority(0, unix.SCHED_NORMAL) == nil
}

// Ordinary takes the priorities back, before something is started that should
// not inherit them.
func Ordinary() { setAllPriorities(unix.SCHED_NORMAL) }

// setAllPriorities sets the policy of every thread there is. Those that the Go
// runtime starts later inherit it.
func setAllPriorities(policy uint32) {
	if setPriority(0, policy) != nil {
		return
	}
	eachThread(func(id int) { _ = setPriority(id, policy) })
}

// eachThread calls do with each thread of this process.
func eachThread(do func(id int)) {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, task := range tasks {
		if id, err := strconv.Atoi(task.Name()); err == nil {
			do(id)
		}
	}
}

// realtimePriority is low among the real-time priorities (sched(7)), but above
// the lowest, which other tools of this kind take and spin with.
const realtimePriority = 10

// giveWay lowers the real-time priority of the calling thread, where it has one,
// below that of a thread with an event to keep, until restore is called.
func giveWay() (restore func()) {
	attributes, err := unix.SchedGetAttr(0, 0)
	if err != nil || attributes.Policy != unix.SCHED_FIFO {
		return func() {}
	}
	before := *attributes
	attributes.Priority = realtimePriority - 1
	_ = unix.SchedSetAttr(0, attributes, 0)
	return func() { _ = unix.SchedSetAttr(0, &before, 0) }
}

// setPriority sets the scheduling policy of a thread, 0 being the caller.
func setPriority(thread int, policy uint32) error {
	attributes := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: policy}
	if policy == unix.SCHED_FIFO {
		attributes.Priority = realtimePriority
	}
	return unix.SchedSetAttr(thread, &attributes, 0)
}
