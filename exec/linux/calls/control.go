//go:build linux

package calls

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
)

// control is an expected control message, or one to send.
type control struct {
	expr        *lang.ControlMessage
	level, kind int32
	data        []byte
	// One of these is set where the data has a structure.
	timestamp  *lang.SCMTimestamping
	extended   *lang.SockExtendedErr
	attributes []attribute
}

// The numbers by which control messages are told apart (asm-generic/socket.h,
// linux/in.h, linux/in6.h).
const (
	solSocket   = 1
	solIP       = 0
	solIPv6     = 41
	ipRecvErr   = 11
	ipv6RecvErr = 25

	scmTimestamping           = 37
	scmTimestampingStatistics = 54
)

func (c *control) isExtendedError() bool {
	return c.level == solIP && c.kind == ipRecvErr || c.level == solIPv6 && c.kind == ipv6RecvErr
}

func (c *control) isTimestamp() bool {
	return c.level == solSocket && c.kind == scmTimestamping
}

func (c *control) isStatistics() bool {
	return c.level == solSocket && c.kind == scmTimestampingStatistics
}

// maxControlLength bounds the control messages of one call, in bytes, as
// google/packetdrill does.
const maxControlLength = 2000

func compileControls(e *lang.Array) ([]control, *fault) {
	var out []control
	total := 0
	for _, inner := range e.Elements {
		m, ok := inner.(*lang.ControlMessage)
		if !ok {
			return nil, wrongKind(inner, "a control message such as {cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=0}", "cmsg")
		}
		c := control{expr: m}
		var f *fault
		if c.level, f = number32(m.Level); f != nil {
			return nil, f
		}
		if c.kind, f = number32(m.Type); f != nil {
			return nil, f
		}
		if f = c.compileData(); f != nil {
			return nil, f
		}
		total += controlSpace(len(c.data))
		if total > maxControlLength {
			return nil, faultf(m, "more than %d bytes of control messages", maxControlLength)
		}
		out = append(out, c)
	}
	return out, nil
}

func (c *control) compileData() (f *fault) {
	switch e := c.expr.Data.(type) {
	case *lang.SCMTimestamping:
		c.timestamp = e
		c.data = timestampBytes(e)
	case *lang.SockExtendedErr:
		c.extended = e
		c.data, f = extendedBytes(e, c.level)
	case *lang.Array, *lang.List:
		list, _ := elements(e)
		c.attributes, f = compileAttributes(list)
		c.data = attributesBytes(c.attributes)
	default:
		var n int32
		n, f = number32(e)
		c.data = binary.NativeEndian.AppendUint32(nil, uint32(n))
	}
	return f
}

// timestampBytes is a struct scm_timestamping (linux/errqueue.h): three
// timespecs, of which the first is the software timestamp.
func timestampBytes(e *lang.SCMTimestamping) []byte {
	b := make([]byte, 3*16)
	binary.NativeEndian.PutUint64(b, uint64(e.Seconds.Value))
	binary.NativeEndian.PutUint64(b[8:], uint64(e.Nanoseconds.Value))
	return b
}

// extendedError is a struct sock_extended_err (linux/errqueue.h).
type extendedError struct {
	errno                  uint32
	origin, category, code uint8
	info, data             uint32
}

const extendedErrorSize = 16

// The kernel appends the address of the offender to an extended error: a
// sockaddr_in, or a sockaddr_in6 at any other level than SOL_IP.
const (
	sockaddr4Size = 16
	sockaddr6Size = 28
)

func extendedBytes(e *lang.SockExtendedErr, level int32) ([]byte, *fault) {
	var words [3]int32
	var bytes [3]uint8
	var f *fault
	for n, expr := range []lang.Expr{e.Errno, e.Info, e.Data} {
		if words[n], f = number32(expr); f != nil {
			return nil, f
		}
	}
	for n, expr := range []lang.Expr{e.Origin, e.Type, e.Code} {
		if bytes[n], f = number8(expr); f != nil {
			return nil, f
		}
	}
	size := extendedErrorSize + sockaddr6Size
	if level == solIP {
		size = extendedErrorSize + sockaddr4Size
	}
	b := make([]byte, size)
	binary.NativeEndian.PutUint32(b, uint32(words[0]))
	copy(b[4:], bytes[:])
	binary.NativeEndian.PutUint32(b[8:], uint32(words[1]))
	binary.NativeEndian.PutUint32(b[12:], uint32(words[2]))
	return b, nil
}

func readExtendedError(b []byte) extendedError {
	return extendedError{
		errno:  binary.NativeEndian.Uint32(b),
		origin: b[4], category: b[5], code: b[6],
		info: binary.NativeEndian.Uint32(b[8:]),
		data: binary.NativeEndian.Uint32(b[12:]),
	}
}

// The layout of control messages (cmsg(3)) where size_t has 64 bits: a header
// of length, level and type, then the data, padded to 8 bytes.
const (
	controlHeader = 16
	controlAlign  = 8
)

// controlSpace is the room that a control message takes, in bytes.
func controlSpace(data int) int {
	return controlHeader + (data+controlAlign-1)&^(controlAlign-1)
}

// controlsBytes encodes control messages for sendmsg(2).
func controlsBytes(list []control) []byte {
	var b []byte
	for _, c := range list {
		b = binary.NativeEndian.AppendUint64(b, uint64(controlHeader+len(c.data)))
		b = binary.NativeEndian.AppendUint32(b, uint32(c.level))
		b = binary.NativeEndian.AppendUint32(b, uint32(c.kind))
		b = append(b, c.data...)
		b = append(b, make([]byte, -len(b)&(controlAlign-1))...)
	}
	return b
}

// controlsLength is the number of bytes that controlsBytes returns.
func controlsLength(list []control) int {
	n := 0
	for _, c := range list {
		n += controlSpace(len(c.data))
	}
	return n
}

// readControls takes apart what recvmsg(2) has written. complete is false where
// a header is not plausible.
func readControls(b []byte) (list []control, complete bool) {
	for len(b) >= controlHeader {
		length := binary.NativeEndian.Uint64(b)
		if length < controlHeader || length > uint64(len(b)) {
			return list, false
		}
		list = append(list, control{
			level: int32(binary.NativeEndian.Uint32(b[8:])),
			kind:  int32(binary.NativeEndian.Uint32(b[12:])),
			data:  b[controlHeader:length],
		})
		b = b[min(controlSpace(int(length)-controlHeader), len(b)):]
	}
	return list, true
}
