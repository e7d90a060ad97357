//go:build linux

package linux

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// realtimePriority is low among the real-time priorities (sched(7)), but above
// the lowest, which other tools of this kind take and spin with. A script that
// has not begun has waitingPriority, so as not to hold up the events of another
// one on the same processor.
const (
	realtimePriority = 10
	waitingPriority  = realtimePriority - 1
)

// Realtime prepares this process for times that are as exact as the machine
// allows: its memory is locked, and all of its threads run before all ordinary
// ones. All, because the thread of the events at times waits for a lock that
// another thread of the Go runtime holds: if that one had to wait for its turn
// among ordinary threads, so would the events. What is not allowed is left out,
// as an ordinary user runs without. On a machine with one processor the
// priorities stay, lest a busy script stop all else.
//
// Memory is locked once it is used (MCL_ONFAULT in mlockall(2)): the stacks of
// threads alone are tens of megabytes that are never touched.
func Realtime() {
	_ = unix.Mlockall(unix.MCL_CURRENT | unix.MCL_FUTURE | unix.MCL_ONFAULT)
	if runtime.NumCPU() < 2 {
		return
	}
	setAllPriorities(unix.SCHED_FIFO, waitingPriority)
}

// MayRunRealtime reports whether Realtime can give threads a priority.
func MayRunRealtime() bool {
	if runtime.NumCPU() < 2 {
		return false
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if setPriority(0, unix.SCHED_FIFO, waitingPriority) != nil {
		return false
	}
	return setPriority(0, unix.SCHED_NORMAL, 0) == nil
}

// preferEvents gives all threads the priority of events, where Realtime could
// give them one.
func preferEvents() {
	if attributes, err := unix.SchedGetAttr(0, 0); err == nil && attributes.Policy == unix.SCHED_FIFO {
		setAllPriorities(unix.SCHED_FIFO, realtimePriority)
	}
}

// Ordinary takes the priorities back, before something is started that should
// not inherit them.
func Ordinary() { setAllPriorities(unix.SCHED_NORMAL, 0) }

// setAllPriorities sets the policy of every thread there is, and the priority
// where the policy is SCHED_FIFO. Threads that the Go runtime starts later
// inherit it.
//
// The caller goes up before the others and down after them: a thread of the Go
// runtime may spin until another one has moved on, and if the caller were below
// such a thread on the same processor, it would never come to the others.
func setAllPriorities(policy, priority uint32) {
	if policy == unix.SCHED_FIFO && setPriority(0, policy, priority) != nil {
		return
	}
	self := unix.Gettid()
	changeThreads(func(id int) bool {
		if id == self || hasPriority(id, policy, priority) {
			return false
		}
		return setPriority(id, policy, priority) == nil
	})
	_ = setPriority(0, policy, priority)
}

// hasPriority reports whether a thread, or one that has ended, needs no change.
func hasPriority(thread int, policy, priority uint32) bool {
	a, err := unix.SchedGetAttr(thread, 0)
	return err != nil || a.Policy == policy && a.Priority == priority
}

// setPriority sets the scheduling policy of a thread, 0 being the caller, and
// its priority where the policy is SCHED_FIFO.
func setPriority(thread int, policy, priority uint32) error {
	attributes := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: policy, Priority: priority}
	return unix.SchedSetAttr(thread, &attributes, 0)
}
