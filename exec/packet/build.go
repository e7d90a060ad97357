package packet

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/pktlang/pkt/lang"
)

// notChecked is the error for a part of a packet that program.Compile refuses.
func notChecked(n lang.Node, what string) error {
	return fmt.Errorf("%s, %T at byte %d of its statement, cannot be built: it was not checked", what, n, n.Where().Off)
}

// Build makes the bytes of a packet as the script has it: relative sequence
// numbers, the script's timestamps, and addresses and ports of zero unless the
// script gives ports. ipv6 says which IP the connection uses. The packet is one
// in which program.Compile has found nothing wrong for that version and nothing
// unsupported; an error is a bug of one of the two.
func Build(p *lang.Packet, ipv6 bool) (*Packet, error) {
	info := newIPInfo(p.IP)
	b := &builder{source: p, info: info, ipv6: ipv6, packet: &Packet{TOS: info.rule}}
	var err error
	switch t := p.Transport.(type) {
	case *lang.TCP:
		err = b.tcp(t)
	case *lang.UDP:
		err = b.udp(t)
	case *lang.ICMP:
		err = b.icmp(t)
	default:
		err = notChecked(p, "a packet")
	}
	if err != nil {
		return nil, err
	}
	if err := b.encapsulate(); err != nil {
		return nil, err
	}
	return b.packet, nil
}

type builder struct {
	source *lang.Packet
	info   ipInfo
	ipv6   bool
	packet *Packet
}

// ipInfo is what a script says of an IP header.
type ipInfo struct {
	tos       byte
	rule      TOSRule
	flowLabel uint32
	ttl       byte
}

var ecnBits = map[string]byte{"noecn": 0, "ect1": 1, "ect0": 2, "ce": 3}

func newIPInfo(in *lang.IPInfo) ipInfo {
	info := ipInfo{ttl: anyTTL}
	if in == nil {
		return info
	}
	if in.ECN != nil {
		if in.ECN.Name == "ect01" {
			info.rule = ECT01
		} else {
			info.rule, info.tos = ECN, ecnBits[in.ECN.Name]
		}
	}
	if in.TOS != nil {
		info.rule, info.tos = TOSByte, byte(in.TOS.Value)
	}
	if in.FlowLabel != nil {
		info.flowLabel = uint32(in.FlowLabel.Value)
	}
	// The reference (google/packetdrill) takes a TTL of 0 as one that was not given.
	if in.TTL != nil && byte(in.TTL.Value) != 0 {
		info.ttl = byte(in.TTL.Value)
	}
	return info
}

// start lays out the innermost IP header and room for what it carries, and
// returns that room.
func (b *builder) start(k Kind, length, payload int) []byte {
	p := b.packet
	ipKind := IPv4
	if b.ipv6 {
		ipKind = IPv6
	}
	n := ipLength(ipKind)
	p.Data = make([]byte, n+length+payload)
	p.Headers = []Header{
		{Kind: ipKind, Offset: 0, Length: n, Total: len(p.Data)},
		{Kind: k, Offset: n, Length: length, Total: length + payload},
	}
	writeIP(p.Data, ipKind, b.info, len(p.Data), ipProtocol(k))
	return p.Data[n:]
}

// writeIP writes an IP header without addresses and checksum. total counts the
// header and what it carries, in bytes.
func writeIP(b []byte, k Kind, info ipInfo, total int, protocol byte) {
	if k == IPv6 {
		binary.BigEndian.PutUint32(b, 6<<28|uint32(info.tos)<<20|info.flowLabel)
		binary.BigEndian.PutUint16(b[4:], uint16(total-ipv6Length))
		b[6], b[7] = protocol, info.ttl
		return
	}
	b[0], b[1] = 4<<4|ipv4Length/4, info.tos
	binary.BigEndian.PutUint16(b[2:], uint16(total))
	b[8], b[9] = info.ttl, protocol
}

func (b *builder) tcp(t *lang.TCP) error {
	var options []byte
	switch {
	case t.Options == nil:
	case t.Options.Unchecked:
		b.packet.OptionsUnchecked = true
	default:
		var err error
		if options, err = buildOptions(t.Options); err != nil {
			return err
		}
	}
	payload := int(t.Seq.Length.Value)
	h := TCPHeader(b.start(TCP, tcpLength+len(options), payload))
	h.SetSeq(uint32(t.Seq.Left.Value))
	if t.Ack != nil {
		h.SetAck(uint32(t.Ack.Value))
	}
	h[12] = byte((tcpLength + len(options)) / 4 << 4)
	h.SetFlags(b.flags(t.Flags))
	if t.Win != nil {
		binary.BigEndian.PutUint16(h[14:], uint16(t.Win.Value))
	} else {
		b.packet.WindowUnchecked = true
	}
	if t.Urg != nil {
		binary.BigEndian.PutUint16(h[18:], uint16(t.Urg.Value))
	}
	copy(h[tcpLength:], options)
	b.ports()
	return nil
}

