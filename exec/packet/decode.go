package packet

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/pktlang/pkt/lang/program"
)

// ErrUnknownProtocol is returned for a packet that no script can describe,
// such as IGMP; it is none of a script's business.
var ErrUnknownProtocol = errors.New("the packet carries a protocol that scripts do not know")

// Decode takes apart a packet that begins with an IP header. The packet shares
// memory with data. What follows the length that the outermost IP header gives
// is cut off.
func Decode(data []byte) (*Packet, error) {
	p := &Packet{Headers: make([]Header, 0, program.MaxHeaders)}
	d := decoder{data: data, packet: p}
	total, err := d.network(0)
	if total > 0 {
		p.Data = data[:total]
	}
	if err != nil {
		return p, err
	}
	return p, nil
}

type decoder struct {
	data   []byte
	packet *Packet
}

func (d *decoder) append(h Header) error {
	if len(d.packet.Headers) == program.MaxHeaders {
		return fmt.Errorf("too many nested headers at %s header", h.Kind)
	}
	d.packet.Headers = append(d.packet.Headers, h)
	return nil
}

// network decodes an IP header of either version at an offset. It returns the
// offset beyond what the header says to carry.
func (d *decoder) network(at int) (int, error) {
	if at+ipv4Length > len(d.data) {
		return 0, errors.New("IP header overflows packet")
	}
	switch d.data[at] >> 4 {
	case 4:
		return d.ipv4(at)
	case 6:
		return d.ipv6(at)
	}
	return 0, errors.New("unsupported IP version")
}

func (d *decoder) ipv4(at int) (int, error) {
	b := d.data[at:]
	if len(b) < ipv4Length {
		return 0, errors.New("IPv4 header overflows packet")
	}
	length, total := int(b[0]&0xf)*4, int(binary.BigEndian.Uint16(b[2:]))
	fragment := binary.BigEndian.Uint16(b[6:])
	switch {
	case length < ipv4Length:
		return 0, errors.New("IP header too short")
	case length > len(b):
		return 0, errors.New("full IP header overflows packet")
	case total > len(b):
		return 0, errors.New("IP payload overflows packet")
	case length > total:
		return 0, errors.New("IP header bigger than datagram")
	case fragment&0x2000 != 0:
		return 0, errors.New("more fragments remaining")
	case fragment&0x1fff != 0:
		return 0, errors.New("non-zero fragment offset")
	case ipv4Checksum(b[:length]) != 0:
		return 0, errors.New("bad IP checksum")
	}
	if err := d.append(Header{IPv4, at, length, total}); err != nil {
		return 0, err
	}
	return at + total, d.inside(b[9], at+length, at+total)
}

func (d *decoder) ipv6(at int) (int, error) {
	b := d.data[at:]
	if len(b) < ipv6Length {
		return 0, errors.New("IPv6 header overflows packet")
	}
	total := ipv6Length + int(binary.BigEndian.Uint16(b[4:]))
	if total > len(b) {
		return 0, errors.New("IPv6 payload overflows packet")
	}
	if err := d.append(Header{IPv6, at, ipv6Length, total}); err != nil {
		return 0, err
	}
	return at + total, d.inside(b[6], at+ipv6Length, at+total)
}

// inside decodes what an IP header carries between two offsets.
func (d *decoder) inside(protocol byte, at, end int) error {
	switch protocol {
	case protocolTCP:
		return d.tcp(at, end)
	case protocolUDP:
		return d.udp(at, end)
	case protocolICMP, protocolICMPv6:
		return d.icmp(protocol, at, end)
	case protocolGRE:
		return d.gre(at, end)
	case protocolIPIP:
		_, err := d.ipv4(at)
		return err
	case protocolIPv6:
		_, err := d.ipv6(at)
		return err
	}
	return ErrUnknownProtocol
}

func (d *decoder) tcp(at, end int) error {
	if end-at < tcpLength {
		return errors.New("truncated TCP header")
	}
	length := TCPHeader(d.data[at:]).Length()
	switch {
	case length < tcpLength:
		return errors.New("TCP data offset too small")
	case length > end-at:
		return errors.New("TCP data offset too big")
	}
	return d.append(Header{TCP, at, length, end - at})
}

func (d *decoder) udp(at, end int) error {
	if end-at < udpLength {
		return errors.New("truncated UDP header")
	}
	length := int(binary.BigEndian.Uint16(d.data[at+4:]))
	switch {
	case length < udpLength:
		return errors.New("UDP datagram length too small for UDP header")
	case length < end-at:
		return errors.New("UDP datagram length too small")
	case length > end-at:
		return errors.New("UDP datagram length too big")
	}
	return d.append(Header{UDP, at, udpLength, end - at})
}

func (d *decoder) icmp(protocol byte, at, end int) error {
	kind := ICMPv4
	if protocol == protocolICMPv6 {
		kind = ICMPv6
	}
	if end-at < icmpLength {
		return fmt.Errorf("truncated %s header", kind)
	}
	return d.append(Header{kind, at, icmpLength, end - at})
}

func (d *decoder) gre(at, end int) error {
	if end-at < greLength {
		return errors.New("truncated GRE header")
	}
	flags := binary.BigEndian.Uint16(d.data[at:])
	length := greLength
	for _, f := range [...]uint16{greChecksum, greKey, greSequence} {
		if flags&f != 0 {
			length += 4
		}
	}
	switch {
	case flags&7 != 0:
		return errors.New("GRE header has unsupported version number")
	case flags&0x4000 != 0:
		return errors.New("GRE header has unsupported routing info")
	case length > end-at:
		return errors.New("GRE header length too big")
	}
	if err := d.append(Header{GRE, at, length, end - at}); err != nil {
		return err
	}
	at += length
	var err error
	switch binary.BigEndian.Uint16(d.data[at-length+2:]) {
	case etherTypeIPv4, etherTypeIPv6:
		_, err = d.network(at)
	case etherTypeMPLS, etherTypeMPLSMulticast:
		err = d.mpls(at, end)
	default:
		err = ErrUnknownProtocol
	}
	return err
}

// mpls decodes a label stack up to the entry that is marked as the last one.
func (d *decoder) mpls(at, end int) error {
	start := at
	for bottom := false; !bottom; at += mplsLength {
		if at+mplsLength > end {
			return errors.New("MPLS stack entry overflows packet")
		}
		bottom = d.data[at+2]&1 != 0
	}
	if err := d.append(Header{MPLS, start, at - start, end - start}); err != nil {
		return err
	}
	_, err := d.network(at)
	return err
}
