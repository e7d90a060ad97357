package lang

import "strings"

// maxMPLSLabels is google/packetdrill's own limit on the depth of a label stack.
const maxMPLSLabels = 6

// mplsHeader reads "mpls (label N, tc N, [S], ttl N) ... :".
func (p *parser) mplsHeader() (*MPLS, bool) {
	first := p.take()
	stack, ok := p.mplsLabels(first)
	if !ok {
		return nil, false
	}
	p.colon("the MPLS label stack")
	stack.Span = p.since(first)
	return stack, true
}

func (p *parser) mplsLabels(first Token) (*MPLS, bool) {
	stack := &MPLS{}
	for p.is('(') {
		label, ok := p.mplsLabel()
		if !ok {
			return nil, false
		}
		stack.Labels = append(stack.Labels, label)
	}
	if len(stack.Labels) > maxMPLSLabels {
		p.problem(p.since(first), CodeOutOfRange, "%d MPLS labels are too many: %d are the most",
			len(stack.Labels), maxMPLSLabels)
	}
	return stack, true
}

func (p *parser) mplsLabel() (MPLSLabel, bool) {
	first := p.take()
	var l MPLSLabel
	for _, f := range []struct {
		name string
		high int64
		what string
		to   *Number
	}{
		{"label", 1<<20 - 1, "the MPLS label, of 20 bits,", &l.Label},
		{"tc", 7, "the traffic class, of 3 bits,", &l.TrafficClass},
		{"ttl", 255, "the MPLS TTL", &l.TTL},
	} {
		if f.name == "ttl" && p.is('[') {
			if !p.mplsBottom(&l) {
				return l, false
			}
		}
		keyword := *p.current()
		if p.keyword("field of an MPLS label", f.name) == "" {
			return l, false
		}
		n, ok := p.number(keyword, 0, f.high, f.what)
		if !ok {
			return l, false
		}
		*f.to = *n
		if f.name != "ttl" && !p.accept(',') {
			p.missing(",", "after `"+f.name+"`")
		}
	}
	if !p.accept(')') {
		p.missing(")", "after the MPLS label")
	}
	l.Span = p.since(first)
	return l, true
}

// mplsBottom reads "[S]," which marks the bottom of the stack.
func (p *parser) mplsBottom(l *MPLSLabel) bool {
	p.take()
	if !p.isWord("S") {
		return p.unexpected("`S` for the bottom of the label stack")
	}
	p.take()
	if !p.accept(']') {
		p.missing("]", "after `S`")
	}
	if !p.accept(',') {
		p.missing(",", "after `[S]`")
	}
	l.Bottom = true
	return true
}

// greHeader reads "gre:" or "gre, flags ..., sum ..., off ..., key ..., seq ...:".
func (p *parser) greHeader() (*GRE, bool) {
	first := p.take()
	g := &GRE{}
	if !p.is(':') {
		p.accept(',')
		var ok bool
		if g.Present, ok = p.greFields(); !ok {
			return nil, false
		}
	}
	p.colon("the GRE header")
	g.Span = p.since(first)
	return g, true
}

// greStarts reports whether a word in braces begins a GRE header.
func (p *parser) greStarts(t Token) bool {
	word := p.source(t)
	next := p.peek(1)
	return (word == "flags" || word == "Flags") &&
		(isByte(next, '[') || next.Kind == Integer || next.Kind == HexInteger)
}

// The flags of a GRE header (RFC 2890, section 2).
var greFlags = map[string]int64{"none": 0, "checksum": 0x8000, "key": 0x2000, "sequence#": 0x1000}

func (p *parser) greFields() (*GREFields, bool) {
	first := *p.current()
	g := &GREFields{}
	if p.keyword("field of the GRE header", "flags", "Flags") == "" {
		return nil, false
	}
	if p.is('[') {
		if !p.greFlagWords(g) {
			return nil, false
		}
	} else {
		n, ok := p.anyInteger("the GRE flags", 0xffff)
		if !ok {
			return nil, false
		}
		g.Flags = *n
	}
	g.Flags.Keyword = p.relative(first)
	for _, f := range []struct {
		name string
		high int64
		to   *Number
	}{{"sum", 0xffff, &g.Sum}, {"off", 0xffff, &g.Off}, {"key", 0xffffffff, &g.Key}, {"seq", 0xffffffff, &g.Seq}} {
		p.accept(',')
		keyword := *p.current()
		if p.keyword("field of the GRE header", f.name) == "" {
			return nil, false
		}
		if f.name == "key" {
			p.accept('=')
		}
		n, ok := p.anyInteger("the field `"+f.name+"`", f.high)
		if !ok {
			return nil, false
		}
		n.Keyword = p.relative(keyword)
		*f.to = *n
	}
	g.Span = p.since(first)
	return g, true
}

// greFlagWords reads "[checksum present, key present, ...]" or "[none]".
func (p *parser) greFlagWords(g *GREFields) bool {
	first := p.take()
	for {
		t := *p.current()
		name := p.keyword("GRE flag", "none", "checksum", "key", "sequence#")
		if name == "" {
			return false
		}
		if name != "none" && p.keyword("word after `"+name+"`", "present") == "" {
			return false
		}
		g.FlagWords = append(g.FlagWords, Word{Span: p.relative(t), Name: name})
		g.Flags.Value |= greFlags[name]
		if !p.accept(',') {
			break
		}
	}
	if !p.accept(']') {
		p.missing("]", "after the GRE flags")
	}
	g.Flags.Span = p.since(first)
	g.Flags.Text = strings.TrimSpace(p.text[first.Off:p.lastEnd()])
	return true
}

// anyInteger reads a decimal or hexadecimal number.
func (p *parser) anyInteger(what string, high int64) (*Number, bool) {
	if t := p.current(); t.Kind != Integer && t.Kind != HexInteger {
		return nil, p.unexpected("a number for " + what)
	}
	n := p.integer(p.take())
	p.checkRange(n, 0, high, what)
	return n, true
}
