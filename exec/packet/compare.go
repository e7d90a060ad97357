package packet

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// Part is the part of a packet, as a script writes it, that a difference is in.
type Part uint8

// The parts of a packet.
const (
	PartPacket Part = iota // headers that scripts write before the packet, or none that they write
	PartIP                 // what stands in (...) or [...]
	PartFlags
	PartSequence
	PartAck
	PartWindow
	PartUrgent
	PartOptions
	PartLength
	PartTransport // type and code of ICMP, length of UDP
)

var partNames = [...]string{"headers", "IP information", "flags", "sequence number", "ack", "win", "urg", "options",
	"length", "type or code"}

// String names the part for people.
func (p Part) String() string { return partNames[p] }

// Difference is one way in which a packet is not the expected one.
type Difference struct {
	Part Part
	// Text says it in few words, such as "wscale 7 instead of 8".
	Text string
	// Reference is how google/packetdrill says it.
	Reference string
	// Option is the name of the TCP option that differs, where it is one that
	// the script has.
	Option string
	// Derived is set where another difference explains this one, as the length
	// of the options explains that of the header.
	Derived bool
}

// comparison collects differences in the order in which the reference checks.
type comparison struct {
	actual, expected *Packet
	strict           bool
	out              []Difference
}

// CompareHeaders compares the headers of two packets, layer by layer. With
// strict false it leaves out what may differ between the segments of one large
// packet, and expects actual to follow expected in sequence space.
func CompareHeaders(actual, expected *Packet, strict bool) []Difference {
	c := &comparison{actual: actual, expected: expected, strict: strict}
	if len(actual.Headers) != len(expected.Headers) {
		what := "live"
		if !strict {
			what = "aggregate candidate"
		}
		c.add(PartPacket, fmt.Sprintf("%s instead of %s", headerNames(actual), headerNames(expected)),
			"%s packet header layers: expected: %d headers vs "+
				"actual: %d headers", what, len(expected.Headers), len(actual.Headers))
		return c.out
	}
	for i := range expected.Headers {
		e, a := &expected.Headers[i], &actual.Headers[i]
		if e.Kind != a.Kind {
			c.add(PartPacket, fmt.Sprintf("%s instead of %s", headerNames(actual), headerNames(expected)),
				"live packet header layer %d: expected: %s header vs "+
					"actual: %s header", i, referenceKind(e.Kind), referenceKind(a.Kind))
			return c.out
		}
		ab, eb := actual.bytes(a), expected.bytes(e)
		switch e.Kind {
		case IPv4:
			c.ipv4(ab, eb)
		case IPv6:
			c.ipv6(ab, eb)
		case TCP:
			c.tcp(TCPHeader(ab), TCPHeader(eb))
		case UDP:
			if strict {
				c.field(PartTransport, "length", "udp_len", uint32(be16(eb[4:])), uint32(be16(ab[4:])))
			}
		case ICMPv4, ICMPv6:
			c.field(PartTransport, "type", "icmp_type", uint32(eb[0]), uint32(ab[0]))
			c.field(PartTransport, "code", "icmp_code", uint32(eb[1]), uint32(ab[1]))
		case GRE:
			c.gre(ab[:a.Length], eb[:e.Length])
		case MPLS:
			c.mpls(ab[:a.Length], eb[:e.Length])
		}
	}
	return c.out
}

func referenceKind(k Kind) string {
	return map[Kind]string{IPv4: "IPV4", IPv6: "IPV6", GRE: "GRE", MPLS: "MPLS", TCP: "TCP", UDP: "UDP",
		ICMPv4: "ICMPV4", ICMPv6: "ICMPV6"}[k]
}

func headerNames(p *Packet) string {
	s := ""
	for i, h := range p.Headers {
		if i > 0 {
			s += "/"
		}
		s += h.Kind.String()
	}
	return s
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }

func (c *comparison) add(part Part, text, reference string, args ...any) {
	c.out = append(c.out, Difference{Part: part, Text: text, Reference: fmt.Sprintf(reference, args...)})
}

