package netstack

import (
	"time"

	"github.com/pktlang/pkt/exec/abi"
)

// pipeSize is how many bytes a pipe holds (pipe(7)).
const pipeSize = 65536

// pipe is what two descriptors share.
type pipe struct {
	bytes           []byte
	readers, writer bool // whether that end is open
}

// Pipe implements calls.Kernel.
func (k *Kernel) Pipe() (fds [2]int32, errno abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p := &pipe{readers: true, writer: true}
	fds[0] = int32(k.open(&pipeEnd{pipe: p}, abi.O_RDONLY))
	fds[1] = int32(k.open(&pipeEnd{pipe: p, writes: true}, abi.O_WRONLY))
	return fds, 0
}

// pipeEnd is one end of a pipe.
type pipeEnd struct {
	*pipe
	writes bool
}

func (p *pipeEnd) read(r *request) (int, abi.Errno) {
	total, errno := r.length()
	switch {
	case errno != 0:
		return 0, errno
	case len(p.bytes) == 0 && !p.writer || total == 0:
		return 0, 0
	case len(p.bytes) == 0:
		return 0, abi.EAGAIN
	case r.null():
		return 0, abi.EFAULT
	}
	n, _ := (&scatter{buffers: r.vector}).Write(p.bytes)
	p.bytes = p.bytes[n:]
	return n, 0
}

func (p *pipeEnd) write(r *request) (int, abi.Errno) {
	if !p.readers {
		return 0, abi.EPIPE
	}
	if r.null() {
		return 0, abi.EFAULT
	}
	payload := gather(r.vector, r.done)
	if payload.Len() == 0 {
		return 0, 0
	}
	b := make([]byte, min(payload.Len(), pipeSize-len(p.bytes)))
	if len(b) == 0 {
		return 0, abi.EAGAIN
	}
	n, _ := payload.Read(b)
	p.bytes = append(p.bytes, b[:n]...)
	return n, 0
}

func (p *pipeEnd) readiness() uint32 {
	events := uint32(0)
	switch {
	case p.writes && !p.readers:
		events = abi.POLLOUT | abi.POLLERR
	case p.writes && len(p.bytes) < pipeSize:
		events = abi.POLLOUT | abi.POLLWRNORM
	case !p.writes:
		if len(p.bytes) > 0 {
			events = abi.POLLIN | abi.POLLRDNORM
		}
		if !p.writer {
			events |= abi.POLLHUP
		}
	}
	return events
}

func (p *pipeEnd) ioctl(request int32, value *int32) abi.Errno {
	if request != abi.FIONREAD {
		return abi.ENOTTY
	}
	*value = int32(len(p.bytes))
	return 0
}

func (*pipeEnd) timeouts() (read, write time.Duration) { return 0, 0 }

func (p *pipeEnd) close() {
	if p.writes {
		p.writer = false
	} else {
		p.readers = false
	}
}
