//go:build linux

package calls

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktlang/pkt/lang"
)

// setting is the value of a socket option, as the bytes that the kernel takes
// or gives.
type setting struct {
	expr  lang.Expr
	bytes []byte
}

// compileSetting encodes an option's value. expected says that it is what
// getsockopt is expected to return; a label stack can only be set.
func compileSetting(e lang.Expr, expected bool) (*setting, *fault) {
	s := &setting{expr: e}
	switch e := e.(type) {
	case *lang.String:
		t, f := compileText(e)
		if f != nil {
			return nil, f
		}
		s.bytes = t.bytes
		return s, nil
	case *lang.Array, *lang.List:
		n, f := bracketed32(e)
		if f != nil {
			return nil, f
		}
		s.bytes = binary.NativeEndian.AppendUint32(nil, uint32(n))
		return s, nil
	case *lang.Linger:
		s.bytes = lingerBytes(e)
		return s, nil
	case *lang.GRE:
		s.bytes = greBytes(e)
		return s, nil
	case *lang.MPLS:
		if !expected {
			s.bytes = mplsBytes(e)
			return s, nil
		}
	case *lang.InetAddress:
		if e.Version == 6 {
			return compileAddress6(e)
		}
	}
	f := wrongKind(e, "the value of an option", "list")
	f.notes = append(f.notes, "a value is written [number], \"string\", {onoff=N, linger=N}, inet6_addr(\"...\") or as a header in braces")
	return nil, inBrackets(f)
}

func compileAddress6(e *lang.InetAddress) (*setting, *fault) {
	addr, err := netip.ParseAddr(e.Text)
	if err != nil || !addr.Is6() || addr.Zone() != "" {
		return nil, faultf(e, "%q is no IPv6 address", e.Text)
	}
	b := addr.As16()
	return &setting{expr: e, bytes: b[:]}, nil
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

// mplsBytes is a label stack (RFC 3032): 32 bits an entry, and behind the last
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
