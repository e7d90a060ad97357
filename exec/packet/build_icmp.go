package packet

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// echoedBytes is how much of a packet's transport header an ICMP message of a
// script echoes: enough for the ports and the sequence number (RFC 792).
const echoedBytes = 8

func (b *builder) icmp(m *lang.ICMP) error {
	kind := ICMPv4
	if b.ipv6 {
		kind = ICMPv6
	}
	typ, code, err := icmpTypeAndCode(m, kind)
	if err != nil {
		return err
	}
	ipKind := IPv4
	if b.ipv6 {
		ipKind = IPv6
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
		if payload < 0 {
			return buildError(echoed, "an ICMP message has at least %d bytes", icmpLength)
		}
	}
	if ipv6Length+icmpLength+payload > maxDatagram {
		return buildError(echoed, "the ICMP message is too large: %d bytes do not fit into an IP packet", payload)
	}
	h := b.start(kind, icmpLength, payload)
	h[0], h[1] = typ, code
	if err := writeICMPFields(h, m, kind); err != nil {
		return err
	}
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

func writeICMPFields(h []byte, m *lang.ICMP, kind Kind) error {
	if m.MTU != nil {
		switch {
		case kind == ICMPv4 && h[0] == 3 && h[1] == 4:
			binary.BigEndian.PutUint16(h[6:], uint16(m.MTU.Value))
		case kind == ICMPv6 && h[0] == 2 && h[1] == 0:
			binary.BigEndian.PutUint32(h[4:], uint32(m.MTU.Value))
		default:
			return buildError(m.MTU, "an MTU goes with unreachable frag_needed over IPv4 and with packet_too_big over IPv6 only")
		}
	}
	if m.ID != nil && m.ID.Value > 0 {
		binary.BigEndian.PutUint16(h[4:], uint16(m.ID.Value))
	}
	return nil
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

// icmpTypeAndCode resolves the words of a script, type_N and code_N included.
// Names of other dialects are not the reference's.
func icmpTypeAndCode(m *lang.ICMP, kind Kind) (typ, code byte, err error) {
	t, known := vocab.ICMPType(icmpVersion(kind), m.Type.Name)
	if n, ok := vocab.ICMPTypeNumber(m.Type.Name); ok {
		t, known = &vocab.ICMP{Number: n}, true
	}
	if !known || t.Dialect != vocab.Base {
		return 0, 0, buildError(m.Type, "unknown %s type %s", kind, m.Type.Name)
	}
	if m.Code == nil {
		return t.Number, 0, nil
	}
	if n, ok := vocab.ICMPCodeNumber(m.Code.Name); ok {
		return t.Number, n, nil
	}
	c, known := t.Code(m.Code.Name)
	if !known || c.Dialect != vocab.Base {
		return 0, 0, buildError(m.Code, "unknown code %s of %s type %s", m.Code.Name, kind, m.Type.Name)
	}
	return t.Number, c.Number, nil
}

func icmpVersion(k Kind) int {
	if k == ICMPv6 {
		return 6
	}
	return 4
}
