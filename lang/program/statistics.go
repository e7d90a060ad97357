package program

import (
	"encoding/binary"
	"math"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// Statistic is one attribute of SCM_TIMESTAMPING_OPT_STATS as it is expected.
type Statistic struct {
	Syntax    *lang.Assign
	Attribute uint16 // TCP_NLA_
	Value     uint64
	Any       bool // "..."
	Layout    vocab.Statistic
}

// Unchecked reports whether any value will do. Besides "..." that is, as in
// google/packetdrill, a value with all of its bits set, counted in 32 bits for
// the statistics of 64.
func (s *Statistic) Unchecked() bool {
	return s.Any || s.Value == math.MaxUint32>>(32-8*min(s.Layout.Size, 4))
}

// compileStatistics reads {TCP_NLA_BUSY=..., TCP_NLA_CA_STATE=0}.
func compileStatistics(list []lang.Expr) ([]Statistic, *fault) {
	var out []Statistic
	for _, e := range list {
		assign, ok := e.(*lang.Assign)
		if !ok {
			return nil, wrongKind(e, statisticForm)
		}
		s, f := compileStatistic(assign)
		if f != nil {
			return nil, f
		}
		out = append(out, s)
	}
	return out, nil
}

func compileStatistic(e *lang.Assign) (Statistic, *fault) {
	s := Statistic{Syntax: e, Any: isEllipsis(e.Value)}
	attribute, f := symbol(&e.Name)
	if f != nil {
		// The names in other structures of dialects are no constants, so that
		// only here can be said that this one is unknown.
		return s, unknownSymbol(Symbol{&e.Name, statisticKinds, "statistic"}).onLinux()
	}
	s.Attribute = uint16(attribute)
	if s.Layout, _ = vocab.StatisticOf(attribute); s.Layout.Size == 0 {
		return s, faultf(CodeArgumentKind, &e.Name, "%s is no statistic of a timestamp", e.Name.Name).onLinux()
	}
	if s.Any {
		return s, nil
	}
	value, f := number(e.Value)
	if f != nil {
		return s, f
	}
	if size := s.Layout.Size; size < 8 && (value < 0 || value >= 1<<(8*size)) {
		return s, faultf(CodeArgumentValue, e.Value,
			"%d does not fit into the %d bits of %s", value, 8*size, e.Name.Name).onLinux()
	}
	s.Value = uint64(value)
	return s, nil
}

// AttributeHeader is the size of a struct nlattr (linux/netlink.h): length and
// type, 16 bits each.
const AttributeHeader = 4

// statisticsBytes encodes statistics as the kernel does (netlink(7)).
func statisticsBytes(list []Statistic) []byte {
	var b []byte
	for _, s := range list {
		b = binary.NativeEndian.AppendUint16(b, uint16(AttributeHeader+s.Layout.Size))
		b = binary.NativeEndian.AppendUint16(b, s.Attribute)
		b = appendUint(b, s.Value, s.Layout.Size)
		b = append(b, make([]byte, -len(b)&3)...)
	}
	return b
}

// appendUint appends a value of 1, 2, 4 or 8 bytes in the machine's order.
func appendUint(b []byte, value uint64, size int) []byte {
	switch size {
	case 1:
		return append(b, byte(value))
	case 2:
		return binary.NativeEndian.AppendUint16(b, uint16(value))
	case 4:
		return binary.NativeEndian.AppendUint32(b, uint32(value))
	}
	return binary.NativeEndian.AppendUint64(b, value)
}
