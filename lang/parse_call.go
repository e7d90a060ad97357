package lang

import (
	"strings"

	"github.com/pktlang/pkt/lang/vocab"
)

// systemCall reads "name(args) = result errno (note)", with the end of a
// blocking call before it.
func (p *parser) systemCall() (*SystemCall, bool) {
	first := *p.current()
	call := &SystemCall{}
	if first.Kind == EllipsisToken {
		p.take()
		until, ok := p.decimal()
		if !ok {
			return nil, false
		}
		call.Until = &until
	}
	if p.current().Kind != WordToken {
		return nil, p.unexpected("the name of a system call")
	}
	call.Name = p.word(p.take())
	if !p.is('(') {
		return nil, p.unexpected("`(` after the name of a system call")
	}
	open := p.take()
	call.Open = p.relative(open)
	var ok bool
	if call.Args, ok = p.list(')', "the arguments"); !ok {
		return nil, false
	}
	call.Close = Span{p.lastEnd() - p.base - 1, p.lastEnd() - p.base}
	if !p.accept('=') {
		return nil, p.unexpected("`=` and the result of the call")
	}
	if call.Result, ok = p.result(); !ok {
		return nil, false
	}
	if t := p.current(); t.Kind == WordToken && !t.FirstOnLine {
		errno := p.word(p.take())
		call.Errno = &errno
	}
	if p.is('(') {
		if call.Note, ok = p.note(); !ok {
			return nil, false
		}
	} else if call.Errno != nil {
		p.missingNote(call.Errno)
	}
	call.Span = p.since(first)
	return call, true
}

// result reads what the call is to return. A name with a parenthesis after it
// is a name with its text, not a function.
func (p *parser) result() (Expr, bool) {
	if t := p.current(); t.Kind == WordToken && isByte(p.peek(1), '(') && !strings.HasPrefix(p.source(*t), "inet") {
		w := p.word(p.take())
		return &w, true
	}
	return p.expression()
}

// missingNote refuses an errno without its text, which the grammar of google/packetdrill demands.
func (p *parser) missingNote(errno *Word) {
	text := "..."
	if e, ok := vocab.Errno(errno.Name); ok {
		text = e.Text
	}
	p.problem(Span{errno.End, errno.End}, CodeMissing, "the text of `%s` is missing: expected `(%s)`",
		short(errno.Name), text).Label = "add `(" + text + ")`"
	if text != "..." {
		p.offer("add `("+text+")`", true, errno.End+p.base, errno.End+p.base, " ("+text+")")
	}
}

// note reads the words in parentheses after a result. The words are free text
// on one line.
func (p *parser) note() (*Note, bool) {
	first := p.take()
	var words []string
	for !p.is(')') {
		t := p.current()
		if t.FirstOnLine || t.Kind == EOF {
			p.missing(")", "after the text of the result")
			return &Note{p.since(first), strings.Join(words, " ")}, true
		}
		if t.Kind != WordToken && t.Kind != Integer &&
			!(t.Kind == Punctuation && strings.IndexByte("|-/,.'", t.Byte) >= 0) {
			return nil, p.unexpected("the words of the text, or `)` after it")
		}
		words = append(words, p.source(*t))
		p.take()
	}
	p.take()
	return &Note{p.since(first), strings.Join(words, " ")}, true
}

// list reads expressions between commas up to a closing byte, which it takes.
// A comma or a closing byte that is missing is said, and read as if it stood.
func (p *parser) list(closing byte, what string) ([]Expr, bool) {
	var out []Expr
	if p.accept(closing) {
		return nil, true
	}
	for {
		e, ok := p.expression()
		if !ok {
			return out, false
		}
		out = append(out, e)
		switch {
		case p.accept(','):
		case p.accept(closing):
			return out, true
		case p.startsExpression():
			p.missing(",", "between two of "+what)
		case p.endsList(closing):
			p.missing(string(closing), "after "+what)
			return out, true
		default:
			return out, p.unexpected("`,` or `" + string(closing) + "` in " + what)
		}
	}
}

// startsExpression reports whether another element follows on the same line.
func (p *parser) startsExpression() bool {
	t := p.current()
	if t.FirstOnLine {
		return false
	}
	switch t.Kind {
	case WordToken, Integer, HexInteger, StringToken, EllipsisToken:
		return true
	case Punctuation:
		return t.Byte == '{' || t.Byte == '['
	}
	return false
}

// endsList reports whether what follows can only stand after a list.
func (p *parser) endsList(closing byte) bool {
	t := p.current()
	if t.Kind != Punctuation || t.FirstOnLine {
		return false
	}
	switch closing {
	case ')':
		return t.Byte == '='
	case ']':
		return t.Byte == ')' || t.Byte == '}'
	}
	return t.Byte == ')' || t.Byte == ']'
}

