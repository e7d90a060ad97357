package lang

import (
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// What the dialects add is kept as names and values, or as text: enough to
// format it, to show it, and to leave it alone.

// conditional reads "#ifdef NAME" and "#endif" of the nplab dialect, as a
// comment that reaches to the end of the line, or to the #endif where NAME is
// not defined. It returns the comment's end, or i where none begins there.
func (l *lexer) conditional(i int) int {
	if !l.fresh {
		return i
	}
	end := lineEnd(l.text, i)
	fields := strings.Fields(l.text[i:min(end, i+200)])
	switch {
	case fields[0] == "#endif":
		return i + len("#endif")
	case fields[0] != "#ifdef" || len(fields) < 2:
		return i
	}
	if _, defined := l.definitions[fields[1]]; defined || l.endless["#endif"] {
		return end
	}
	n := strings.Index(l.text[i:], "#endif")
	if n < 0 {
		l.unterminated(&Token{}, i, "#ifdef", "#endif")
		return end
	}
	return i + n + len("#endif")
}

// dialectDigest reports whether a word stands for a digest in the nplab dialect.
func dialectDigest(word string) bool { return word == "valid" || word == "invalid" }

var dialectIPFields = []string{"dscp", "class", "hlim", "ecn"}

// dialectIPField reads a field of the IP header that a dialect adds.
func (p *parser) dialectIPField() (field Field, ok, known bool) {
	t := *p.current()
	if t.Kind != WordToken || t.Defined || !slices.Contains(dialectIPFields, p.source(t)) {
		return Field{}, false, false
	}
	p.take()
	field.Name = p.word(t)
	if p.is('(') {
		field.Value, ok = p.callExpression(t, field.Name)
	} else {
		field.Value, ok = p.expression()
	}
	field.Span = p.since(t)
	return field, ok, true
}

// dialectTransport reads a packet of a protocol that a dialect adds: all up to
// the end of the statement.
func (p *parser) dialectTransport(packet *Packet) (transport Transport, ok, known bool) {
	first := *p.current()
	at := first
	if first.Kind == Integer && isByte(p.peek(1), '>') {
		at = p.peek(3)
	}
	if at.Kind != WordToken || p.source(at) != "sctp" && p.source(at) != "udplite" {
		return nil, false, false
	}
	if at.Off != first.Off {
		if packet.Ports, ok = p.ports(); !ok {
			return nil, false, true
		}
	}
	other := &OtherTransport{Protocol: p.word(p.take())}
	p.skipBalanced(func() bool { return p.startsStatement(p.cursor) && p.current().FirstOnLine })
	other.Span = p.since(at)
	other.Text = p.text[at.Off:p.lastEnd()]
	return other, true, true
}

// skipBalanced takes tokens until done holds outside of all brackets.
func (p *parser) skipBalanced(done func() bool) {
	depth := 0
	for p.current().Kind != EOF {
		if depth <= 0 && done() {
			return
		}
		if t := p.take(); t.Kind == Punctuation {
			switch t.Byte {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
			}
		}
	}
}

// udpEncapsulation reads "/udp(S > D)" after a packet.
func (p *parser) udpEncapsulation() (*Ports, bool) {
	first := p.take()
	if p.keyword("encapsulation", "udp") == "" {
		return nil, false
	}
	if !p.accept('(') {
		return nil, p.unexpected("`(` and the ports of the encapsulation")
	}
	if p.current().Kind != Integer || !isByte(p.peek(1), '>') {
		return nil, p.unexpected("the ports of the encapsulation, such as 1 > 9811")
	}
	ports, ok := p.ports()
	if !ok {
		return nil, false
	}
	if !p.accept(')') {
		p.missing(")", "after the ports")
	}
	ports.Span = p.since(first)
	return ports, true
}

// dialectEchoed reads the echoed packet of a protocol that a dialect adds.
func (p *parser) dialectEchoed() bool {
	p.take()
	if !p.accept('(') {
		return p.unexpected("`(` and the length of the echoed packet")
	}
	_, ok := p.list(')', "the echoed packet")
	return ok
}

// echoedBefore reports whether an echoed packet stands before its ICMP message,
// as the nplab dialect has it: [1:1001(1000)] icmp unreachable frag_needed.
func (p *parser) echoedBefore() bool {
	if !p.is('[') {
		return false
	}
	t := p.peek(1)
	return t.Kind == Integer && isByte(p.peek(2), ':') || t.Kind == WordToken && isByte(p.peek(2), '(')
}

func (p *parser) icmpAfterEchoed(packet *Packet) bool {
	first := *p.current()
	echoed, ok := p.echoed()
	if !ok {
		return false
	}
	if !p.isWord("icmp") {
		return p.unexpected("`icmp` after the echoed packet")
	}
	transport, ok := p.icmp()
	if !ok {
		return false
	}
	message := transport.(*ICMP)
	if message.Echoed != nil {
		p.problem(message.Echoed.Span, CodeOrder,
			"the echoed packet is given twice: expected it before or after the ICMP message")
	}
	message.Echoed, message.Span = echoed, p.since(first)
	packet.Transport = message
	return true
}

// openRange reads "...(length)".
func (p *parser) openRange() (*SequenceRange, bool) {
	first := p.take()
	length, ok := p.parenthesised(0, 65535, "the length of the payload")
	if !ok {
		return nil, false
	}
	return &SequenceRange{Span: p.since(first), Length: *length, Open: true}, true
}

// namedAddresses reads "addr[a] > addr[b]", where either name may be absent.
func (p *parser) namedAddresses() *NamedAddresses {
	first := *p.current()
	named := &NamedAddresses{}
	switch {
	case p.addressAt(0):
		named.Source = p.namedAddress()
		if !p.accept('>') {
			p.missing(" >", "after the name of the source address")
		}
	case p.is('>') && p.addressAt(1):
		p.take()
	default:
		return nil
	}
	if p.addressAt(0) {
		named.Destination = p.namedAddress()
	}
	named.Span = p.since(first)
	return named
}

// addressAt reports whether "addr[" stands at the nth token after the current
// one.
func (p *parser) addressAt(n int) bool {
	t := p.peek(n)
	return t.Kind == WordToken && !t.Defined && p.source(t) == "addr" && isByte(p.peek(n+1), '[')
}

// namedAddress reads "addr[name]" with a port or without.
func (p *parser) namedAddress() string {
	p.take()
	p.take()
	name := ""
	if p.current().Kind == WordToken {
		name = p.source(p.take())
	}
	if !p.accept(']') {
		p.missing("]", "after the name of the address")
	}
	if p.is(':') && p.peek(1).Kind == Integer {
		p.take()
		p.take()
	}
	return name
}

// dialectTCPOption reads a TCP option that a dialect adds: words, some with
// values, up to the next comma.
func (p *parser) dialectTCPOption() (option TCPOption, ok, known bool) {
	first := *p.current()
	if first.Kind != WordToken || first.Defined {
		return nil, false, false
	}
	name, length := p.source(first), 1
	if dash := p.peek(1); name == "exp" && isByte(dash, '-') && dash.Off == first.End {
		name, length = "exp-"+p.source(p.peek(2)), 3
	}
	word, found := vocab.TCPOptionWord(name)
	if !found || word.Dialect == vocab.Base {
		return nil, false, false
	}
	for range length {
		p.take()
	}
	o := &OtherOption{Name: Word{Span: p.since(first), Name: name}}
	for !p.is(',') && !p.is('>') {
		t := *p.current()
		if t.Kind == EOF || t.FirstOnLine && p.startsStatement(p.cursor) {
			return nil, p.unexpected("`,` or `>` after a TCP option"), true
		}
		o.Fields = append(o.Fields, p.dialectOptionField())
	}
	o.Span = p.since(first)
	return o, true, true
}

// dialectOptionField reads a word with what may stand after it: =value or
// [values]; anything else is taken as it is.
func (p *parser) dialectOptionField() Field {
	t := p.take()
	f := Field{Name: p.word(t)}
	switch {
	case p.is('=') || p.is('['):
		p.accept('=')
		p.skipBalanced(func() bool {
			return p.last >= 0 && !isOpening(p.tokens[p.last]) && !p.is('(') && !p.is('[') &&
				p.tokens[p.last].Byte != '='
		})
	}
	f.Span = p.since(t)
	return f
}

func isOpening(t Token) bool {
	return isByte(t, '(') || isByte(t, '[') || isByte(t, '{')
}

// dialectStructure reports whether the structure at the current token is written
// in a way that only a dialect has, and so is read as a plain list: with `...`
// for a field that is a number, or with fields of its own.
func (p *parser) dialectStructure() bool {
	first := p.source(*p.current())
	depth := 0
	const most = 400 // tokens; the longest real structures have about 200
	for n := range most {
		t := p.peek(n)
		switch {
		case t.Kind == EOF:
			return false
		case t.Kind == Punctuation && isOpening(t):
			depth++
		case isByte(t, ')') || isByte(t, ']') || isByte(t, '}'):
			if depth--; depth < 0 {
				return false
			}
		case depth > 0:
		case t.Kind == EllipsisToken && first == "onoff":
			return true
		case t.Kind == WordToken && p.source(t) == "msg_control" && isByte(p.peek(n+1), '('):
			return true
		}
	}
	return false
}