// field compares one number; name is for people.
func (c *comparison) field(part Part, name, reference string, expected, actual uint32) {
	if expected == actual {
		return
	}
	c.add(part, fmt.Sprintf("%s %d instead of %d", name, actual, expected),
		"live packet field %s: expected: %d (0x%x) vs actual: %d (0x%x)", reference, expected, expected, actual, actual)
}

// length compares a length, which other differences explain.
func (c *comparison) length(part Part, name, reference string, expected, actual uint32) {
	n := len(c.out)
	c.field(part, name, reference, expected, actual)
	for i := range c.out[n:] {
		c.out[n+i].Derived = true
	}
}

// optionsAllowance is how many bytes the actual options take where the script
// leaves them open.
func (c *comparison) optionsAllowance() uint32 {
	if t := c.actual.TCP(); c.expected.OptionsUnchecked && t != nil {
		return uint32(t.Length() - tcpLength)
	}
	return 0
}

func (c *comparison) ipv4(a, e []byte) {
	c.field(PartPacket, "IP version", "ipv4_version", uint32(e[0]>>4), uint32(a[0]>>4))
	c.field(PartPacket, "IP protocol", "ipv4_protocol", uint32(e[9]), uint32(a[9]))
	c.field(PartPacket, "IP header length", "ipv4_header_length", uint32(e[0]&0xf), uint32(a[0]&0xf))
	if c.strict {
		c.length(PartLength, "IP total length", "ipv4_total_length", uint32(be16(e[2:]))+c.optionsAllowance(),
			uint32(be16(a[2:])))
	}
	c.tos(e[1], a[1])
	c.ttl(e[8], a[8])
}

func (c *comparison) ipv6(a, e []byte) {
	c.field(PartPacket, "IP version", "ipv6_version", uint32(e[0]>>4), uint32(a[0]>>4))
	if c.strict {
		c.length(PartLength, "IP payload length", "ipv6_payload_len", uint32(be16(e[4:]))+c.optionsAllowance(),
			uint32(be16(a[4:])))
	}
	c.field(PartPacket, "IP next header", "ipv6_next_header", uint32(e[6]), uint32(a[6]))
	c.tos(byte(be16(e)>>4), byte(be16(a)>>4))
	c.ttl(e[7], a[7])
}

var ecnNames = [...]string{"noecn", "ect1", "ect0", "ce"}

// tos applies the packet's one rule to the header at hand, outer ones included.
func (c *comparison) tos(expected, actual byte) {
	bits := actual & 3
	switch c.expected.TOS {
	case ECT01:
		if bits != 1 && bits != 2 {
			c.add(PartIP, ecnNames[bits]+" instead of ect01",
				"live packet field ip_ecn: expected: 0x1 or 0x2 vs actual: 0x%x", bits)
		}
	case ECN:
		if expected != bits {
			c.add(PartIP, ecnNames[bits]+" instead of "+ecnNames[expected&3],
				"live packet field ip_ecn: expected: %d (0x%x) vs actual: %d (0x%x)", expected, expected, bits, bits)
		}
	case TOSByte:
		if expected != actual {
			c.add(PartIP, fmt.Sprintf("tos 0x%02x instead of 0x%02x", actual, expected),
				"live packet field tos: expected: %d (0x%x) vs actual: %d (0x%x)", expected, expected, actual, actual)
		}
	}
}

func (c *comparison) ttl(expected, actual byte) {
	if expected != anyTTL {
		c.field(PartIP, "ttl", "ttl", uint32(expected), uint32(actual))
	}
}

// flag is a TCP flag as it is compared.
type flag struct {
	set       lang.FlagSet
	reference string
	mayDiffer bool // between the segments of one large packet
}

// comparedFlags are in the order in which the reference checks.
var comparedFlags = [...]flag{
	{set: lang.FIN, reference: "tcp_fin", mayDiffer: true},
	{set: lang.SYN, reference: "tcp_syn"},
	{set: lang.RST, reference: "tcp_rst"},
	{set: lang.PSH, reference: "tcp_psh", mayDiffer: true},
	{set: lang.ACK, reference: "tcp_ack"},
	{set: lang.URG, reference: "tcp_urg"},
}

