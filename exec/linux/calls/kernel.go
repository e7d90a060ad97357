//go:build linux

package calls

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// A system call is made with the signals of its thread held back: the Go
// runtime sends SIGURG to threads that run for long, and poll(2), epoll_wait(2)
// and receives with a timeout answer any signal with EINTR, even where its
// handler was installed with SA_RESTART (signal(7)). The script would see it.

// heldBack are all signals but those that a thread sends itself by a fault,
// which would kill the process if they could not be delivered.
var heldBack = func() unix.Sigset_t {
	var set unix.Sigset_t
	const bits = 64
	for n := range set.Val {
		set.Val[n] = ^set.Val[n]
	}
	for _, s := range []unix.Signal{unix.SIGSEGV, unix.SIGBUS, unix.SIGFPE, unix.SIGILL, unix.SIGTRAP} {
		n := uint(s) - 1
		set.Val[n/bits] &^= 1 << (n % bits)
	}
	return set
}()

// uninterrupted runs f with the signals of its thread held back.
func uninterrupted(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before unix.Sigset_t
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &heldBack, &before); err != nil {
		f()
		return
	}
	f()
	// Restoring the mask that was just read cannot fail.
	_ = unix.PthreadSigmask(unix.SIG_SETMASK, &before, nil)
}
