package netstack

import (
	"math"
	"time"

	"github.com/pktlang/pkt/exec/abi"
)

// epoll is a set of descriptors that are watched (epoll(7)).
type epoll struct {
	watched []*watch // in the order in which they were added
}

// watch is one of them.
type watch struct {
	descriptor *descriptor
	event      abi.EpollEvent
	// reported are the events that an edge-triggered watch has told of and
	// that have held since.
	reported uint32
	off      bool // EPOLLONESHOT has reported
}

func (e *epoll) find(d *descriptor) *watch {
	for _, w := range e.watched {
		if w.descriptor == d {
			return w
		}
	}
	return nil
}

// forget stops watching a descriptor.
func (e *epoll) forget(d *descriptor) {
	for i, w := range e.watched {
		if w.descriptor == d {
			e.watched = append(e.watched[:i], e.watched[i+1:]...)
			return
		}
	}
}

// EpollCreate implements calls.Kernel.
func (k *Kernel) EpollCreate() (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.open(&epoll{}, abi.O_RDWR), 0
}

func (k *Kernel) epoll(fd int32) (*epoll, abi.Errno) {
	d := k.files[fd]
	if d == nil {
		return nil, abi.EBADF
	}
	e, ok := d.file.(*epoll)
	if !ok {
		return nil, abi.EINVAL
	}
	return e, 0
}

// EpollCtl implements calls.Kernel.
func (k *Kernel) EpollCtl(fd, operation, watched int32, event *abi.EpollEvent) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[watched]
	if d == nil {
		return abi.EBADF
	}
	e, errno := k.epoll(fd)
	if errno != 0 {
		return errno
	}
	switch d.file.(type) {
	case *epoll:
		return abi.EINVAL // Linux allows it, but for a descriptor in itself
	case *regular:
		return abi.EPERM
	}
	w := e.find(d)
	switch {
	case operation == abi.EPOLL_CTL_ADD && w != nil:
		return abi.EEXIST
	case operation == abi.EPOLL_CTL_ADD:
		e.watched = append(e.watched, &watch{descriptor: d, event: *event})
	case operation == abi.EPOLL_CTL_MOD && w != nil:
		*w = watch{descriptor: d, event: *event}
	case operation == abi.EPOLL_CTL_DEL && w != nil:
		e.forget(d)
	case operation == abi.EPOLL_CTL_MOD, operation == abi.EPOLL_CTL_DEL:
		return abi.ENOENT
	default:
		return abi.EINVAL
	}
	return 0
}

// maxEpollEvents is the most events that one call may ask for (EP_MAX_EVENTS).
const maxEpollEvents = math.MaxInt32 / 12

// EpollWait implements calls.Kernel.
func (k *Kernel) EpollWait(fd int32, events []abi.EpollEvent, count, timeout int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, errno := k.epoll(fd)
	if errno != 0 {
		return 0, errno
	}
	if count <= 0 || count > maxEpollEvents {
		return 0, abi.EINVAL
	}
	room := events[:min(int(count), len(events))]
	return k.multiplex(timeout, func() int { return e.collect(room) })
}

// collect fills in the events that are to be reported.
func (e *epoll) collect(room []abi.EpollEvent) int {
	n := 0
	for _, w := range e.watched {
		if n == len(room) {
			break
		}
		if events := w.fresh(); events != 0 {
			room[n] = abi.EpollEvent{Events: events, Data: w.event.Data}
			n++
		}
	}
	return n
}

// fresh are the events of a watch that are to be reported now. An edge is a
// change from not ready to ready; Linux also takes more of the same for one,
// such as a second segment that arrives (ep_poll_callback).
func (w *watch) fresh() uint32 {
	if w.off {
		return 0
	}
	now := w.descriptor.readiness() & (w.event.Events | always)
	edge := now &^ w.reported
	w.reported &= now
	if now == 0 || w.event.Events&abi.EPOLLET != 0 && edge == 0 {
		return 0
	}
	if w.event.Events&abi.EPOLLET != 0 {
		w.reported = now
	}
	w.off = w.event.Events&abi.EPOLLONESHOT != 0
	return now
}

func (*epoll) read(*request) (int, abi.Errno)  { return 0, abi.EINVAL }
func (*epoll) write(*request) (int, abi.Errno) { return 0, abi.EINVAL }
func (*epoll) ioctl(int32, *int32) abi.Errno   { return abi.ENOTTY }
func (*epoll) close()                          {}

func (*epoll) timeouts() (read, write time.Duration) { return 0, 0 }

// readiness implements file: it is readable while it has something to report.
func (e *epoll) readiness() uint32 {
	for _, w := range e.watched {
		if !w.off && w.descriptor.readiness()&(w.event.Events|always)&^w.reported != 0 {
			return abi.POLLIN | abi.POLLRDNORM
		}
	}
	return 0
}
