//go:build linux

package calls

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/program"
)

// newFileMode is for files that a script creates; the umask applies. The call
// of a script has no place for a mode.
const newFileMode = 0o666

// runOpen is open(2) in the folder that the script runs in.
func (i *invocation) runOpen() *mismatch {
	path := append([]byte(nil), i.Arguments[0].Text().Bytes...)
	path = append(path, 0)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall6(unix.SYS_OPENAT, atWorkingFolder, uintptr(unsafe.Pointer(&path[0])), uintptr(i.number(1)), newFileMode, 0, 0)
		return r, e
	})
	_, m := i.open(&descriptor{})
	return m
}

// atWorkingFolder is AT_FDCWD as openat(2) takes it in a register.
const atWorkingFolder = ^uintptr(0) - (-unix.AT_FDCWD - 1)

func (i *invocation) runPipe() *mismatch {
	var live [2]int32
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall(unix.SYS_PIPE2, uintptr(unsafe.Pointer(&live)), 0, 0)
		return r, e
	})
	if m := i.checkResult(); m != nil || i.result < 0 {
		return m
	}
	a := &i.Arguments[0]
	for n, script := range a.Value.(program.DescriptorPair) {
		if f := i.table.add(a.Syntax, &descriptor{script: script, live: live[n]}, false); f != nil {
			return refuse(f)
		}
	}
	return nil
}

// runSendfile is sendfile(2). What it does to the offset is not compared.
func (i *invocation) runSendfile() *mismatch {
	out, m := i.descriptor(0)
	if m != nil {
		return m
	}
	in, m := i.descriptor(1)
	if m != nil {
		return m
	}
	offset := new(int64)
	*offset = i.Arguments[2].Number()
	done := i.announce(out, int(i.number(3)), nil)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall6(unix.SYS_SENDFILE, uintptr(out.live), uintptr(in.live), uintptr(unsafe.Pointer(offset)), uintptr(i.number(3)), 0, 0)
		return r, e
	})
	done()
	return i.checkResult()
}

// runSplice is splice(2). The offsets are pointers, and any but NULL points
// nowhere: the kernel answers ESPIPE or EFAULT, as the script may expect.
func (i *invocation) runSplice() *mismatch {
	in, m := i.descriptor(0)
	if m != nil {
		return m
	}
	out, m := i.descriptor(2)
	if m != nil {
		return m
	}
	done := i.announce(out, int(i.number(4)), nil)
	i.call(func() (uintptr, unix.Errno) {
		r, _, e := unix.Syscall6(unix.SYS_SPLICE, uintptr(in.live), uintptr(i.Arguments[1].Number()), uintptr(out.live),
			uintptr(i.Arguments[3].Number()), uintptr(i.number(4)), uintptr(i.number(5)))
		return r, e
	})
	done()
	return i.checkResult()
}
