package format

import "github.com/pktlang/pkt/lang"

// regions are the parts of a statement in which a sign has another meaning
// than elsewhere, as spans in the statement.
type regions struct {
	time    lang.Span
	until   lang.Span   // both times of a blocking call, such as +0...0.1
	flags   lang.Span   // of a TCP segment
	ranges  []lang.Span // sequence ranges
	options lang.Span   // the list of TCP options with its brackets
	equals  lang.Span   // the sign before the result of a system call
	pairs   []lang.Span // structures such as {..., 0}
	note    lang.Span
	option  lang.Span // a line such as --name=value
	echoed  lang.Span // the packet that an ICMP message carries
	packet  bool
}

func (r *regions) read(st *lang.Statement) {
	*r = regions{ranges: r.ranges[:0]}
	if st.Option != nil {
		r.option = st.Option.Span
	}
	if st.Time != nil {
		r.time = st.Time.Span
	}
	switch action := st.Action.(type) {
	case *lang.SystemCall:
		r.readCall(st, action)
	case *lang.Packet:
		r.readPacket(action)
	}
}

func (r *regions) readCall(st *lang.Statement, c *lang.SystemCall) {
	if c.Until != nil {
		r.until = lang.Span{Off: r.time.Off, End: c.Until.End}
	}
	if c.Note != nil {
		r.note = c.Note.Span
	}
	for _, arg := range c.Args {
		lang.Walk(arg, func(n lang.Node) bool {
			switch n.(type) {
			case *lang.Iovec, *lang.SCMTimestamping:
				r.pairs = append(r.pairs, n.Where())
			}
			return true
		})
	}
	for i := len(st.Tokens) - 1; i >= 0 && st.Tokens[i].Off >= c.Close.End; i-- {
		if isByte(&st.Tokens[i], '=') {
			r.equals = st.Tokens[i].Span
		}
	}
}

func (r *regions) readPacket(p *lang.Packet) {
	r.packet = true
	switch transport := p.Transport.(type) {
	case *lang.TCP:
		r.flags = transport.Flags.Span
		r.ranges = append(r.ranges, transport.Seq.Span)
		if transport.Options != nil {
			r.options = transport.Options.Span
		}
	case *lang.ICMP:
		if transport.Echoed == nil {
			break
		}
		r.echoed = transport.Echoed.Span
		if transport.Echoed.Seq != nil {
			r.ranges = append(r.ranges, transport.Echoed.Seq.Span)
		}
	}
}

// Spacing that depends on more than the two tokens.
const (
	author    = -1 - iota // what the source has: nothing, or one blank
	listComma             // after a comma in a list of TCP options
	bar                   // beside the bar of A|B
)

// blanks is the number of blanks between two tokens on one line, or one of the
// constants above. Depth is the number of brackets that are open between them.
func (r *regions) blanks(a, b *lang.Token, depth int) int {
	switch {
	case within(r.time, a, b), within(r.option, a, b):
		return 0
	case within(r.until, a, b):
		return author // `+0...0.1` and `+0 ... 0.1` are both at home
	case within(r.note, a, b):
		return inNote(a, b)
	case within(r.flags, a, b):
		return author
	case a.End == r.time.End, a.End == r.until.End,
		borders(r.flags, a, b), borders(r.equals, a, b), borders(r.echoed, a, b):
		return 1
	case b.Off == r.note.Off && !r.note.Empty():
		return 1
	}
	for _, s := range r.ranges {
		if within(s, a, b) {
			return 0
		}
	}
	if within(r.options, a, b) {
		return r.inOptions(a, b, depth)
	}
	if r.inPair(a, b) && isByte(a, ',') {
		return author
	}
	if r.packet {
		return inPacket(a, b, depth)
	}
	return inCall(a, b)
}

// inPair reports whether both tokens lie in a structure such as {..., 0}. It is
// asked in the order of the text, and drops the structures that are over.
func (r *regions) inPair(a, b *lang.Token) bool {
	for len(r.pairs) > 0 && r.pairs[0].End <= a.Off {
		r.pairs = r.pairs[1:]
	}
	return len(r.pairs) > 0 && within(r.pairs[0], a, b)
}

// within reports whether both tokens lie in a span.
func within(s lang.Span, a, b *lang.Token) bool { return a.Off >= s.Off && b.End <= s.End }

// borders reports whether a span begins or ends between two tokens.
func borders(s lang.Span, a, b *lang.Token) bool {
	return !s.Empty() && (a.End == s.End || b.Off == s.Off)
}

func isByte(t *lang.Token, c byte) bool { return t.Kind == lang.Punctuation && t.Byte == c }

// inNote is the spacing of the text of an error, which is no more than words to
// the language.
func inNote(a, b *lang.Token) int {
	if isByte(a, '(') || isByte(b, ')') {
		return 0
	}
	return author
}

// inOptions is the spacing of a list of TCP options.
func (r *regions) inOptions(a, b *lang.Token, depth int) int {
	switch {
	case a.Off == r.options.Off, b.End == r.options.End:
		return 0
	case isByte(a, ',') && depth == 0:
		return listComma
	case isByte(a, ':') || isByte(b, ':'):
		return 0
	}
	return tight(a, b)
}

// inPacket is the spacing of a packet outside of its sequence range and its
// options.
func inPacket(a, b *lang.Token, depth int) int {
	if depth == 0 {
		switch {
		case isByte(b, ':'):
			return 0
		case isByte(b, '(') && a.Kind == lang.WordToken, isByte(b, '<'), isByte(b, '>'):
			return 1 // udp (1000), a > b
		case isByte(a, ')'), isByte(a, ']'), isByte(a, ':'), isByte(a, '<'), isByte(a, '>'):
			return 1
		}
	}
	return tight(a, b)
}

// inCall is the spacing of a system call up to its closing parenthesis.
func inCall(a, b *lang.Token) int {
	if isByte(b, '(') && a.Kind == lang.WordToken {
		return 0
	}
	return tight(a, b)
}

// tight sets signs as nearly every script does: brackets, equals signs and bars
// without blanks, a comma with one after it, words apart. What no rule knows
// stays as the author wrote it.
func tight(a, b *lang.Token) int {
	if b.Kind == lang.Punctuation {
		switch b.Byte {
		case ',', ')', ']', '}', '=':
			return 0
		case '|':
			return bar
		}
	}
	if a.Kind == lang.Punctuation {
		switch a.Byte {
		case '(', '[', '{', '=':
			return 0
		case '|':
			return bar
		case ',':
			return 1
		}
		return author
	}
	switch b.Kind {
	case lang.EllipsisToken:
		if a.Kind == lang.StringToken {
			return 0
		}
	case lang.Punctuation:
		return author
	}
	return 1
}
