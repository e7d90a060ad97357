package replay

import (
	"time"

	"github.com/pktlang/pkt/lang"
)

// write is a call that a program is thought to have made before a segment left.
type write struct {
	size uint32 // in bytes; 0 for none
	// more says that the data waited for the FIN which it left with.
	more bool
}

// burst is within what time segments without one of the other side between them
// left at once.
const burst = time.Millisecond

// guessWrites says before which segments the local program wrote, and how much:
// a sender sets PSH on the last segment of what was written at once (RFC 9293,
// section 3.9.1.2), and what is sent again was written before. Linux also sets it
// within a large write, at the end of what it hands on at once: a full segment
// with another one right after it ends no write. Where the capture ends without
// a PSH, more had been written than it shows.
func (s *session) guessWrites() []write {
	writes := make([]write, len(s.segments))
	next, mss := uint32(1), s.mss()
	begin, last := -1, uint32(0) // where a write begins; the length of its last segment
	for i, g := range s.segments {
		if !s.carriesData(g) {
			continue
		}
		fresh := newer(next, s.here.relative(g.tcp().Seq())+g.length())
		if fresh <= 0 {
			continue
		}
		if begin < 0 {
			begin = i
		}
		writes[begin].size += uint32(fresh)
		next += uint32(fresh)
		last = g.length()
		switch {
		case g.has(lang.FIN):
			writes[begin].more = begin == i
			begin = -1
		case g.has(lang.PSH) && (last%mss != 0 || !s.goesOn(i)):
			begin = -1
		}
	}
	if begin >= 0 {
		writes[begin].size += last
	}
	return writes
}

// carriesData reports whether the local side sent data with a segment after its
// SYN.
func (s *session) carriesData(g *segment) bool {
	return s.outbound(g) && g.length() > 0 && !g.has(lang.SYN) && !g.has(lang.RST)
}

// goesOn reports whether more data left right after a segment.
func (s *session) goesOn(i int) bool {
	if i+1 >= len(s.segments) {
		return false
	}
	g, next := s.segments[i], s.segments[i+1]
	return s.carriesData(next) && next.time.Sub(g.time) < burst &&
		next.tcp().Seq() == g.tcp().Seq()+g.length()
}

// mss is the length of a full segment of the local side.
func (s *session) mss() uint32 {
	const without, timestamps = 536, 12 // RFC 9293, section 3.7.1; RFC 7323, appendix A
	size := uint32(without)
	if syn := s.handshake(false); syn != nil {
		if n := syn.packet.MSS(); n > 0 {
			size = uint32(n)
		}
	}
	if s.here.stamped && s.there.stamped && size > timestamps {
		size -= timestamps
	}
	return size
}
