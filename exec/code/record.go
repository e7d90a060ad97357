package code

import (
	"github.com/pktlang/pkt/exec/abi"
)

// Getsockopt asks a kernel for an option of a live socket, as getsockopt(2) does.
type Getsockopt func(fd, level, name int32, value []byte, length *uint32) abi.Errno

// record asks the kernel for a socket's structures: three system calls and
// three allocations, about a microsecond.
func (ask Getsockopt) record(fd int) (recorded, error) {
	var r recorded
	var errno abi.Errno
	if r.tcp, errno = ask.structure(fd, abi.SOL_TCP, abi.TCP_INFO, tcpInfoSize); errno != 0 {
		return r, errNoTCPInfo
	}
	if r.congestion, errno = ask.structure(fd, abi.SOL_TCP, abi.TCP_CC_INFO, congestionInfoSize); errno != 0 {
		return r, errNoCongestion
	}
	if r.memory, errno = ask.structure(fd, abi.SOL_SOCKET, abi.SO_MEMINFO, memoryInfoSize); errno != 0 {
		return r, errNoMemory
	}
	return r, nil
}

// structure returns as many bytes as the kernel filled in, at most size.
func (ask Getsockopt) structure(fd int, level, name int32, size int) ([]byte, abi.Errno) {
	data := make([]byte, size)
	length := uint32(size)
	errno := ask(int32(fd), level, name, data, &length)
	return data[:min(int(length), size)], errno
}
