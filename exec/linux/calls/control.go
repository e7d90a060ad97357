//go:build linux

package calls

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/program"
)

// receivedControl is a control message as the kernel wrote it.
type receivedControl struct {
	level, kind int32
	data        []byte
}

func isExtendedError(c *program.ControlMessage) bool {
	return c.Level == unix.SOL_IP && c.Type == unix.IP_RECVERR || c.Level == unix.SOL_IPV6 && c.Type == unix.IPV6_RECVERR
}

func isTimestamp(c *program.ControlMessage) bool {
	return c.Level == unix.SOL_SOCKET && c.Type == unix.SCM_TIMESTAMPING
}

func isStatistics(c *program.ControlMessage) bool {
	return c.Level == unix.SOL_SOCKET && c.Type == unix.SCM_TIMESTAMPING_OPT_STATS
}

// extendedError is a struct sock_extended_err (linux/errqueue.h).
type extendedError struct {
	errno                  uint32
	origin, category, code uint8
	info, data             uint32
}

const extendedErrorSize = 16

func readExtendedError(b []byte) extendedError {
	return extendedError{
		errno:  binary.NativeEndian.Uint32(b),
		origin: b[4], category: b[5], code: b[6],
		info: binary.NativeEndian.Uint32(b[8:]),
		data: binary.NativeEndian.Uint32(b[12:]),
	}
}

// controlsBytes encodes control messages for sendmsg(2).
func controlsBytes(list []program.ControlMessage) []byte {
	var b []byte
	for _, c := range list {
		b = binary.NativeEndian.AppendUint64(b, uint64(program.ControlHeader+len(c.Data)))
		b = binary.NativeEndian.AppendUint32(b, uint32(c.Level))
		b = binary.NativeEndian.AppendUint32(b, uint32(c.Type))
		b = append(b, c.Data...)
		b = append(b, make([]byte, -len(b)&(program.ControlAlign-1))...)
	}
	return b
}

// controlsLength is the number of bytes that controlsBytes returns.
func controlsLength(list []program.ControlMessage) int {
	n := 0
	for _, c := range list {
		n += program.ControlSpace(len(c.Data))
	}
	return n
}

// readControls takes apart what recvmsg(2) has written. complete is false where
// a header is not plausible.
func readControls(b []byte) (list []receivedControl, complete bool) {
	for len(b) >= program.ControlHeader {
		length := binary.NativeEndian.Uint64(b)
		if length < program.ControlHeader || length > uint64(len(b)) {
			return list, false
		}
		list = append(list, receivedControl{
			level: int32(binary.NativeEndian.Uint32(b[8:])),
			kind:  int32(binary.NativeEndian.Uint32(b[12:])),
			data:  b[program.ControlHeader:length],
		})
		b = b[min(program.ControlSpace(int(length)-program.ControlHeader), len(b)):]
	}
	return list, true
}
