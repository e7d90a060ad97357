package packet

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
)

// Aggregate joins packets that follow each other in sequence space into the
// one large packet that they are segments of. The headers are the last one's,
// but for the sequence number and CWR, which are the first one's.
func Aggregate(packets []*Packet) *Packet {
	last := packets[len(packets)-1]
	tr := last.transport()
	headers := tr.Offset + tr.Length
	p := *last
	p.Data = append([]byte(nil), last.Data[:headers]...)
	for _, q := range packets {
		p.Data = append(p.Data, q.Payload()...)
	}
	p.Headers = append([]Header(nil), last.Headers...)
	extra := len(p.Data) - len(last.Data)
	for i := range p.Headers {
		h := &p.Headers[i]
		h.Total += extra
		b := p.bytes(h)
		switch h.Kind {
		case IPv4:
			binary.BigEndian.PutUint16(b[2:], uint16(h.Total))
			b[10], b[11] = 0, 0
			binary.BigEndian.PutUint16(b[10:], ipv4Checksum(b[:h.Length]))
		case IPv6:
			binary.BigEndian.PutUint16(b[4:], uint16(h.Total-ipv6Length))
		case TCP:
			first, t := packets[0].TCP(), TCPHeader(b)
			t.SetSeq(first.Seq())
			t.SetFlags(t.Flags()&^lang.CWR | first.Flags()&lang.CWR)
		case UDP:
			binary.BigEndian.PutUint16(b[4:], uint16(h.Total))
		}
	}
	return &p
}
