package calls

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang/vocab"
)

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
