package program

import (
	"github.com/pktlang/pkt/lang"
)

// Lengths of headers, in bytes.
const (
	ipv4Length = 20
	ipv6Length = 40
	tcpLength  = 20
	udpLength  = 8
	icmpLength = 8
	greLength  = 4
	mplsLength = 4
)

const (
	// maxDatagram is google/packetdrill's limit on a packet with the longer of the
	// two IP headers, in bytes.
	maxDatagram = 64 * 1024
	// maxTotal is what the length field of an IPv4 header holds, in bytes.
	maxTotal = 65535
)

// MaxHeaders is the reference's limit on the headers of a packet.
const MaxHeaders = 6

// ipVersions is a set of versions of IP that packets may have.
type ipVersions uint8

const (
	overIPv4 ipVersions = 1 << iota
	overIPv6
	overAny = overIPv4 | overIPv6
)

// packetCheck finds what is wrong with one packet.
type packetCheck struct {
	packet *lang.Packet
	// known are the codes of what the parser has found wrong with it.
	known  map[string]bool
	faults []*fault
}

func checkPacket(st *lang.Statement, p *lang.Packet) []*fault {
	c := &packetCheck{packet: p}
	for _, d := range st.Problems {
		if c.known == nil {
			c.known = make(map[string]bool)
		}
		c.known[d.Code] = true
	}
	c.dialects()
	size := 0
	switch t := p.Transport.(type) {
	case *lang.TCP:
		size = c.tcp(t)
	case *lang.UDP:
		size = c.udp(t)
	case *lang.ICMP:
		size = c.icmp(t)
	}
	c.outerHeaders(size)
	return c.faults
}

func (c *packetCheck) fault(code string, node lang.Node, format string, args ...any) *fault {
	f := faultf(code, node, format, args...)
	c.faults = append(c.faults, f)
	return f
}

// tcp returns the size of the segment, in bytes.
func (c *packetCheck) tcp(t *lang.TCP) int {
	options := 0
	if t.Options != nil {
		for _, o := range t.Options.List {
			options += max(lang.OptionLength(o), 0)
		}
	}
	size := tcpLength + options + int(t.Seq.Length.Value)
	c.size(&t.Seq, "segment", size, t.Seq.Length.Value)
	return size
}

func (c *packetCheck) udp(u *lang.UDP) int {
	size := udpLength + int(u.Length.Value)
	c.size(&u.Length, "datagram", size, u.Length.Value)
	return size
}

// size holds what an IP packet carries against the limit.
func (c *packetCheck) size(node lang.Node, what string, size int, payload int64) {
	if ipv6Length+size > maxDatagram && !c.known[lang.CodeOutOfRange] {
		c.fault(CodePacketTooLarge, node,
			"the %s is too large: %d bytes of payload do not fit into an IP packet", what, payload)
	}
}

// outerHeaders checks what stands around a packet whose transport header and
// payload have the given size.
func (c *packetCheck) outerHeaders(size int) {
	outer := c.packet.Encapsulations
	if len(outer) == 0 {
		return
	}
	const inner = 2 // IP and what it carries
	if len(outer)+inner > MaxHeaders {
		at := lang.Span{Off: outer[0].Where().Off, End: outer[len(outer)-1].Where().End}
		c.fault(CodeOuterHeaders, at, "%d headers are too many: a packet may have %d, of which %d are outer ones",
			len(outer)+inner, MaxHeaders, MaxHeaders-inner)
	}
	if _, ok := outer[0].(*lang.IPHeader); !ok {
		c.fault(CodeOuterHeaders, outer[0], "the outermost header must be `ipv4` or `ipv6`")
	}
	if c.known[lang.CodeOutOfRange] {
		return
	}
	// The smaller of the two inner headers: what does not fit with it does not
	// fit with the other.
	total := ipv4Length + size
	for i := len(outer) - 1; i >= 0; i-- {
		total += outerLength(outer[i])
		h, ok := outer[i].(*lang.IPHeader)
		if ok && (h.Version == 4 && total > maxTotal || total-ipv6Length > maxTotal) {
			c.fault(CodePacketTooLarge, h,
				"the packet is too large for this header: %d bytes do not fit into an IPv%d packet", total, h.Version)
			return
		}
	}
}

// outerLength is the length of an outer header, in bytes.
func outerLength(e lang.Encapsulation) int {
	switch e := e.(type) {
	case *lang.IPHeader:
		if e.Version == 4 {
			return ipv4Length
		}
		return ipv6Length
	case *lang.GRE:
		return greLengthOf(e)
	case *lang.MPLS:
		return mplsLength * len(e.Labels)
	}
	return 0
}

// greLengthOf counts the fields that the flags of a GRE header announce (RFC
// 2784, RFC 2890).
func greLengthOf(e *lang.GRE) int {
	length := greLength
	if e.Present == nil {
		return length
	}
	for _, flag := range []int64{0x8000, 0x2000, 0x1000} { // checksum, key, sequence number
		if e.Present.Flags.Value&flag != 0 {
			length += 4
		}
	}
	return length
}
