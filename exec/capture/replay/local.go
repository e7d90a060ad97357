package replay

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// sent expects a segment of the local side, after the calls that lead to it.
func (s *session) sent(i int, g *segment) {
	h := g.tcp()
	start := s.here.relative(h.Seq())
	end := start + g.length()
	if s.server && !s.open && g.length() > 0 && s.handshakeDone {
		s.accept() // fast open: the program answers before the handshake is over
	}
	s.calls(i, g)
	fresh := newer(s.here.next, end) > 0 || h.Has(lang.SYN) && s.here.next == 0
	comment := ""
	switch {
	case g.length() > 0 && !fresh:
		comment = fmt.Sprintf("Packet %d sends %d:%d again.", g.number, start, end)
	case newer(s.here.next, start) > 0 && s.here.next > 0:
		s.warn(g, "what the local side sent from %d to %d is not in the capture", s.here.next, start)
	}
	s.advance(&s.here, g, end)
	if h.Has(lang.URG) {
		s.warn(g, "it is urgent: the script writes its data with no MSG_OOB, which has to be put in by hand")
	}
	if s.handshakeDone && h.Has(lang.ACK) {
		s.noticeAck(g)
	}
	s.packets(">", g, comment)
	if s.server && !s.open && h.Has(lang.SYN) && newer(1, s.acknowledged) > 0 {
		s.accept() // fast open: the data of the SYN was taken
	}
	s.reads()
}

// advance notes what a side has sent.
func (s *session) advance(from *side, g *segment, end uint32) {
	if g.has(lang.SYN) {
		s.handshakeDone = s.here.known && s.there.known && (s.handshakeDone || g.has(lang.ACK))
		end++
	}
	if g.has(lang.FIN) {
		end++
	}
	if newer(from.next, end) > 0 {
		from.next = end
	}
}

// noticeAck notes what the local side acknowledges, which must have come.
func (s *session) noticeAck(g *segment) {
	ack := s.there.relative(g.tcp().Ack())
	if newer(s.there.next, ack) > 0 {
		s.warn(g, "it acknowledges %d, but the capture has what the remote side sent up to %d only", ack, s.there.next)
	}
	if newer(s.acknowledged, ack) > 0 {
		s.acknowledged = ack
	}
}

// calls adds the calls that make the stack send a segment.
func (s *session) calls(i int, g *segment) {
	if w := s.writes[i]; w.size > 0 && s.open && !s.closed {
		if w.more {
			s.add("send(%d, ..., %d, MSG_MORE) = %d", s.descriptor, w.size, w.size)
		} else {
			s.add("write(%d, ..., %d) = %d", s.descriptor, w.size, w.size)
		}
	}
	switch {
	case !s.open || s.closed:
	case g.has(lang.FIN):
		s.close(i)
	case g.has(lang.RST|lang.ACK) && !s.remoteReset && s.handshakeDone:
		s.add("setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0", s.descriptor)
		s.add("close(%d) = 0", s.descriptor)
		s.closed = true
	}
}

// close closes the connection, or only the way out where the local side took
// data afterwards. What was not read by then would make it a reset.
func (s *session) close(i int) {
	if n := newer(s.read, s.received); n > 0 {
		s.take(uint32(n))
	}
	s.closed = true
	if s.takesMore(i) {
		s.add("shutdown(%d, SHUT_WR) = 0", s.descriptor)
		s.later = true
		return
	}
	s.add("close(%d) = 0", s.descriptor)
}

// takesMore reports whether new data came after a segment and was not refused.
func (s *session) takesMore(i int) bool {
	more := false
	for _, g := range s.segments[i+1:] {
		switch {
		case s.outbound(g) && g.has(lang.RST):
			return false
		case !s.outbound(g) && g.length() > 0 && newer(s.received, s.there.relative(g.tcp().Seq())+g.length()) > 0:
			more = true
		}
	}
	return more
}

// reads reads what has come and was acknowledged. Reading earlier can make the
// stack acknowledge at once, which the capture then does not show.
func (s *session) reads() {
	if !s.open || s.closed && !s.later || s.remoteReset {
		return
	}
	upTo := s.received
	if newer(s.acknowledged, upTo) > 0 {
		upTo = s.acknowledged
	}
	if n := newer(s.read, upTo); n > 0 {
		s.take(uint32(n))
	}
}

func (s *session) take(n uint32) {
	s.add("read(%d, ..., %d) = %d", s.descriptor, n, n)
	s.read += n
}

func (s *session) accept() {
	s.add("accept(3, ..., ...) = %d", s.descriptor)
	s.open = true
}
