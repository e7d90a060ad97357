package program

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktlang/pkt/lang"
)

// compileOptionValue encodes an option's value. expected says that it is what
// getsockopt is expected to return; a label stack can only be set.
func compileOptionValue(e lang.Expr, expected bool) (Value, *fault) {
	v := &OptionValue{Syntax: e}
	switch e := e.(type) {
	case *lang.String:
		t, f := compileText(e)
		if f != nil {
			return nil, f
		}
		v.Bytes = t.Bytes
		return v, nil
	case *lang.Array, *lang.List:
		n, f := bracketed32(e)
		v.Bytes = binary.NativeEndian.AppendUint32(nil, uint32(n))
		return v, f
	case *lang.Linger:
		v.Bytes = lingerBytes(e)
		return v, nil
	case *lang.GRE:
		v.Bytes = greBytes(e)
		return v, nil
	case *lang.MPLS:
		if !expected {
			v.Bytes = mplsBytes(e)
			return v, nil
		}
	case *lang.InetAddress:
		if e.Version == 6 {
			return compileAddress6(e)
		}
	}
	f := wrongKind(e, optionForm)
	f.note("a value is written [number], \"string\", {onoff=N, linger=N}, inet6_addr(\"...\") or as a header in braces")
	return nil, inBrackets(f)
}

func compileAddress6(e *lang.InetAddress) (Value, *fault) {
	addr, err := netip.ParseAddr(e.Text)
	if err != nil || !addr.Is6() || addr.Zone() != "" {
		return nil, faultf(CodeArgumentValue, e, "%q is no IPv6 address", e.Text).onLinux()
	}
	b := addr.As16()
	return &OptionValue{Syntax: e, Bytes: b[:]}, nil
}

// lingerBytes is a struct linger (socket(7)): two ints.
func lingerBytes(e *lang.Linger) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(e.OnOff.Value))
	return binary.NativeEndian.AppendUint32(b, uint32(e.Seconds.Value))
}

// The flags of a GRE header that add a word to it (RFC 2784, RFC 2890).
const (
	greChecksum = 0x8000
	greKey      = 0x2000
	greSequence = 0x1000
	greSize     = 16
)

// greBytes is a GRE header with its optional words at fixed places: checksum
// and offset, key, sequence number. As in google/packetdrill the header is cut
// to the length that its flags call for, and the rest is zero.
func greBytes(e *lang.GRE) []byte {
	b := make([]byte, greSize)
	p := e.Present
	if p == nil {
		return b
	}
	flags := uint16(p.Flags.Value)
	binary.BigEndian.PutUint16(b, flags)
	binary.BigEndian.PutUint16(b[4:], uint16(p.Sum.Value))
	binary.BigEndian.PutUint16(b[6:], uint16(p.Off.Value))
	binary.BigEndian.PutUint32(b[8:], uint32(p.Key.Value))
	binary.BigEndian.PutUint32(b[12:], uint32(p.Seq.Value))
	length := 4
	for _, flag := range []uint16{greChecksum, greKey, greSequence} {
		if flags&flag != 0 {
			length += 4
		}
	}
	clear(b[length:])
	return b
}

// mplsEntries is how many labels a stack may have in google/packetdrill.
const mplsEntries = 6

// mplsBytes is a label stack (RFC 3032): 32 bits an entry, and after the last
// possible one their number, where google/packetdrill has it.
func mplsBytes(e *lang.MPLS) []byte {
	b := make([]byte, 4*mplsEntries+4)
	for n, l := range e.Labels {
		if n == mplsEntries {
			break
		}
		entry := uint32(l.Label.Value)<<12 | uint32(l.TrafficClass.Value)<<9 | uint32(l.TTL.Value)
		if l.Bottom {
			entry |= 1 << 8
		}
		binary.BigEndian.PutUint32(b[4*n:], entry)
	}
	binary.NativeEndian.PutUint32(b[4*mplsEntries:], uint32(min(len(e.Labels), mplsEntries)))
	return b
}
