package calls

import (
	"encoding/binary"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

func isExtendedError(c *program.ControlMessage) bool {
	return c.Level == abi.SOL_IP && c.Type == abi.IP_RECVERR || c.Level == abi.SOL_IPV6 && c.Type == abi.IPV6_RECVERR
}

func isTimestamp(c *program.ControlMessage) bool {
	return c.Level == abi.SOL_SOCKET && c.Type == abi.SCM_TIMESTAMPING
}

func isStatistics(c *program.ControlMessage) bool {
	return c.Level == abi.SOL_SOCKET && c.Type == abi.SCM_TIMESTAMPING_OPT_STATS
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
		b = abi.AppendControl(b, abi.ControlMessage{Level: c.Level, Type: c.Type, Data: c.Data})
	}
	return b
}

// controlsLength is the number of bytes that controlsBytes returns.
func controlsLength(list []program.ControlMessage) int {
	n := 0
	for _, c := range list {
		n += abi.ControlSpace(len(c.Data))
	}
	return n
}
