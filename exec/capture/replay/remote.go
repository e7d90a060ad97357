package replay

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// arrived injects a segment of the remote side.
func (s *session) arrived(g *segment) {
	h := g.tcp()
	start := s.there.relative(h.Seq())
	if h.Has(lang.SYN) {
		start++ // its data comes after it
	}
	end := start + g.length()
	comment := ""
	if s.handshakeDone {
		comment = s.order(g, start, end)
	}
	reaches := end
	if h.Has(lang.SYN) {
		reaches-- // advance counts the SYN
	}
	s.advance(&s.there, g, reaches)
	if newer(s.received, end) > 0 {
		s.waiting = append(s.waiting, span{start, end})
		s.fillGap()
	}
	s.remoteReset = s.remoteReset || h.Has(lang.RST)
	s.packets("<", g, comment)
	if s.server && !s.open && s.handshakeDone && h.Has(lang.ACK) && !h.Has(lang.RST) && !h.Has(lang.SYN) &&
		newer(1, s.here.relative(h.Ack())) >= 0 {
		s.accept()
	}
}

// order says what is out of order about a segment with data.
func (s *session) order(g *segment, start, end uint32) string {
	switch {
	case g.length() == 0:
		return ""
	case newer(s.there.next, start) > 0:
		return fmt.Sprintf("Before packet %d, %d:%d of the remote side is missing or late.", g.number, s.there.next,
			start)
	case newer(s.received, end) <= 0:
		return fmt.Sprintf("Packet %d: the remote side sends %d:%d again.", g.number, start, end)
	case newer(s.there.next, end) <= 0:
		return fmt.Sprintf("Packet %d: %d:%d of the remote side comes late or again.", g.number, start, end)
	}
	return ""
}

// fillGap moves on over data that came before what was missing.
func (s *session) fillGap() {
	for moved := true; moved; {
		moved = false
		kept := s.waiting[:0]
		for _, w := range s.waiting {
			switch {
			case newer(s.received, w.start) > 0:
				kept = append(kept, w)
			case newer(s.received, w.end) > 0:
				s.received, moved = w.end, true
			}
		}
		s.waiting = kept
	}
}
