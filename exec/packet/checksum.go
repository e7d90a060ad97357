package packet

import "encoding/binary"

// sum adds 16-bit words in one's complement (RFC 1071), not folded.
func sum(b []byte, s uint64) uint64 {
	for len(b) >= 8 {
		v := binary.BigEndian.Uint64(b)
		s += v>>48 + v>>32&0xffff + v>>16&0xffff + v&0xffff
		b = b[8:]
	}
	for len(b) >= 2 {
		s += uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) == 1 {
		s += uint64(b[0]) << 8
	}
	return s
}

func fold(s uint64) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return ^uint16(s)
}

// ipv4Checksum is that of an IPv4 header; 0 over a header whose checksum is in
// place and right.
func ipv4Checksum(header []byte) uint16 { return fold(sum(header, 0)) }

// SetIPv4Checksum writes the checksum of the IPv4 header that b begins with. A
// header whose length field is wrong is left alone.
func SetIPv4Checksum(b []byte) {
	if len(b) < ipv4Length {
		return
	}
	n := int(b[0]&0xf) * 4
	if n < ipv4Length || n > len(b) {
		return
	}
	b[10], b[11] = 0, 0
	binary.BigEndian.PutUint16(b[10:], ipv4Checksum(b[:n]))
}

// pseudoSum sums the pseudo header of TCP, UDP and ICMPv6 (RFC 9293, section
// 3.1; RFC 8200, section 8.1).
func pseudoSum(ip []byte, k Kind, protocol byte, length int) uint64 {
	s := uint64(protocol) + uint64(length)
	if k == IPv6 {
		return sum(ip[8:40], s)
	}
	return sum(ip[12:20], s)
}

// SetChecksums writes the checksums of every IPv4 header and of the transport
// header. A UDP checksum of 0 is sent as all ones (RFC 768).
func (p *Packet) SetChecksums() {
	for i := range p.Headers {
		if h := &p.Headers[i]; h.Kind == IPv4 {
			SetIPv4Checksum(p.bytes(h)[:h.Length])
		}
	}
	h, ip := p.transport(), p.ip()
	if h == nil || ip == nil {
		return
	}
	b := p.bytes(h)
	at := map[Kind]int{TCP: 16, UDP: 6, ICMPv4: 2, ICMPv6: 2}[h.Kind]
	b[at], b[at+1] = 0, 0
	s := sum(b, 0)
	if h.Kind != ICMPv4 {
		s += pseudoSum(p.bytes(ip), ip.Kind, ipProtocol(h.Kind), len(b))
	}
	c := fold(s)
	if c == 0 && h.Kind == UDP {
		c = 0xffff
	}
	binary.BigEndian.PutUint16(b[at:], c)
}

// ipProtocol is the protocol number of a header inside IP.
func ipProtocol(k Kind) byte {
	return map[Kind]byte{IPv4: protocolIPIP, IPv6: protocolIPv6, GRE: protocolGRE, TCP: protocolTCP,
		UDP: protocolUDP, ICMPv4: protocolICMP, ICMPv6: protocolICMPv6}[k]
}

// etherType is the Ethernet type of a header inside GRE.
func etherType(k Kind) uint16 {
	return map[Kind]uint16{IPv4: etherTypeIPv4, IPv6: etherTypeIPv6, MPLS: etherTypeMPLS}[k]
}
