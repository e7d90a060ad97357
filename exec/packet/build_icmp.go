package packet

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// echoedBytes is how much of a packet's transport header an ICMP message of a
// script echoes: enough for the ports and the sequence number (RFC 792).
const echoedBytes = 8

func (b *builder) icmp(m *lang.ICMP) error {
	kind, ipKind, version := ICMPv4, IPv4, 4
	if b.ipv6 {
		kind, ipKind, version = ICMPv6, IPv6, 6
	}
	message, unknown, _ := program.ResolveICMP(m, version)
	if unknown != nil {
		return notChecked(unknown, "an ICMP message")
	}
	// Without an echoed part, the message echoes the first segment of a
	// connection.
	echoed := m.Echoed
	if echoed == nil {
		echoed = &lang.Echoed{Span: m.Span, Kind: lang.EchoedTCP}
	}
	payload := ipLength(ipKind) + echoedBytes
	if echoed.Kind == lang.EchoedRaw {
		payload = lengthOf(echoed) - icmpLength
	}
	h := b.start(kind, icmpLength, payload)
	h[0], h[1] = message.Type, message.Code
	writeICMPFields(h, m, kind)
	if echoed.Kind != lang.EchoedRaw {
		b.packet.Echoes = true
		writeEchoed(h[icmpLength:], ipKind, echoed)
	}
	return nil
}

func lengthOf(e *lang.Echoed) int {
	switch {
	case e.Seq != nil:
		return int(e.Seq.Length.Value)
	case e.Length != nil:
		return int(e.Length.Value)
	}
	return 0
}

// writeICMPFields writes the MTU, which is a field of 16 bits in ICMPv4 (RFC 1191
// section 4) and of 32 in ICMPv6 (RFC 4443 section 3.2), and the identifier.
func writeICMPFields(h []byte, m *lang.ICMP, kind Kind) {
	switch {
	case m.MTU == nil:
	case kind == ICMPv4:
		binary.BigEndian.PutUint16(h[6:], uint16(m.MTU.Value))
	default:
		binary.BigEndian.PutUint32(h[4:], uint32(m.MTU.Value))
	}
	if m.ID != nil && m.ID.Value > 0 {
		binary.BigEndian.PutUint16(h[4:], uint16(m.ID.Value))
	}
}

// writeEchoed writes the head of the packet that the message is about. Its
// length field counts the whole of that packet, as a real sender's would.
func writeEchoed(b []byte, ipKind Kind, e *lang.Echoed) {
	protocol, transportLength := byte(protocolTCP), tcpLength
	if e.Kind == lang.EchoedUDP {
		protocol, transportLength = protocolUDP, udpLength
	}
	writeIP(b, ipKind, ipInfo{ttl: anyTTL}, ipLength(ipKind)+transportLength+lengthOf(e), protocol)
	if e.Seq != nil {
		binary.BigEndian.PutUint32(b[ipLength(ipKind)+4:], uint32(e.Seq.Left.Value))
	}
}
