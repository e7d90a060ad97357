// Package packet builds the packets of a script as bytes on the wire, takes
// apart the packets that a stack sends, and compares the two.
//
// Both kinds are a Packet: bytes with a list of the headers in them. The bytes
// are read and written in place, without a library in between, because every
// bit counts: reserved bits, the AE flag (RFC 9768) and option lists that are
// wrong on purpose must come through as they are.
package packet

import (
	"encoding/binary"
	"net/netip"
)

// Kind is the kind of a header.
type Kind uint8

// The kinds of headers.
const (
	IPv4 Kind = iota + 1
	IPv6
	GRE
	MPLS
	TCP
	UDP
	ICMPv4
	ICMPv6
)

var kindNames = [...]string{IPv4: "IPv4", IPv6: "IPv6", GRE: "GRE", MPLS: "MPLS", TCP: "TCP", UDP: "UDP",
	ICMPv4: "ICMPv4", ICMPv6: "ICMPv6"}

// String is the name as people write it.
func (k Kind) String() string { return kindNames[k] }

// IP protocol numbers and Ethernet types (IANA).
const (
	protocolICMP   = 1
	protocolIPIP   = 4
	protocolTCP    = 6
	protocolUDP    = 17
	protocolIPv6   = 41
	protocolGRE    = 47
	protocolICMPv6 = 58

	etherTypeIPv4          = 0x0800
	etherTypeIPv6          = 0x86dd
	etherTypeMPLS          = 0x8847
	etherTypeMPLSMulticast = 0x8848
)

// Fixed header lengths in bytes.
const (
	ipv4Length = 20
	ipv6Length = 40
	tcpLength  = 20
	udpLength  = 8
	icmpLength = 8
	greLength  = 4
	mplsLength = 4
)

// Header is one header of a packet.
type Header struct {
	Kind   Kind
	Offset int // of its first byte in Packet.Data
	Length int // of the header itself, options included
	Total  int // of the header and what it carries
}

// TOSRule says what of the TOS byte (traffic class) a script checks.
type TOSRule uint8

// The rules for the TOS byte.
const (
	TOSUnchecked TOSRule = iota
	TOSByte              // all of it
	ECN                  // the two ECN bits (RFC 3168)
	ECT01                // the ECN bits are ECT(0) or ECT(1)
)

// anyTTL is the TTL of a packet whose script says nothing of it: the highest,
// so that an injected packet is accepted everywhere.
const anyTTL = 255

// Packet is a packet with its headers, outermost first.
type Packet struct {
	// Data begins with the outermost IP header and ends with the payload.
	Data    []byte
	Headers []Header

	// What follows is set in packets of a script only.

	WindowUnchecked  bool // the script gives no window
	OptionsUnchecked bool // the script has <...>
	ACE              bool // the flags hold an ACE count (RFC 9768, section 3.1)
	TOS              TOSRule
	Echoes           bool // an ICMP message with the head of a packet in it
}

// Clone is a copy that shares nothing with p.
func (p *Packet) Clone() *Packet {
	c := *p
	c.Data = append([]byte(nil), p.Data...)
	c.Headers = append([]Header(nil), p.Headers...)
	return &c
}

// innermost is the innermost header of one of the kinds, or nil.
func (p *Packet) innermost(kinds ...Kind) *Header {
	for i := len(p.Headers) - 1; i >= 0; i-- {
		for _, k := range kinds {
			if p.Headers[i].Kind == k {
				return &p.Headers[i]
			}
		}
	}
	return nil
}

func (p *Packet) ip() *Header        { return p.innermost(IPv4, IPv6) }
func (p *Packet) transport() *Header { return p.innermost(TCP, UDP, ICMPv4, ICMPv6) }

// Transport is the kind of the transport header, or 0 where there is none.
func (p *Packet) Transport() Kind {
	if h := p.transport(); h != nil {
		return h.Kind
	}
	return 0
}

// IsIPv6 reports whether the innermost IP header is IPv6.
func (p *Packet) IsIPv6() bool {
	h := p.ip()
	return h != nil && h.Kind == IPv6
}

// bytes are those of a header and of all that is after it.
func (p *Packet) bytes(h *Header) []byte { return p.Data[h.Offset:] }

// TCP is the TCP header with its options and payload, or nil.
func (p *Packet) TCP() TCPHeader {
	h := p.transport()
	if h == nil || h.Kind != TCP {
		return nil
	}
	return TCPHeader(p.Data[h.Offset:])
}

// ICMPType is the type of an ICMP message, and whether p is one.
func (p *Packet) ICMPType() (byte, bool) {
	h := p.transport()
	if h == nil || h.Kind != ICMPv4 && h.Kind != ICMPv6 {
		return 0, false
	}
	return p.Data[h.Offset], true
}

// Payload is what the transport header carries.
func (p *Packet) Payload() []byte {
	h := p.transport()
	if h == nil {
		return nil
	}
	return p.Data[min(h.Offset+h.Length, len(p.Data)):]
}