// ecnFlags come after the others. Where a script writes them as a count (RFC
// 9768), that is compared in their place.
var ecnFlags = [...]flag{
	{set: lang.ECE, reference: "tcp_ece"},
	{set: lang.CWR, reference: "tcp_cwr", mayDiffer: true},
	{set: lang.AE, reference: "tcp_ae"},
}

func (c *comparison) tcp(a, e TCPHeader) {
	c.length(PartOptions, "header length", "tcp_data_offset", uint32(e.Length()/4)+c.optionsAllowance()/4,
		uint32(a.Length()/4))
	c.flags(a, e)
	c.field(PartFlags, "reserved bits", "tcp_reserved_bits", uint32(e.reserved()), uint32(a.reserved()))
	seq := e.Seq()
	if !c.strict {
		seq += uint32(len(c.expected.Payload()))
	}
	c.field(PartSequence, "sequence number", "tcp_seq", seq, a.Seq())
	c.field(PartAck, "ack", "tcp_ack_seq", e.Ack(), a.Ack())
	if !c.expected.WindowUnchecked {
		c.field(PartWindow, "win", "tcp_window", uint32(e.Window()), uint32(a.Window()))
	}
	c.field(PartUrgent, "urg", "tcp_urg_ptr", uint32(e.Urgent()), uint32(a.Urgent()))
}

func (c *comparison) flags(a, e TCPHeader) {
	c.eachFlag(comparedFlags[:], a, e)
	if c.expected.ACE {
		c.field(PartFlags, "ACE", "tcp_ace", uint32(e.Flags().ACE()), uint32(a.Flags().ACE()))
		return
	}
	c.eachFlag(ecnFlags[:], a, e)
}

func (c *comparison) eachFlag(flags []flag, a, e TCPHeader) {
	for _, f := range flags {
		if c.strict || !f.mayDiffer {
			c.field(PartFlags, f.reference, f.reference, bit(e.Has(f.set)), bit(a.Has(f.set)))
		}
	}
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (c *comparison) gre(a, e []byte) {
	if len(a) != len(e) {
		c.field(PartPacket, "GRE header length", "gre_len", uint32(len(e)), uint32(len(a)))
		return
	}
	names := []string{"flags", "proto"}
	flags := be16(e)
	if flags&greChecksum != 0 {
		names = append(names, "sum", "off")
	}
	if flags&greKey != 0 {
		names = append(names, "key", "key")
	}
	if flags&greSequence != 0 {
		names = append(names, "seq", "seq")
	}
	for i, name := range names {
		if 2*i+2 <= len(e) && be16(a[2*i:]) != be16(e[2*i:]) {
			c.add(PartPacket, "GRE "+name, "mismatch in GRE %s", name)
		}
	}
}

func (c *comparison) mpls(a, e []byte) {
	if len(a) != len(e) {
		c.add(PartPacket, fmt.Sprintf("%d MPLS labels instead of %d", len(a)/mplsLength, len(e)/mplsLength),
			"mismatch in MPLS label stack depth")
		return
	}
	for i := 0; i < len(e); i += mplsLength {
		if !bytes.Equal(a[i:i+mplsLength], e[i:i+mplsLength]) {
			c.add(PartPacket, fmt.Sprintf("MPLS label %d", i/mplsLength), "mismatch in MPLS label %d", i/mplsLength)
		}
	}
}

// ComparePayload compares what two packets carry, of which the lengths are
// known to match. ICMP payloads are not compared: a script gives only their
// beginning.
func ComparePayload(actual, expected *Packet) (Difference, bool) {
	if k := actual.Transport(); k == ICMPv4 || k == ICMPv6 {
		return Difference{}, false
	}
	if bytes.Equal(actual.Payload(), expected.Payload()) {
		return Difference{}, false
	}
	return Difference{Part: PartLength, Text: "payload bytes", Reference: "incorrect outbound data payload"}, true
}
