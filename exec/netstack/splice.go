package netstack

import "github.com/pktlang/pkt/exec/abi"

// Sendfile implements calls.Kernel.
func (k *Kernel) Sendfile(out, in int32, offset int64, count int32) (int, abi.Errno) {
	k.mu.Lock()
	from := k.files[in]
	k.mu.Unlock()
	if from == nil {
		return 0, abi.EBADF
	}
	f, ok := from.file.(*regular)
	if !ok || offset < 0 || count < 0 {
		return 0, abi.EINVAL
	}
	return k.Write(out, abi.Memory(f.at(int(offset), int(count))))
}

// Splice implements calls.Kernel. What there is to read is moved at once, as
// far as the other side takes it.
func (k *Kernel) Splice(in int32, inOffset int64, out int32, outOffset int64, length, flags int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	from, to := k.files[in], k.files[out]
	if from == nil || to == nil {
		return 0, abi.EBADF
	}
	_, fromPipe := from.file.(*pipeEnd)
	_, toPipe := to.file.(*pipeEnd)
	switch {
	case !fromPipe && !toPipe || length < 0:
		return 0, abi.EINVAL
	case fromPipe && inOffset != 0 || toPipe && outOffset != 0:
		return 0, abi.ESPIPE
	case inOffset != 0 || outOffset != 0:
		return 0, abi.EFAULT
	}
	block := flags&abi.SPLICE_F_NONBLOCK == 0
	read, _ := from.timeouts()
	return k.until(block && !from.nonBlocking(), read, func() (int, abi.Errno) { return move(from, to, int(length)) })
}

// move transfers up to so many bytes.
func move(from, to *descriptor, length int) (int, abi.Errno) {
	if room := to.room(); room >= 0 {
		length = min(length, room)
		if length == 0 {
			return 0, abi.EAGAIN
		}
	}
	b := make([]byte, min(length, pipeSize))
	n, errno := from.read(&request{vector: []abi.Buffer{abi.Memory(b)}})
	if errno != 0 || n == 0 {
		return 0, errno
	}
	return to.write(&request{vector: []abi.Buffer{abi.Memory(b[:n])}})
}

// room is how many bytes a descriptor takes at present; -1 where that is not
// known.
func (d *descriptor) room() int {
	if p, ok := d.file.(*pipeEnd); ok {
		return pipeSize - len(p.bytes)
	}
	if d.readiness()&abi.POLLOUT == 0 {
		return 0
	}
	return -1
}
