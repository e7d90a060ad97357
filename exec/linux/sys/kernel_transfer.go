//go:build linux

package sys

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/abi"
)

// Read implements calls.Kernel.
func (Kernel) Read(fd int32, b abi.Buffer) (int, abi.Errno) {
	return call(unix.SYS_READ, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length))
}

// Recvfrom implements calls.Kernel.
func (Kernel) Recvfrom(fd int32, b abi.Buffer, flags int32, from *abi.Sockaddr) (int, abi.Errno) {
	if from == nil {
		return call(unix.SYS_RECVFROM, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length), uintptr(flags))
	}
	return call(unix.SYS_RECVFROM, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length), uintptr(flags),
		uintptr(unsafe.Pointer(&from.Storage)), uintptr(unsafe.Pointer(&from.Length)))
}

// Write implements calls.Kernel.
func (Kernel) Write(fd int32, b abi.Buffer) (int, abi.Errno) {
	return call(unix.SYS_WRITE, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length))
}

// Sendto implements calls.Kernel.
func (Kernel) Sendto(fd int32, b abi.Buffer, flags int32, to *abi.Sockaddr) (int, abi.Errno) {
	if to == nil {
		return call(unix.SYS_SENDTO, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length), uintptr(flags))
	}
	return call(unix.SYS_SENDTO, uintptr(fd), uintptr(pointer(b.Bytes)), uintptr(b.Length), uintptr(flags),
		uintptr(unsafe.Pointer(&to.Storage)), uintptr(to.Length))
}

// iovecs are the buffers as the kernel takes them.
func iovecs(vector []abi.Buffer) []unix.Iovec {
	out := make([]unix.Iovec, len(vector))
	for n, b := range vector {
		out[n].Base = unsafe.SliceData(b.Bytes)
		out[n].SetLen(int(b.Length))
	}
	return out
}

// Readv implements calls.Kernel.
func (Kernel) Readv(fd int32, vector []abi.Buffer) (int, abi.Errno) {
	v := iovecs(vector)
	return call(unix.SYS_READV, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(v))), uintptr(len(v)))
}

// Writev implements calls.Kernel.
func (Kernel) Writev(fd int32, vector []abi.Buffer) (int, abi.Errno) {
	v := iovecs(vector)
	return call(unix.SYS_WRITEV, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(v))), uintptr(len(v)))
}

// msghdr is a message as the kernel takes it.
func msghdr(m *abi.Message) *unix.Msghdr {
	h := &unix.Msghdr{}
	if m.Name != nil {
		h.Name, h.Namelen = &m.Name.Storage[0], m.Name.Length
	}
	if v := iovecs(m.Vector); len(v) > 0 {
		h.Iov = &v[0]
		h.SetIovlen(len(v))
	}
	if len(m.Control) > 0 {
		h.Control = &m.Control[0]
		h.SetControllen(len(m.Control))
	}
	return h
}

// Recvmsg implements calls.Kernel.
func (Kernel) Recvmsg(fd int32, m *abi.Message, flags int32) (int, abi.Errno) {
	h := msghdr(m)
	n, errno := call(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(h)), uintptr(flags))
	if errno == 0 {
		m.Flags = h.Flags
		m.Control = m.Control[:min(int(h.Controllen), len(m.Control))]
		if m.Name != nil {
			m.Name.Length = h.Namelen
		}
	}
	return n, errno
}

// Sendmsg implements calls.Kernel.
func (Kernel) Sendmsg(fd int32, m *abi.Message, flags int32) (int, abi.Errno) {
	return call(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(msghdr(m))), uintptr(flags))
}
