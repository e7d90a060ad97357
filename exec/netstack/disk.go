package netstack

import (
	"time"

	"github.com/pktlang/pkt/exec/abi"
)

// A script's files are in memory, and gone when it ends: it can write one, read
// it again and send it, and reaches none of this machine. Two devices are there
// from the beginning.
const (
	nullDevice = "/dev/null"
	zeroDevice = "/dev/zero"
)

// content is what a file holds.
type content struct{ bytes []byte }

// regular is an open file.
type regular struct {
	*content
	path   string
	offset int
	append bool
}

// maxFile bounds a file in bytes.
const maxFile = 64 << 20

// Open implements calls.Kernel.
func (k *Kernel) Open(path string, flags, _ int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	device := path == nullDevice || path == zeroDevice
	c := k.disk[path]
	switch {
	case device:
		c = &content{}
	case k.underFile(path):
		return 0, abi.ENOTDIR
	case c == nil && flags&abi.O_CREAT == 0:
		return 0, abi.ENOENT
	case c == nil:
		c = &content{}
		k.disk[path] = c
	case flags&(abi.O_CREAT|abi.O_EXCL) == abi.O_CREAT|abi.O_EXCL:
		return 0, abi.EEXIST
	}
	if flags&abi.O_TRUNC != 0 && flags&abi.O_ACCMODE != abi.O_RDONLY {
		c.bytes = nil
	}
	f := &regular{content: c, path: path, append: flags&abi.O_APPEND != 0}
	return k.open(f, flags&(abi.O_ACCMODE|abi.O_NONBLOCK|abi.O_APPEND)), 0
}

// underFile reports whether a path leads through a file as if it were a folder.
func (k *Kernel) underFile(path string) bool {
	for n, c := range path {
		if c == '/' && k.disk[path[:n]] != nil {
			return true
		}
	}
	return false
}

func (f *regular) read(r *request) (int, abi.Errno) {
	total, errno := r.length()
	if errno != 0 {
		return 0, errno
	}
	n, b := 0, f.at(f.offset, total)
	if len(b) > 0 && r.null() {
		return 0, abi.EFAULT
	}
	n, _ = (&scatter{buffers: r.vector}).Write(b)
	f.offset += n
	return n, 0
}

// at are up to so many bytes from an offset on.
func (f *regular) at(offset, length int) []byte {
	if f.path == zeroDevice {
		return make([]byte, length)
	}
	b := f.bytes[min(offset, len(f.bytes)):]
	return b[:min(length, len(b))]
}

func (f *regular) write(r *request) (int, abi.Errno) {
	if r.null() {
		return 0, abi.EFAULT
	}
	payload := gather(r.vector, r.done)
	n := payload.Len()
	if f.path == nullDevice || f.path == zeroDevice {
		return n, 0
	}
	if f.append {
		f.offset = len(f.bytes)
	}
	end := f.offset + n
	if end > maxFile {
		return 0, abi.EIO
	}
	if missing := end - len(f.bytes); missing > 0 {
		f.bytes = append(f.bytes, make([]byte, missing)...)
	}
	_, _ = payload.Read(f.bytes[f.offset:end])
	f.offset = end
	return n, 0
}

// readiness implements file: a file is always ready.
func (*regular) readiness() uint32 {
	return abi.POLLIN | abi.POLLOUT | abi.POLLRDNORM | abi.POLLWRNORM
}

func (f *regular) ioctl(request int32, value *int32) abi.Errno {
	if request != abi.FIONREAD {
		return abi.ENOTTY
	}
	*value = int32(len(f.bytes) - min(f.offset, len(f.bytes)))
	return 0
}

func (*regular) timeouts() (read, write time.Duration) { return 0, 0 }
func (*regular) close()                                {}
