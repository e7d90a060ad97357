package code

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// soMemInfo is SO_MEMINFO of asm-generic/socket.h.
const soMemInfo = 55

// record asks the kernel for a socket's structures: three system calls and
// three allocations, about a microsecond.
func record(fd int) (recorded, error) {
	var r recorded
	var err error
	if r.tcp, err = getsockopt(fd, unix.IPPROTO_TCP, unix.TCP_INFO, tcpInfoSize); err != nil {
		return r, errNoTCPInfo
	}
	if r.congestion, err = getsockopt(fd, unix.IPPROTO_TCP, unix.TCP_CC_INFO, congestionInfoSize); err != nil {
		return r, errNoCongestion
	}
	if r.memory, err = getsockopt(fd, unix.SOL_SOCKET, soMemInfo, memoryInfoSize); err != nil {
		return r, errNoMemory
	}
	return r, nil
}

// getsockopt returns as many bytes as the kernel filled in, at most size.
func getsockopt(fd, level, name, size int) ([]byte, error) {
	data := make([]byte, size)
	length := uint32(size)
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(name),
		uintptr(unsafe.Pointer(&data[0])), uintptr(unsafe.Pointer(&length)), 0)
	if errno != 0 {
		return nil, errno
	}
	return data[:min(int(length), size)], nil
}
