package netstack

import (
	"sync"
	"time"

	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/stack"
)

// Kernel answers system calls with endpoints of a gVisor stack.
type Kernel struct {
	clock *stack.VirtualClock
	stack *gvisor.Stack
	link  *link

	mu    sync.Mutex    // of all that follows; it is let go while a call waits
	limit time.Duration // when the run is over, and calls with it
	files map[int32]*descriptor
	// defaults are the options that each new TCP socket begins with.
	defaults []choice
	// lowered are the capabilities that the script has given up; it begins
	// with all.
	lowered map[int32]bool
	disk    map[string]*content // what the script has written to files, by path
}

// descriptor is an open file description.
type descriptor struct {
	file
	number int32
	// status are O_RDWR, O_NONBLOCK and the like.
	status      int32
	closeOnExec bool
}

func (d *descriptor) nonBlocking() bool { return d.status&abi.O_NONBLOCK != 0 }

// file is what a descriptor stands for. Its methods never block: they return
// EAGAIN. They are called under the kernel's lock.
type file interface {
	read(r *request) (n int, errno abi.Errno)
	write(r *request) (n int, errno abi.Errno)
	// readiness are the events of poll(2) that are true at present, wanted or
	// not.
	readiness() uint32
	ioctl(request int32, value *int32) abi.Errno
	// timeouts bound how long a read and a write may block; 0 for no bound.
	timeouts() (read, write time.Duration)
	close()
}

// request is what a read or a write is asked for.
type request struct {
	vector []abi.Buffer
	flags  int32
	name   *abi.Sockaddr // where to, or room for where from; nil for NULL
	done   int           // bytes that earlier attempts have transferred

	// Of sendmsg and recvmsg:
	message *abi.Message
}

// length is how many bytes are asked for in all; an error where that is no
// length.
func (r *request) length() (int, abi.Errno) {
	total := int64(0)
	for _, b := range r.vector {
		if b.Length < 0 {
			return 0, abi.EINVAL
		}
		total += b.Length
	}
	if total > maxTransfer {
		return 0, abi.EINVAL
	}
	return int(total), 0
}

// maxTransfer is the most that one call transfers in bytes (MAX_RW_COUNT).
const maxTransfer = 0x7ffff000

// null reports whether a part of the memory is not there.
func (r *request) null() bool {
	for _, b := range r.vector {
		if b.Bytes == nil && b.Length > 0 {
			return true
		}
	}
	return false
}

// setLimit says how much longer calls may wait; 0 for as long as they like.
func (k *Kernel) setLimit(d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.limit = stack.Forever
	if d > 0 {
		k.limit = stack.Later(k.clock.Elapsed(), d)
	}
}

// firstDescriptor is the number of the first descriptor that is opened: 0 to 2
// are standard input, output and error.
const firstDescriptor = 3

// open gives a file the lowest number that is free (open(2)).
func (k *Kernel) open(f file, status int32) int {
	number := int32(firstDescriptor)
	for k.files[number] != nil {
		number++
	}
	k.files[number] = &descriptor{file: f, number: number, status: status}
	return int(number)
}

// socket finds an open socket.
func (k *Kernel) socket(fd int32) (*socket, *descriptor, abi.Errno) {
	d := k.files[fd]
	if d == nil {
		return nil, nil, abi.EBADF
	}
	s, ok := d.file.(*socket)
	if !ok {
		return nil, nil, abi.ENOTSOCK
	}
	return s, d, 0
}

// settle lets the stack do what there is to do.
func (k *Kernel) settle() { k.clock.Settle() }

// until makes a call: it tries, and where the call may block tries again
// whenever the stack has come to rest, until the result is another than EAGAIN
// or the time is over.
func (k *Kernel) until(block bool, timeout time.Duration, try func() (int, abi.Errno)) (int, abi.Errno) {
	n, errno := try()
	k.settle()
	if errno != abi.EAGAIN || !block {
		return n, errno
	}
	until := k.limit
	if timeout > 0 {
		until = min(until, stack.Later(k.clock.Elapsed(), timeout))
	}
	k.mu.Unlock()
	outcome := k.clock.Await(func() bool {
		k.mu.Lock()
		defer k.mu.Unlock()
		n, errno = try()
		return errno != abi.EAGAIN
	}, until)
	k.mu.Lock()
	switch {
	case outcome == stack.Ready:
		k.settle()
		return n, errno
	case outcome == stack.Expired && k.clock.Elapsed() < k.limit:
		return 0, abi.EAGAIN
	}
	// The run is over, or the call could never return.
	return 0, abi.EINTR
}

// Close implements calls.Kernel. With SO_LINGER it waits until the peer has
// acknowledged the FIN (socket(7)).
func (k *Kernel) Close(fd int32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[fd]
	if d == nil {
		return abi.EBADF
	}
	delete(k.files, fd)
	for _, other := range k.files {
		if e, ok := other.file.(*epoll); ok {
			e.forget(d)
		}
	}
	d.close()
	k.settle()
	if s, ok := d.file.(*socket); ok {
		s.linger(k)
	}
	return 0
}

// Fcntl implements calls.Kernel.
func (k *Kernel) Fcntl(fd, command, argument int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[fd]
	if d == nil {
		return 0, abi.EBADF
	}
	switch command {
	case abi.F_GETFD:
		if d.closeOnExec {
			return abi.FD_CLOEXEC, 0
		}
		return 0, 0
	case abi.F_SETFD:
		d.closeOnExec = argument&abi.FD_CLOEXEC != 0
		return 0, 0
	case abi.F_GETFL:
		return int(d.status), 0
	case abi.F_SETFL:
		d.setNonBlocking(argument&abi.O_NONBLOCK != 0)
		return 0, 0
	}
	return 0, abi.EINVAL
}

func (d *descriptor) setNonBlocking(on bool) {
	d.status &^= abi.O_NONBLOCK
	if on {
		d.status |= abi.O_NONBLOCK
	}
}

// Ioctl implements calls.Kernel.
func (k *Kernel) Ioctl(fd, request int32, value *int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[fd]
	switch {
	case d == nil:
		return 0, abi.EBADF
	case value == nil:
		return 0, abi.EFAULT
	case request == abi.FIONBIO:
		d.setNonBlocking(*value != 0)
		return 0, 0
	}
	return 0, d.ioctl(request, value)
}
