package replay

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
)

// segment is one TCP packet of a connection.
type segment struct {
	number    int // of the packet in the capture, from 1
	time      time.Time
	direction capture.Direction
	packet    *packet.Packet
	tuple     packet.Tuple
}

func (s *segment) tcp() packet.TCPHeader   { return s.packet.TCP() }
func (s *segment) has(f lang.FlagSet) bool { return s.tcp().Has(f) }
func (s *segment) length() uint32          { return uint32(len(s.packet.Payload())) }

// options are those of the segment in the language, as it has them.
func (s *segment) options() string { return packet.OptionsText(s.packet) }

// opens reports whether the segment asks for a connection.
func (s *segment) opens() bool { return s.has(lang.SYN) && !s.has(lang.ACK) }

// Flow is one TCP connection of a capture.
type Flow struct {
	// Client sent the first SYN, or the first packet where there is none.
	Client, Server netip.AddrPort
	// Flags are all flags that a packet of the connection had.
	Flags lang.FlagSet

	segments []*segment
}

// Packets counts the packets of both sides.
func (f *Flow) Packets() int { return len(f.segments) }

// Bytes counts the bytes of data of both sides, with what was sent again.
func (f *Flow) Bytes() int {
	n := 0
	for _, s := range f.segments {
		n += int(s.length())
	}
	return n
}

// Duration is the time from the first to the last packet.
func (f *Flow) Duration() time.Duration {
	return f.segments[len(f.segments)-1].time.Sub(f.segments[0].time)
}

// Warning is about one packet of the capture.
type Warning struct {
	Packet  int // its number, from 1
	Message string
}

// String names the packet.
func (w Warning) String() string { return fmt.Sprintf("packet %d: %s", w.Packet, w.Message) }

// key is one pair of ends on one interface, whichever way a packet goes.
type key struct {
	device      int
	first, last netip.AddrPort
}

func keyOf(device int, t packet.Tuple) key {
	if t.Source.Compare(t.Destination) > 0 {
		t = t.Reverse()
	}
	return key{device, t.Source, t.Destination}
}

// Flows sorts the packets of a capture into TCP connections, in the order in
// which these begin. Each packet that is part of none has a warning.
func Flows(records []capture.Record) ([]*Flow, []Warning) {
	var flows []*Flow
	var warnings []Warning
	open := map[key]*Flow{}
	for _, r := range records {
		if r.Problem != "" {
			warnings = append(warnings, Warning{r.Number, r.Problem})
		}
		if r.Bytes == nil {
			continue
		}
		s, problem := newSegment(r)
		if s == nil {
			warnings = append(warnings, Warning{r.Number, problem + "; it is left out"})
			continue
		}
		k := keyOf(r.Interface, s.tuple)
		f := open[k]
		if f == nil || f.over(s) {
			f = &Flow{Client: s.tuple.Source, Server: s.tuple.Destination}
			if s.has(lang.SYN | lang.ACK) {
				f.Client, f.Server = f.Server, f.Client
			}
			open[k] = f
			flows = append(flows, f)
		}
		f.segments = append(f.segments, s)
		f.Flags |= s.tcp().Flags()
	}
	return flows, warnings
}

// over reports whether a segment begins another connection between the same
// ends: it is a SYN with another sequence number than the first had.
func (f *Flow) over(s *segment) bool {
	return s.opens() && (!f.segments[0].opens() || f.segments[0].tuple != s.tuple ||
		f.segments[0].tcp().Seq() != s.tcp().Seq())
}

// newSegment takes a packet apart, or says why it is no part of a connection.
func newSegment(r capture.Record) (*segment, string) {
	p, err := packet.Decode(withLength(r.Bytes))
	switch {
	case errors.Is(err, packet.ErrUnknownProtocol):
		return nil, "it is no TCP packet"
	case err != nil:
		return nil, "it cannot be read: " + err.Error()
	case p.TCP() == nil:
		return nil, fmt.Sprintf("it is no TCP packet, but %s", p.Transport())
	case len(p.Headers) != 2:
		return nil, "its TCP header is within a tunnel"
	}
	return &segment{number: r.Number, time: r.Time, direction: r.Direction, packet: p, tuple: p.Tuple()}, ""
}

// withLength fills in the length of an IPv4 header that has none: a host that
// leaves cutting large packets to its device captures them so. Its checksum is
// not computed then either.
func withLength(b []byte) []byte {
	const ipv4, longest = 4, 1<<16 - 1
	if len(b) < 20 || len(b) > longest || b[0]>>4 != ipv4 || b[2] != 0 || b[3] != 0 {
		return b
	}
	whole := append([]byte(nil), b...)
	whole[2], whole[3] = byte(len(b)>>8), byte(len(b))
	packet.SetIPv4Checksum(whole)
	return whole
}
