//go:build linux

package sys

import (
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/abi"
)

// Poll implements calls.Kernel: as ppoll(2) without a signal mask, which every
// Linux has.
func (Kernel) Poll(fds []abi.PollFD, timeout int32) (int, abi.Errno) {
	var wait *unix.Timespec
	if timeout >= 0 {
		t := unix.NsecToTimespec(int64(timeout) * int64(time.Millisecond))
		wait = &t
	}
	// An empty array has an address, too.
	live := append(make([]abi.PollFD, 0, len(fds)+1), fds...)
	n, errno := call(unix.SYS_PPOLL, uintptr(unsafe.Pointer(unsafe.SliceData(live))), uintptr(len(live)),
		uintptr(unsafe.Pointer(wait)))
	copy(fds, live)
	return n, errno
}

// EpollCreate implements calls.Kernel: as epoll_create1(2) without flags.
func (Kernel) EpollCreate() (int, abi.Errno) { return call(unix.SYS_EPOLL_CREATE1) }

// epollData is where the data of a live epoll_event stand, whose padding
// differs between machines.
func epollData(e *unix.EpollEvent) *[8]byte { return (*[8]byte)(unsafe.Pointer(&e.Fd)) }

// EpollCtl implements calls.Kernel.
func (Kernel) EpollCtl(epoll, operation, fd int32, event *abi.EpollEvent) abi.Errno {
	live := unix.EpollEvent{Events: event.Events}
	*epollData(&live) = event.Data
	return errnoOf(call(unix.SYS_EPOLL_CTL, uintptr(epoll), uintptr(operation), uintptr(fd),
		uintptr(unsafe.Pointer(&live))))
}

// EpollWait implements calls.Kernel: as epoll_pwait(2) without a signal mask.
func (Kernel) EpollWait(epoll int32, events []abi.EpollEvent, count, timeout int32) (int, abi.Errno) {
	live := make([]unix.EpollEvent, len(events)+1)
	n, errno := call(unix.SYS_EPOLL_PWAIT, uintptr(epoll), uintptr(unsafe.Pointer(&live[0])), uintptr(count),
		uintptr(timeout))
	for k := range events {
		events[k] = abi.EpollEvent{Events: live[k].Events, Data: *epollData(&live[k])}
	}
	return n, errno
}
