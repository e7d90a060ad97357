//go:build linux

package calls

import (
	"encoding/binary"
	"math"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// statistic describes one attribute of SCM_TIMESTAMPING_OPT_STATS
// (tcp_get_timestamping_opt_stats in net/ipv4/tcp.c).
type statistic struct {
	size int // bytes; 0 where there is no such attribute
	// duration marks times in microseconds, which may differ by the tolerance.
	duration bool
}

// statistics are indexed by attribute (TCP_NLA_ in linux/tcp.h).
var statistics = [...]statistic{
	{size: 4},                 // TCP_NLA_PAD
	{size: 8, duration: true}, // TCP_NLA_BUSY
	{size: 8, duration: true}, // TCP_NLA_RWND_LIMITED
	{size: 8, duration: true}, // TCP_NLA_SNDBUF_LIMITED
	{size: 8},                 // TCP_NLA_DATA_SEGS_OUT
	{size: 8},                 // TCP_NLA_TOTAL_RETRANS
	{size: 8},                 // TCP_NLA_PACING_RATE
	{size: 8},                 // TCP_NLA_DELIVERY_RATE
	{size: 4},                 // TCP_NLA_SND_CWND
	{size: 4},                 // TCP_NLA_REORDERING
	{size: 4},                 // TCP_NLA_MIN_RTT
	{size: 1},                 // TCP_NLA_RECUR_RETRANS
	{size: 1},                 // TCP_NLA_DELIVERY_RATE_APP_LMT
	{size: 4},                 // TCP_NLA_SNDQ_SIZE
	{size: 1},                 // TCP_NLA_CA_STATE
	{size: 4},                 // TCP_NLA_SND_SSTHRESH
	{size: 4},                 // TCP_NLA_DELIVERED
	{size: 4},                 // TCP_NLA_DELIVERED_CE
	{size: 8},                 // TCP_NLA_BYTES_SENT
	{size: 8},                 // TCP_NLA_BYTES_RETRANS
	{size: 4},                 // TCP_NLA_DSACK_DUPS
	{size: 4},                 // TCP_NLA_REORD_SEEN
	{size: 4},                 // TCP_NLA_SRTT
	{size: 2},                 // TCP_NLA_TIMEOUT_REHASH
	{size: 4},                 // TCP_NLA_BYTES_NOTSENT
	{size: 8},                 // TCP_NLA_EDT
	{size: 1},                 // TCP_NLA_TTL
	{size: 4},                 // TCP_NLA_REHASH
}

const statisticPad = 0

// attribute is an expected statistic.
type attribute struct {
	expr  *lang.Assign
	kind  uint16
	value uint64
	any   bool // "..."
}

// compileAttributes reads {TCP_NLA_BUSY=..., TCP_NLA_CA_STATE=0}.
func compileAttributes(list []lang.Expr) ([]attribute, *fault) {
	var out []attribute
	for _, e := range list {
		assign, ok := e.(*lang.Assign)
		if !ok {
			return nil, wrongKind(e, "a statistic such as TCP_NLA_SND_CWND=10", "binary_expression")
		}
		kind, f := symbol(&assign.Name)
		if f != nil {
			return nil, f
		}
		if kind < 0 || kind >= int64(len(statistics)) || statistics[kind].size == 0 {
			return nil, faultf(&assign.Name, "%s is no statistic of a timestamp", assign.Name.Name)
		}
		a := attribute{expr: assign, kind: uint16(kind)}
		if a.any = isEllipsis(assign.Value); !a.any {
			value, f := number(assign.Value)
			if f != nil {
				return nil, f
			}
			if f := a.setValue(value); f != nil {
				return nil, f
			}
		}
		out = append(out, a)
	}
	return out, nil
}

func (a *attribute) setValue(value int64) *fault {
	size := statistics[a.kind].size
	if size < 8 && (value < 0 || value >= 1<<(8*size)) {
		return faultf(a.expr.Value, "%d does not fit into the %d bits of %s", value, 8*size, a.expr.Name.Name)
	}
	a.value = uint64(value)
	return nil
}

// unchecked tells whether any value will do. Besides "..." that is, as in
// google/packetdrill, a value with all of its bits set, counted in 32 bits for
// the statistics of 64.
func (a *attribute) unchecked() bool {
	size := statistics[a.kind].size
	return a.any || a.value == math.MaxUint32>>(32-8*min(size, 4))
}

// attributeHeader is the size of a struct nlattr (linux/netlink.h): length and
// type, 16 bits each.
const attributeHeader = 4

// attributesLength is the number of bytes that attributes take (netlink(7)).
func attributesLength(list []attribute) int {
	n := 0
	for _, a := range list {
		n += attributeHeader + (statistics[a.kind].size+3)&^3
	}
	return n
}

// attributesBytes encodes attributes as the kernel does.
func attributesBytes(list []attribute) []byte {
	b := make([]byte, 0, attributesLength(list))
	for _, a := range list {
		size := statistics[a.kind].size
		b = binary.NativeEndian.AppendUint16(b, uint16(attributeHeader+size))
		b = binary.NativeEndian.AppendUint16(b, a.kind)
		b = appendUint(b, a.value, size)
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

// readUint reads a value of up to 8 bytes in the machine's order; of the odd
// sizes, which no attribute has, it reads what it can.
func readUint(b []byte) uint64 {
	switch {
	case len(b) >= 8:
		return binary.NativeEndian.Uint64(b)
	case len(b) >= 4:
		return uint64(binary.NativeEndian.Uint32(b))
	case len(b) >= 2:
		return uint64(binary.NativeEndian.Uint16(b))
	case len(b) == 1:
		return uint64(b[0])
	}
	return 0
}

// attributeName is the symbol of an attribute.
func attributeName(kind uint16) string {
	for _, c := range vocab.ConstantsOfKind(vocab.StatisticsAttribute) {
		if c.HasValue && c.Value == int64(kind) {
			return c.Name
		}
	}
	return "an unknown statistic"
}
