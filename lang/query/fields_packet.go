package query

import (
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// ofPacket is a field that only packets have.
func ofPacket(read func(*lang.Packet) value) func(*Event) value {
	return func(e *Event) value {
		if p := e.Event.Packet(); p != nil {
			return read(p)
		}
		return value{}
	}
}

// ofNumber is a number that may be left out, or be given by a definition that is
// not known here.
func ofNumber(n *lang.Number) value {
	if n == nil || n.Pending {
		return value{}
	}
	return number(n.Value)
}

func ofWord(w *lang.Word) value {
	if w == nil {
		return value{}
	}
	return text(w.Name)
}

func packetFields() []Field {
	return []Field{
		{Name: "len", Type: Number, Doc: "the payload of a TCP or UDP packet, in bytes", read: ofPacket(payload)},
		{Name: "protocol", Type: Name, Doc: "what a packet carries: tcp, udp, icmp, sctp, udplite",
			Names: []string{"tcp", "udp", "icmp", "sctp", "udplite"}, read: ofPacket(protocol)},
		{Name: "tcp", Type: Truth, Doc: "a TCP segment", read: ofProtocol("tcp")},
		{Name: "udp", Type: Truth, Doc: "a UDP datagram", read: ofProtocol("udp")},
		{Name: "icmp", Type: Truth, Doc: "an ICMP message", read: ofProtocol("icmp")},
		{Name: "sctp", Type: Truth, Doc: "an SCTP packet (nplab dialect)", read: ofProtocol("sctp")},
		{Name: "udplite", Type: Truth, Doc: "a UDP-Lite packet (nplab dialect)", read: ofProtocol("udplite")},
		{Name: "ip.ecn", Type: Name, Names: ecnNames(), Doc: "the ECN bits that are given",
			read: ofIP(func(ip *lang.IPInfo) value { return ofWord(ip.ECN) })},
		{Name: "ip.tos", Type: Number, Doc: "the type of service that is given",
			read: ofIP(func(ip *lang.IPInfo) value { return ofNumber(ip.TOS) })},
		{Name: "ip.ttl", Type: Number, Doc: "the time to live that is given",
			read: ofIP(func(ip *lang.IPInfo) value { return ofNumber(ip.TTL) })},
		{Name: "ip.flowlabel", Type: Number, Doc: "the IPv6 flow label that is given",
			read: ofIP(func(ip *lang.IPInfo) value { return ofNumber(ip.FlowLabel) })},
		{Name: "port.source", Type: Number, Doc: "the source port that is given",
			read: ofPorts(func(p *lang.Ports) value { return ofNumber(&p.Source) })},
		{Name: "port.destination", Type: Number, Doc: "the destination port that is given",
			read: ofPorts(func(p *lang.Ports) value { return ofNumber(&p.Destination) })},
		{Name: "encapsulated", Type: Truth, Doc: "the packet has outer headers",
			read: ofPacket(func(p *lang.Packet) value { return truth(len(p.Encapsulations) > 0 || p.PSP != nil) })},
	}
}

func payload(p *lang.Packet) value {
	switch t := p.Transport.(type) {
	case *lang.TCP:
		return ofNumber(&t.Seq.Length)
	case *lang.UDP:
		return ofNumber(&t.Length)
	}
	return value{}
}

func protocol(p *lang.Packet) value {
	switch t := p.Transport.(type) {
	case *lang.TCP:
		return text("tcp")
	case *lang.UDP:
		return text("udp")
	case *lang.ICMP:
		return text("icmp")
	case *lang.OtherTransport:
		return text(t.Protocol.Name)
	}
	return value{}
}

func ofProtocol(name string) func(*Event) value {
	return func(e *Event) value {
		p := e.Event.Packet()
		return truth(p != nil && protocol(p).text == name)
	}
}

func ecnNames() []string {
	var names []string
	for _, w := range vocab.ECNWords() {
		names = append(names, w.Name)
	}
	return names
}

func ofIP(read func(*lang.IPInfo) value) func(*Event) value {
	return ofPacket(func(p *lang.Packet) value {
		if p.IP == nil {
			return value{}
		}
		return read(p.IP)
	})
}

func ofPorts(read func(*lang.Ports) value) func(*Event) value {
	return ofPacket(func(p *lang.Packet) value {
		if p.Ports == nil {
			return value{}
		}
		return read(p.Ports)
	})
}

// otherPacketFields are those of ICMP.
func otherPacketFields() []Field {
	return []Field{
		{Name: "icmp.type", Type: Name, Names: icmpNames(), Doc: "the type of an ICMP message",
			read: ofICMP(func(m *lang.ICMP) value { return ofWord(&m.Type) })},
		{Name: "icmp.code", Type: Text, Doc: "the code of an ICMP message, such as frag_needed",
			read: ofICMP(func(m *lang.ICMP) value { return ofWord(m.Code) })},
		{Name: "icmp.mtu", Type: Number, Doc: "the MTU that an ICMP message tells",
			read: ofICMP(func(m *lang.ICMP) value { return ofNumber(m.MTU) })},
		{Name: "icmp.id", Type: Number, Doc: "the identifier of an echo",
			read: ofICMP(func(m *lang.ICMP) value { return ofNumber(m.ID) })},
	}
}

func ofICMP(read func(*lang.ICMP) value) func(*Event) value {
	return ofPacket(func(p *lang.Packet) value {
		if m, ok := p.Transport.(*lang.ICMP); ok {
			return read(m)
		}
		return value{}
	})
}

// icmpNames are the types of either version, each once.
func icmpNames() []string {
	var names []string
	for _, t := range vocab.ICMPTypes() {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}
