//go:build linux

// Package sys makes system calls to the kernel of this machine, in the form in
// which scripts make them.
package sys

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/abi"
)

// Kernel makes system calls to the kernel of this machine; it implements
// calls.Kernel. Its zero value is ready for use.
type Kernel struct{}

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

// call makes a system call with the signals of its thread held back: the Go
// runtime sends SIGURG to threads that run for long, and poll(2), epoll_wait(2)
// and receives with a timeout answer any signal with EINTR, even where its
// handler was installed with SA_RESTART (signal(7)). The script would see it.
//
//go:uintptrescapes
func call(trap uintptr, a ...uintptr) (int, abi.Errno) {
	var all [6]uintptr
	copy(all[:], a)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before unix.Sigset_t
	held := unix.PthreadSigmask(unix.SIG_BLOCK, &heldBack, &before) == nil
	r, _, errno := unix.Syscall6(trap, all[0], all[1], all[2], all[3], all[4], all[5])
	if held {
		// Restoring the mask that was just read cannot fail.
		_ = unix.PthreadSigmask(unix.SIG_SETMASK, &before, nil)
	}
	return int(r), abi.Errno(errno)
}

func errnoOf(_ int, errno abi.Errno) abi.Errno { return errno }

// pointer is where the memory of a buffer is, or NULL.
func pointer(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }

// Socket implements calls.Kernel. A socket is not marked close-on-exec, so that
// the commands of a script inherit it, as they do from google/packetdrill.
func (Kernel) Socket(family, kind, protocol int32) (int, abi.Errno) {
	return call(unix.SYS_SOCKET, uintptr(family), uintptr(kind), uintptr(protocol))
}

// Bind implements calls.Kernel.
func (Kernel) Bind(fd int32, local *abi.Sockaddr) abi.Errno {
	return errnoOf(call(unix.SYS_BIND, uintptr(fd), uintptr(unsafe.Pointer(&local.Storage)), uintptr(local.Length)))
}

// Listen implements calls.Kernel.
func (Kernel) Listen(fd, backlog int32) abi.Errno {
	return errnoOf(call(unix.SYS_LISTEN, uintptr(fd), uintptr(backlog)))
}

// Accept implements calls.Kernel.
func (Kernel) Accept(fd int32, peer *abi.Sockaddr) (int, abi.Errno) {
	return call(unix.SYS_ACCEPT4, uintptr(fd), uintptr(unsafe.Pointer(&peer.Storage)),
		uintptr(unsafe.Pointer(&peer.Length)))
}

// Connect implements calls.Kernel.
func (Kernel) Connect(fd int32, remote *abi.Sockaddr) abi.Errno {
	return errnoOf(call(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&remote.Storage)),
		uintptr(remote.Length)))
}

// Shutdown implements calls.Kernel.
func (Kernel) Shutdown(fd, how int32) abi.Errno {
	return errnoOf(call(unix.SYS_SHUTDOWN, uintptr(fd), uintptr(how)))
}

// Close implements calls.Kernel.
func (Kernel) Close(fd int32) abi.Errno { return errnoOf(call(unix.SYS_CLOSE, uintptr(fd))) }

// Getsockopt implements calls.Kernel.
func (Kernel) Getsockopt(fd, level, name int32, value []byte, length *uint32) abi.Errno {
	return errnoOf(call(unix.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(name), uintptr(pointer(value)),
		uintptr(unsafe.Pointer(length))))
}

// Setsockopt implements calls.Kernel.
func (Kernel) Setsockopt(fd, level, name int32, value []byte, length int32) abi.Errno {
	return errnoOf(call(unix.SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(name), uintptr(pointer(value)),
		uintptr(length)))
}

// Fcntl implements calls.Kernel.
func (Kernel) Fcntl(fd, command, argument int32) (int, abi.Errno) {
	return call(unix.SYS_FCNTL, uintptr(fd), uintptr(command), uintptr(argument))
}

// Ioctl implements calls.Kernel.
func (Kernel) Ioctl(fd, request int32, value *int32) (int, abi.Errno) {
	return call(unix.SYS_IOCTL, uintptr(fd), uintptr(uint32(request)), uintptr(unsafe.Pointer(value)))
}

// Capability implements calls.Kernel.
func (Kernel) Capability(capability int32, raise bool) abi.Errno {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return errnoOfError(err)
	}
	word, bit := &sets[capability/32].Effective, uint32(1)<<(capability%32)
	*word &^= bit
	if raise {
		*word |= bit
	}
	return errnoOfError(unix.Capset(&header, &sets[0]))
}

// errnoOfError is the errno in an error of x/sys/unix.
func errnoOfError(err error) abi.Errno {
	errno, _ := err.(unix.Errno)
	return abi.Errno(errno)
}