// Tuple is the addresses and ports of a packet; the ports are 0 for ICMP.
type Tuple struct {
	Source, Destination netip.AddrPort
}

// Reverse is the tuple of a packet that goes the other way.
func (t Tuple) Reverse() Tuple { return Tuple{t.Destination, t.Source} }

// Tuple reads the innermost addresses and the ports.
func (p *Packet) Tuple() Tuple {
	var t Tuple
	h := p.ip()
	if h == nil {
		return t
	}
	source, destination := p.addresses(h)
	var ports [2]uint16
	if tr := p.transport(); tr != nil && (tr.Kind == TCP || tr.Kind == UDP) {
		ports[0] = binary.BigEndian.Uint16(p.Data[tr.Offset:])
		ports[1] = binary.BigEndian.Uint16(p.Data[tr.Offset+2:])
	}
	return Tuple{netip.AddrPortFrom(source, ports[0]), netip.AddrPortFrom(destination, ports[1])}
}

func (p *Packet) addresses(h *Header) (source, destination netip.Addr) {
	b := p.bytes(h)
	if h.Kind == IPv6 {
		return netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	}
	return netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
}

// SetTuple writes addresses and ports into the innermost headers, and, turned
// round, into the headers that an ICMP message echoes.
func (p *Packet) SetTuple(t Tuple) {
	h := p.ip()
	if h == nil {
		return
	}
	setAddresses(p.bytes(h), h.Kind, t)
	tr := p.transport()
	switch {
	case tr == nil:
	case tr.Kind == TCP || tr.Kind == UDP:
		setPorts(p.bytes(tr), t)
	case p.Echoes:
		echoed := p.echoed()
		setAddresses(echoed, h.Kind, t.Reverse())
		setPorts(echoed[ipLength(h.Kind):], t.Reverse())
	}
}

func ipLength(k Kind) int {
	if k == IPv6 {
		return ipv6Length
	}
	return ipv4Length
}

func setAddresses(ip []byte, k Kind, t Tuple) {
	if !t.Source.Addr().IsValid() || !t.Destination.Addr().IsValid() {
		return
	}
	if k == IPv6 {
		source, destination := t.Source.Addr().As16(), t.Destination.Addr().As16()
		copy(ip[8:], source[:])
		copy(ip[24:], destination[:])
		return
	}
	if !t.Source.Addr().Is4() || !t.Destination.Addr().Is4() {
		return
	}
	source, destination := t.Source.Addr().As4(), t.Destination.Addr().As4()
	copy(ip[12:], source[:])
	copy(ip[16:], destination[:])
}

func setPorts(transport []byte, t Tuple) {
	binary.BigEndian.PutUint16(transport, t.Source.Port())
	binary.BigEndian.PutUint16(transport[2:], t.Destination.Port())
}

// Ports reads the ports of a TCP or UDP packet; 0 otherwise.
func (p *Packet) Ports() (source, destination uint16) {
	t := p.Tuple()
	return t.Source.Port(), t.Destination.Port()
}

// SetPorts writes the ports that are not 0.
func (p *Packet) SetPorts(source, destination uint16) {
	tr := p.transport()
	if tr == nil || tr.Kind != TCP && tr.Kind != UDP {
		return
	}
	if source != 0 {
		binary.BigEndian.PutUint16(p.Data[tr.Offset:], source)
	}
	if destination != 0 {
		binary.BigEndian.PutUint16(p.Data[tr.Offset+2:], destination)
	}
}

// echoed is the head of a packet that an ICMP message carries.
func (p *Packet) echoed() []byte {
	return p.Data[p.transport().Offset+icmpLength:]
}

// EchoedTCP returns the sequence number field of a TCP header that an ICMP
// message echoes, or nil.
func (p *Packet) EchoedTCP() []byte {
	if !p.Echoes {
		return nil
	}
	echoed, k := p.echoed(), p.ip().Kind
	protocol := echoed[9]
	if k == IPv6 {
		protocol = echoed[6]
	}
	if protocol != protocolTCP {
		return nil
	}
	return echoed[ipLength(k)+4 : ipLength(k)+8]
}

// FlowLabel is that of the innermost IPv6 header, 0 for IPv4 (RFC 6437).
func (p *Packet) FlowLabel() uint32 {
	h := p.ip()
	if h == nil || h.Kind != IPv6 {
		return 0
	}
	return binary.BigEndian.Uint32(p.bytes(h)) & 0xfffff
}

// ECN is the two ECN bits of the innermost IP header (RFC 3168, section 5).
func (p *Packet) ECN() byte {
	h := p.ip()
	switch {
	case h == nil:
		return 0
	case h.Kind == IPv6:
		return byte(be16(p.bytes(h))>>4) & 3
	}
	return p.bytes(h)[1] & 3
}