// maxDepth bounds how deeply expressions nest, so that no input exhausts the
// stack; the deepest real ones have six levels.
const maxDepth = 100

// expression reads an argument or a result.
func (p *parser) expression() (Expr, bool) {
	if p.depth >= maxDepth {
		return nil, p.failAt(*p.current(), CodeTooDeep, "nested more than %d levels deep", maxDepth)
	}
	p.depth++
	defer func() { p.depth-- }()

	first := *p.current()
	e, ok := p.primary()
	if !ok {
		return nil, false
	}
	if !p.is('|') {
		return e, true
	}
	terms := flattened(e)
	for p.accept('|') {
		term, ok := p.primary()
		if !ok {
			return nil, false
		}
		terms = append(terms, flattened(term)...)
	}
	return &Or{p.since(first), terms}, true
}

// flattened are the terms of an Or, or the expression alone.
func flattened(e Expr) []Expr {
	if or, ok := e.(*Or); ok {
		return or.Terms
	}
	return []Expr{e}
}

func (p *parser) primary() (Expr, bool) {
	t := *p.current()
	switch t.Kind {
	case EllipsisToken:
		p.take()
		return &Ellipsis{p.relative(t)}, true
	case Integer, HexInteger:
		n := p.integer(p.take())
		p.checkRange(n, -1<<63+1, 1<<63-2, "the number")
		return n, true
	case StringToken:
		return p.stringExpression()
	case WordToken:
		return p.wordExpression()
	case IPv4Address, IPv6Address:
		p.take()
		return &AddressExpr{p.relative(t), p.source(t)}, true
	case Punctuation:
		switch t.Byte {
		case '[':
			p.take()
			elements, ok := p.list(']', "the array")
			if !ok {
				return nil, false
			}
			return &Array{p.since(t), elements}, true
		case '{':
			return p.structure()
		}
	}
	return nil, p.unexpected("an argument: a number, a name, a \"string\", `[...]`, `{...}` or `...`")
}

// wordExpression reads a name, name=value, or inet_addr("...").
func (p *parser) wordExpression() (Expr, bool) {
	t := p.take()
	w := p.word(t)
	if p.is('(') && !t.Defined {
		switch w.Name {
		case "inet_addr":
			return p.inetAddress(t, 4)
		case "inet6_addr":
			return p.inetAddress(t, 6)
		}
		return p.callExpression(t, w)
	}
	if !p.is('=') {
		return &w, true
	}
	p.take()
	value, ok := p.expression()
	if !ok {
		return nil, false
	}
	return &Assign{p.since(t), w, nil, value}, true
}

// callExpression reads name(args) inside an argument, which dialects have.
func (p *parser) callExpression(first Token, name Word) (Expr, bool) {
	known := []string{"inet_addr", "inet6_addr"}
	if right, ok := vocab.Suggest(name.Name, known); ok {
		p.misspelt(first, "function", right)
	}
	p.take()
	args, ok := p.list(')', "the arguments")
	if !ok {
		return nil, false
	}
	if p.accept('=') {
		value, ok := p.expression()
		if !ok {
			return nil, false
		}
		return &Assign{p.since(first), name, args, value}, true
	}
	return &CallExpr{p.since(first), name, args}, true
}

func (p *parser) inetAddress(first Token, version int) (Expr, bool) {
	p.take()
	t := *p.current()
	if t.Kind != StringToken {
		return nil, p.unexpected("an address as a string, such as \"192.0.2.1\"")
	}
	p.take()
	a := &InetAddress{Version: version, Text: p.quoted(t)}
	if !p.accept(')') {
		p.missing(")", "after the address")
	}
	a.Span = p.since(first)
	if version == 6 && !validAddress(a.Text, 6) {
		p.problem(p.relative(t), CodeAddress, "%q is not an IPv6 address: expected one such as \"2001:db8::1\"",
			short(a.Text))
	}
	return a, true
}

// stringExpression reads one string, several that stand beside each other, or
// the beginning of one.
func (p *parser) stringExpression() (Expr, bool) {
	first := *p.current()
	s := &String{}
	var raw []string
	for p.current().Kind == StringToken {
		t := p.take()
		s.Parts = append(s.Parts, p.relative(t))
		raw = append(raw, p.quoted(t))
	}
	s.Raw = strings.Join(raw, "")
	if t := *p.current(); t.Kind == EllipsisToken {
		p.take()
		s.Prefix = true
		if len(s.Parts) > 1 {
			p.problem(p.relative(t), CodeUnexpected,
				"only a single string can be a beginning: join the %d strings into one", len(s.Parts))
		}
	}
	s.Span = p.since(first)
	if _, err := s.Bytes(); err != nil {
		p.problem(s.Span, CodeEscape, "%v", err)
	}
	return s, true
}
