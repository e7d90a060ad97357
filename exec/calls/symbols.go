package calls

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// flagsText writes a set of flags as symbols of a kind joined with |, what is
// left over in hexadecimal, and an empty set as 0.
func flagsText(kind vocab.ConstantKind, value int64) string {
	if value == 0 {
		return "0"
	}
	var parts []string
	left := uint64(uint32(value))
	for bit := uint64(1); bit <= left && bit != 0; bit <<= 1 {
		if left&bit == 0 {
			continue
		}
		if name := symbolOf(kind, int64(bit)); name != "" {
			parts = append(parts, name)
			left &^= bit
		}
	}
	if left != 0 {
		parts = append(parts, fmt.Sprintf("%#x", left))
	}
	return strings.Join(parts, "|")
}

// symbolOf is the first symbol of a kind with a value that google/packetdrill
// knows, or else any; empty where there is none.
func symbolOf(kind vocab.ConstantKind, value int64) string {
	other := ""
	for _, c := range vocab.ConstantsOfKind(kind) {
		if !c.HasValue || c.Value != value {
			continue
		}
		if c.Dialect == vocab.Base {
			return c.Name
		}
		if other == "" {
			other = c.Name
		}
	}
	return other
}

// valueText is the symbol for a value, or the value.
func valueText(kind vocab.ConstantKind, value int64) string {
	if name := symbolOf(kind, value); name != "" {
		return name
	}
	return strconv.FormatInt(value, 10)
}
