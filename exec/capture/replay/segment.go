package replay

import (
	"strings"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
)

// packets adds the events of a segment: one, or several where it is cut.
func (s *session) packets(arrow string, g *segment, comment string) {
	first := len(s.events)
	for _, piece := range s.pieces(g) {
		s.add("%s %s", arrow, s.words(g, piece))
	}
	s.events[first].comment = comment
}

// pieces are copies of a segment, of no more than the MSS that was asked for.
func (s *session) pieces(g *segment) []*packet.Packet {
	n, size := int(g.length()), s.options.MSS
	if size <= 0 || n <= size {
		return []*packet.Packet{g.packet.Clone()}
	}
	var pieces []*packet.Packet
	for from := 0; from < n; from += size {
		piece := g.packet.Clone()
		piece.Data = piece.Data[:len(piece.Data)-n+min(size, n-from)]
		h := piece.TCP()
		h.SetSeq(h.Seq() + uint32(from))
		if from+size < n {
			h.SetFlags(h.Flags() &^ (lang.PSH | lang.FIN))
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

// words are a packet in the language, in the script's numbers. The packet is
// changed.
func (s *session) words(g *segment, p *packet.Packet) string {
	out := s.outbound(g)
	from, to := &s.here, &s.there
	if !out {
		from, to = to, from
	}
	h := p.TCP()
	h.SetSeq(from.relative(h.Seq()))
	if h.Has(lang.ACK) && to.known {
		h.SetAck(to.relative(h.Ack()))
	}
	if !from.known && h.Has(lang.RST) {
		h.SetSeq(0) // of a port that nobody listens on
	}
	p.WindowUnchecked = out && !s.options.Windows
	s.relativeOptions(g, p, from, to)
	text := ecnNames[p.ECN()]
	if text != "" {
		text = "[" + text + "] "
	}
	// The dot stands last: in S.E it would end the flags.
	flags := packet.FlagText(p, &packet.Packet{})
	rest := strings.TrimPrefix(p.Text(nil), flags)
	if bare := strings.Replace(flags, ".", "", 1); bare != flags {
		flags = bare + "."
	}
	text += flags + rest
	if !out {
		text = strings.TrimSuffix(text, " <...>")
	}
	return text
}

var ecnNames = [...]string{"", "ect1", "ect0", "ce"}

// relativeOptions turns timestamps and SACK blocks into the script's numbers. A
// list with an option that scripts do not know is left unchecked, or out.
func (s *session) relativeOptions(g *segment, p *packet.Packet, from, to *side) {
	ts, err := p.Timestamps()
	if err == nil {
		err = p.OffsetSACK(-to.initial)
	}
	if err != nil {
		p.OptionsUnchecked = true
		what := "its options are not checked"
		if !s.outbound(g) {
			what = "it is injected without options"
		}
		s.warn(g, "%v: %s", err, what)
		return
	}
	if ts == nil {
		return
	}
	val, ecr := ts.Val(), ts.Ecr()
	ts.SetVal(from.relativeStamp(val))
	ts.SetEcr(to.relativeStamp(ecr))
	if !s.outbound(g) && ecr != 0 && to.stamped && !s.echoable[ecr] {
		s.unknownEcho = true
	}
	if s.outbound(g) {
		s.echoable[val] = true
	}
}
