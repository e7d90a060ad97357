package replay

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktlang/pkt/exec/capture"
	"github.com/pktlang/pkt/lang"
)

// Options say how a script is to be made.
type Options struct {
	// Local is the side under test: an address, with a port where both sides
	// have the same address. The zero value leaves it to what the capture says of
	// directions, and else takes the listener.
	Local netip.AddrPort
	// MSS is the size in bytes that larger segments are cut to; 0 keeps them.
	MSS int
	// Absolute gives times since the start instead of since the event before.
	Absolute bool
	// Round is what times are rounded to; 0 keeps them to the microsecond.
	Round time.Duration
	// Windows lets the window of what the local side sent be expected, too.
	Windows bool
}

// ErrNoHandshake is the error for a connection that was there before the
// capture began: what its sequence numbers count from is not known.
var ErrNoHandshake = errors.New("the capture begins after the connection: a script needs its SYN")

// Script makes the script of a connection; name says in it where it is from. The
// script is not formatted.
func Script(f *Flow, name string, o Options) (string, []Warning, error) {
	first := slices.IndexFunc(f.segments, (*segment).opens)
	if first < 0 {
		return "", nil, ErrNoHandshake
	}
	local, err := f.local(o.Local)
	if err != nil {
		return "", nil, err
	}
	s := newSession(f.segments[first:], local, o)
	for _, early := range f.segments[:first] {
		s.warn(early, "it came before the connection's SYN and is left out")
	}
	s.play()
	return s.text(f, name), s.warnings, nil
}

// local is the side under test.
func (f *Flow) local(wanted netip.AddrPort) (netip.AddrPort, error) {
	if !wanted.Addr().IsValid() {
		for _, s := range f.segments {
			switch s.direction {
			case capture.Inbound:
				return s.tuple.Destination, nil
			case capture.Outbound:
				return s.tuple.Source, nil
			}
		}
		return f.Server, nil
	}
	var found []netip.AddrPort
	for _, end := range []netip.AddrPort{f.Client, f.Server} {
		if end.Addr() == wanted.Addr() && (wanted.Port() == 0 || end.Port() == wanted.Port()) {
			found = append(found, end)
		}
	}
	switch len(found) {
	case 0:
		return netip.AddrPort{}, fmt.Errorf("%s is no side of the connection from %s to %s", wanted.Addr(), f.Client,
			f.Server)
	case 1:
		return found[0], nil
	}
	return netip.AddrPort{}, fmt.Errorf("%s is both sides of the connection: give the port, too, as in %s",
		wanted.Addr(), f.Server)
}

// side is what is known of what one side has sent. Numbers count from its SYN,
// as those of scripts do.
type side struct {
	initial uint32 // its initial sequence number
	known   bool   // the initial number is
	next    uint32 // after the highest that was sent
	stamp   uint32 // the first TS val
	stamped bool
}

// relative is a live sequence number as the script has it.
func (s *side) relative(seq uint32) uint32 { return seq - s.initial }

// stampBase is what the first timestamp of a side becomes in the script.
const stampBase = 100

// relativeStamp is a live timestamp of the side as the script has it; 0 stands
// for none.
func (s *side) relativeStamp(v uint32) uint32 {
	if v == 0 || !s.stamped {
		return v
	}
	return v - s.stamp + stampBase
}

// session makes the events of one connection.
type session struct {
	options       Options
	local         netip.AddrPort
	segments      []*segment
	here, there   side
	writes        []write // of each segment, what is written before it
	server        bool    // the local side listens
	descriptor    int     // of the connection
	open          bool    // the program has the descriptor
	closed        bool    // the program has closed it
	handshakeDone bool    // both sides have sent their SYN
	received      uint32  // up to where data of the remote side came without a gap
	waiting       []span  // came after a gap
	acknowledged  uint32  // by the local side
	read          uint32  // up to where the program has read
	remoteReset   bool
	later         bool            // it still reads, though it will not write
	echoable      map[uint32]bool // the live TS vals of the local side
	unknownEcho   bool            // the remote side echoes another
	begin         time.Time
	now           time.Duration
	events        []event
	warnings      []Warning
}

