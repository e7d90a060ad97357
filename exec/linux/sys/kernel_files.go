//go:build linux

package sys

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/abi"
)

// atWorkingFolder is AT_FDCWD, a negative number.
const atWorkingFolder = ^uintptr(0) - (-unix.AT_FDCWD - 1)

// Open implements calls.Kernel: as openat(2), which every machine has.
func (Kernel) Open(path string, flags, mode int32) (int, abi.Errno) {
	name := append([]byte(path), 0)
	return call(unix.SYS_OPENAT, atWorkingFolder, uintptr(pointer(name)), uintptr(flags), uintptr(mode))
}

// Pipe implements calls.Kernel: as pipe2(2) without flags.
func (Kernel) Pipe() (fds [2]int32, errno abi.Errno) {
	live := new([2]int32)
	_, errno = call(unix.SYS_PIPE2, uintptr(unsafe.Pointer(live)), 0)
	return *live, errno
}

// Sendfile implements calls.Kernel.
func (Kernel) Sendfile(out, in int32, offset int64, count int32) (int, abi.Errno) {
	from := new(int64)
	*from = offset
	return call(unix.SYS_SENDFILE, uintptr(out), uintptr(in), uintptr(unsafe.Pointer(from)), uintptr(count))
}

// Splice implements calls.Kernel. The kernel answers an offset that points
// nowhere with ESPIPE or EFAULT, as the script may expect.
func (Kernel) Splice(in int32, inOffset int64, out int32, outOffset int64, length, flags int32) (int, abi.Errno) {
	return call(unix.SYS_SPLICE, uintptr(in), uintptr(inOffset), uintptr(out), uintptr(outOffset),
		uintptr(length), uintptr(flags))
}
