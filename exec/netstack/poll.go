package netstack

import (
	"time"

	"github.com/pktlang/pkt/exec/abi"
)

// always are the events that are reported whether or not they were asked for.
const always = abi.POLLERR | abi.POLLHUP

// Poll implements calls.Kernel.
func (k *Kernel) Poll(fds []abi.PollFD, timeout int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.multiplex(timeout, func() int {
		n := 0
		for i := range fds {
			fds[i].Revents = k.revents(fds[i])
			if fds[i].Revents != 0 {
				n++
			}
		}
		return n
	})
}

func (k *Kernel) revents(p abi.PollFD) int16 {
	if p.FD < 0 {
		return 0
	}
	d := k.files[p.FD]
	if d == nil {
		return abi.POLLNVAL
	}
	return int16(d.readiness() & (uint32(uint16(p.Events)) | always))
}

// multiplex waits until count is not 0, for timeout milliseconds or, where that
// is negative, for ever.
func (k *Kernel) multiplex(timeout int32, count func() int) (int, abi.Errno) {
	n, errno := k.until(timeout != 0, time.Duration(max(timeout, 0))*time.Millisecond, func() (int, abi.Errno) {
		if n := count(); n > 0 {
			return n, 0
		}
		return 0, abi.EAGAIN
	})
	if errno == abi.EAGAIN {
		return 0, 0 // the time is over
	}
	return n, errno
}