// event is one line of the script with the comment before it.
type event struct {
	at      time.Duration
	action  string
	comment string
}

// span is a range of sequence numbers.
type span struct{ start, end uint32 }

func newSession(segments []*segment, local netip.AddrPort, o Options) *session {
	s := &session{options: o, local: local, segments: segments, begin: segments[0].time, read: 1, received: 1,
		echoable: map[uint32]bool{}}
	s.server = segments[0].tuple.Source != local
	for _, g := range segments {
		from := s.from(g)
		if g.has(lang.SYN) && !from.known {
			from.initial, from.known = g.tcp().Seq(), true
		}
		if ts, err := g.packet.Timestamps(); err == nil && ts != nil && !from.stamped {
			from.stamp, from.stamped = ts.Val(), true
		}
	}
	s.segments = slices.DeleteFunc(slices.Clone(segments), s.wraps)
	s.writes = s.guessWrites()
	return s
}

// wraps reports whether a segment begins before its side's SYN and ends after it,
// which no script can say: it belongs to an earlier connection.
func (s *session) wraps(g *segment) bool {
	start := s.from(g).relative(g.tcp().Seq())
	if start+g.length() >= start {
		return false
	}
	s.warn(g, "it begins before the connection's first sequence number and is left out")
	return true
}

// outbound reports whether the local side sent a segment.
func (s *session) outbound(g *segment) bool { return g.tuple.Source == s.local }

// from is the side that sent a segment.
func (s *session) from(g *segment) *side {
	if s.outbound(g) {
		return &s.here
	}
	return &s.there
}

func (s *session) warn(g *segment, format string, arguments ...any) {
	s.warnings = append(s.warnings, Warning{g.number, fmt.Sprintf(format, arguments...)})
}

// add adds an event at the present time.
func (s *session) add(format string, arguments ...any) {
	s.events = append(s.events, event{at: s.now, action: fmt.Sprintf(format, arguments...)})
}

// longest is the latest time that a script can have.
const longest = 1_000_000_000 * time.Second

// play goes through the packets.
func (s *session) play() {
	s.begins()
	for i, g := range s.segments {
		switch at := g.time.Sub(s.begin); {
		case at > longest:
			s.warn(g, "its time, %s, is too long after the first packet; it has the time of the packet before it",
				g.time)
		case at > s.now:
			s.now = at
		case s.now-at > time.Millisecond:
			s.warn(g, "its time is before that of the packet before it; it keeps its place")
		}
		if s.outbound(g) {
			s.sent(i, g)
		} else {
			s.arrived(g)
		}
	}
}

// begins makes the socket.
func (s *session) begins() {
	s.add("socket(..., SOCK_STREAM, IPPROTO_TCP) = 3")
	if s.server {
		s.descriptor = 4
		s.add("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0")
		s.add("bind(3, ..., ...) = 0")
		if s.fastOpen() {
			s.add("setsockopt(3, SOL_TCP, TCP_FASTOPEN, [1], 4) = 0")
		}
		s.add("listen(3, 1) = 0")
		return
	}
	s.descriptor, s.open = 3, true
	s.add("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0")
	if n := s.segments[0].length(); n > 0 {
		s.add("sendto(3, ..., %d, MSG_FASTOPEN, ..., ...) = %d", n, n)
		return
	}
	if s.fastOpen() {
		s.add("sendto(3, ..., 1, MSG_FASTOPEN, ..., ...) = -1 EINPROGRESS (Operation now in progress)")
		return
	}
	s.add("connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)")
}

// fastOpen reports whether the local side uses fast open (RFC 7413): its SYN has
// the option, or acknowledges the data of the SYN that it answers.
func (s *session) fastOpen() bool {
	syn := s.handshake(true)
	if syn == nil {
		return false
	}
	return strings.Contains(syn.options(), "FO") ||
		syn.has(lang.ACK) && newer(1, s.there.relative(syn.tcp().Ack())) > 0
}

// newer is the distance from one sequence number to another, across the wrap.
func newer(from, to uint32) int32 { return int32(to - from) }