// flags also notes whether an ACE count is to be compared. The reference takes
// a count of 0 as one that was not given, and compares the three flags.
func (b *builder) flags(f lang.Flags) lang.FlagSet {
	if f.ACE <= 0 {
		return f.Set
	}
	b.packet.ACE = true
	return f.Set | lang.ACEFlags(f.ACE)
}

func (b *builder) ports() {
	if p := b.source.Ports; p != nil {
		b.packet.SetPorts(uint16(p.Source.Value), uint16(p.Destination.Value))
	}
}

func (b *builder) udp(u *lang.UDP) error {
	payload := int(u.Length.Value)
	h := b.start(UDP, udpLength, payload)
	binary.BigEndian.PutUint16(h[4:], uint16(udpLength+payload))
	b.ports()
	return nil
}

// encapsulate puts the outer headers around the packet, from the inside out.
func (b *builder) encapsulate() error {
	outer := b.source.Encapsulations
	if len(outer) == 0 {
		return nil
	}
	for i := len(outer) - 1; i >= 0; i-- {
		inner := b.packet.Headers[0]
		header, kind, err := buildEncapsulation(outer[i], inner)
		if err != nil {
			return err
		}
		p := b.packet
		p.Data = append(header, p.Data...)
		for j := range p.Headers {
			p.Headers[j].Offset += len(header)
		}
		p.Headers = append([]Header{{Kind: kind, Length: len(header), Total: len(header) + inner.Total}}, p.Headers...)
	}
	return nil
}

func buildEncapsulation(e lang.Encapsulation, inner Header) ([]byte, Kind, error) {
	switch e := e.(type) {
	case *lang.IPHeader:
		return buildOuterIP(e, inner)
	case *lang.GRE:
		return buildGRE(e, inner), GRE, nil
	case *lang.MPLS:
		return buildMPLS(e), MPLS, nil
	}
	return nil, 0, notChecked(e, "an outer header")
}

func buildOuterIP(e *lang.IPHeader, inner Header) ([]byte, Kind, error) {
	info := newIPInfo(e.IP)
	info.flowLabel = 0
	kind := IPv4
	if e.Version == 6 {
		kind = IPv6
	}
	b := make([]byte, ipLength(kind))
	writeIP(b, kind, info, len(b)+inner.Total, ipProtocol(inner.Kind))
	source, err := netip.ParseAddr(e.Source.Text)
	if err != nil || source.Is6() != (kind == IPv6) {
		return nil, 0, notChecked(e.Source, "the address")
	}
	destination, err := netip.ParseAddr(e.Destination.Text)
	if err != nil || destination.Is6() != (kind == IPv6) {
		return nil, 0, notChecked(e.Destination, "the address")
	}
	setAddresses(b, kind, Tuple{netip.AddrPortFrom(source, 0), netip.AddrPortFrom(destination, 0)})
	return b, kind, nil
}

// GRE flag bits (RFC 2784, RFC 2890).
const (
	greChecksum = 0x8000
	greKey      = 0x2000
	greSequence = 0x1000
)

// buildGRE writes the fields that the flags announce, in the header's order.
func buildGRE(e *lang.GRE, inner Header) []byte {
	b := make([]byte, greLength, 16)
	binary.BigEndian.PutUint16(b[2:], etherType(inner.Kind))
	f := e.Present
	if f == nil {
		return b
	}
	flags := uint16(f.Flags.Value)
	binary.BigEndian.PutUint16(b, flags)
	if flags&greChecksum != 0 {
		b = binary.BigEndian.AppendUint16(b, uint16(f.Sum.Value))
		b = binary.BigEndian.AppendUint16(b, uint16(f.Off.Value))
	}
	if flags&greKey != 0 {
		b = binary.BigEndian.AppendUint32(b, uint32(f.Key.Value))
	}
	if flags&greSequence != 0 {
		b = binary.BigEndian.AppendUint32(b, uint32(f.Seq.Value))
	}
	return b
}

func buildMPLS(e *lang.MPLS) []byte {
	var b []byte
	for _, l := range e.Labels {
		entry := uint32(l.Label.Value)<<12 | uint32(l.TrafficClass.Value)&7<<9 | uint32(l.TTL.Value)&0xff
		if l.Bottom {
			entry |= 1 << 8
		}
		b = binary.BigEndian.AppendUint32(b, entry)
	}
	return b
}
