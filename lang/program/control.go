package program

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// ControlMessage is an expected control message, or one to send.
type ControlMessage struct {
	Syntax      *lang.ControlMessage
	Level, Type int32
	// Data is what stands after the header, as Linux has it where size_t has
	// 64 bits, in the order of this machine.
	Data []byte
	// One of these is set where the data has a structure.
	Timestamp  *lang.SCMTimestamping
	Extended   *lang.SockExtendedErr
	Statistics []Statistic
}

// constant is the value of a constant that vocab has for certain.
func constant(name string) int32 {
	c, ok := vocab.LookupConstant(name)
	if !ok || !c.HasValue {
		panic("no value for " + name)
	}
	return int32(c.Value)
}

// The layout of control messages (cmsg(3)) where size_t has 64 bits: a header
// of length, level and type, then the data, padded to 8 bytes.
const (
	ControlHeader = 16
	ControlAlign  = 8
)

// ControlSpace is the room that a control message with that many bytes of data
// takes, in bytes.
func ControlSpace(data int) int {
	return ControlHeader + (data+ControlAlign-1)&^(ControlAlign-1)
}

// maxControlLength bounds the control messages of one call, in bytes, as
// google/packetdrill does.
const maxControlLength = 2000

func compileControls(e *lang.Array) ([]ControlMessage, *fault) {
	var out []ControlMessage
	total := 0
	for _, inner := range e.Elements {
		m, ok := inner.(*lang.ControlMessage)
		if !ok {
			return nil, wrongKind(inner, controlForm)
		}
		c := ControlMessage{Syntax: m}
		var f *fault
		if c.Level, f = number32(m.Level); f != nil {
			return nil, f
		}
		if c.Type, f = number32(m.Type); f != nil {
			return nil, f
		}
		if f = c.compileData(); f != nil {
			return nil, f
		}
		total += ControlSpace(len(c.Data))
		if total > maxControlLength {
			return nil, faultf(CodeArgumentValue, m, "more than %d bytes of control messages",
				maxControlLength).onLinux()
		}
		out = append(out, c)
	}
	return out, nil
}

func (c *ControlMessage) compileData() (f *fault) {
	switch e := c.Syntax.Data.(type) {
	case *lang.SCMTimestamping:
		c.Timestamp = e
		c.Data = timestampBytes(e)
	case *lang.SockExtendedErr:
		c.Extended = e
		c.Data, f = extendedBytes(e, c.Level)
	case *lang.Array, *lang.List:
		list, _ := elements(e)
		c.Statistics, f = compileStatistics(list)
		c.Data = statisticsBytes(c.Statistics)
	default:
		var n int32
		n, f = number32(e)
		c.Data = binary.NativeEndian.AppendUint32(nil, uint32(n))
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

// The kernel appends the address of the offender to a struct sock_extended_err
// (linux/errqueue.h): a sockaddr_in, or a sockaddr_in6 at any other level than
// SOL_IP. Sizes in bytes.
const (
	extendedErrorSize = 16
	sockaddr4Size     = 16
	sockaddr6Size     = 28
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
	if level == constant("SOL_IP") {
		size = extendedErrorSize + sockaddr4Size
	}
	b := make([]byte, size)
	binary.NativeEndian.PutUint32(b, uint32(words[0]))
	copy(b[4:], bytes[:])
	binary.NativeEndian.PutUint32(b[8:], uint32(words[1]))
	binary.NativeEndian.PutUint32(b[12:], uint32(words[2]))
	return b, nil
}
