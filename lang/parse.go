package lang

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Parse parses a file. It never fails as a whole: what cannot be parsed becomes
// a BadStatement with its Problems, and every other statement is there. It
// takes time and memory linear in the size of the file, and no input makes it
// panic. Definitions are those given from outside (-D); they win over the
// script's own. A file over 1 GiB is not parsed, which is its only problem.
func Parse(file *source.File, definitions Definitions) *Script {
	return ParseIn(file, Outer{Stronger: definitions})
}

// ParseIn is Parse where some definitions from outside are weaker than the
// script's own.
func ParseIn(file *source.File, outer Outer) *Script {
	script := &Script{File: file, Definitions: outer.with(nil), outer: outer}
	if len(file.Text) > maxFileSize {
		script.Statements = []*Statement{tooLarge(file)}
		return script
	}
	p := newParser(file.Text, 0, true, nil)
	p.options(outer)
	for p.current().Kind != EOF {
		p.statement()
	}
	p.finish()
	script.Statements = p.statements
	script.Definitions = p.lexer.definitions
	return script
}

const maxFileSize = 1 << 30

func tooLarge(file *source.File) *Statement {
	return &Statement{Kind: EndStatement, Length: int32(min(len(file.Text), 1<<31-1)), Problems: []diag.Diagnostic{{
		Code: CodeUnexpected, Severity: diag.Error, Range: source.Range{Start: 0, End: 1},
		Message: "the file is larger than 1 GiB: it cannot be a script",
	}}}
}

// parser reads one statement after the other. Offsets of tokens are those in
// the text until their statement is closed, and relative to it from then on.
type parser struct {
	text   string
	lexer  *lexer
	tokens []Token // of the current statement and what was looked at beyond it
	cursor int     // index of the current token, which is never a comment
	last   int     // index of the last token taken, or -1 at a statement's start

	base       int32 // offset of the current statement's first byte
	problems   []diag.Diagnostic
	statements []*Statement
	// seen says which parts of a script came already, to find those out of
	// order.
	seenCommand, seenEvent, seenBad bool
	depth                           int // of nested expressions
}

const tokenChunk = 4096

// newParser makes a parser that begins at an offset; fresh reports whether that is
// at the start of a line.
func newParser(text string, at int, fresh bool, definitions Definitions) *parser {
	p := &parser{text: text, lexer: newLexer(text, at, fresh, definitions), base: int32(at), last: -1}
	p.tokens = make([]Token, 0, min(tokenChunk, (len(text)-at)/4+8))
	p.fill()
	return p
}

// fill makes sure that the cursor stands at a token that is no comment.
func (p *parser) fill() {
	for {
		if p.cursor == len(p.tokens) {
			p.tokens = append(p.tokens, p.lexer.next())
		}
		if p.tokens[p.cursor].Kind != Comment {
			return
		}
		p.cursor++
	}
}

func (p *parser) current() *Token { return &p.tokens[p.cursor] }

// take moves past the current token and returns it.
func (p *parser) take() Token {
	t := p.tokens[p.cursor]
	if t.Kind != EOF {
		p.last = p.cursor
		p.cursor++
		p.fill()
	}
	return t
}

// peek returns the nth token after the current one.
func (p *parser) peek(n int) Token {
	at := p.cursor
	for ; n > 0 && p.tokens[at].Kind != EOF; n-- {
		for at++; ; at++ {
			if at == len(p.tokens) {
				p.tokens = append(p.tokens, p.lexer.next())
			}
			if p.tokens[at].Kind != Comment {
				break
			}
		}
	}
	return p.tokens[at]
}

// source is the text of a token as written.
func (p *parser) source(t Token) string { return p.text[t.Off:t.End] }

// value is the text of a token, or what a definition put in its place.
func (p *parser) value(t Token) string {
	text := p.source(t)
	if t.Defined {
		return p.lexer.definitions[text]
	}
	return text
}

// relative is the span of a token in the current statement.
func (p *parser) relative(t Token) Span { return Span{t.Off - p.base, t.End - p.base} }

// since is the span from the start of a token to the end of the last one taken.
func (p *parser) since(t Token) Span { return Span{t.Off - p.base, p.lastEnd() - p.base} }

// lastEnd is the offset after the last token taken.
func (p *parser) lastEnd() int32 {
	if p.last < 0 {
		return p.current().Off
	}
	return p.tokens[p.last].End
}

func (p *parser) is(c byte) bool {
	t := p.current()
	return t.Kind == Punctuation && t.Byte == c
}

// isWord reports whether the current token is the given keyword. A definition's
// value is never a keyword, as in google/packetdrill.
func (p *parser) isWord(word string) bool {
	t := p.current()
	return t.Kind == WordToken && !t.Defined && int(t.End-t.Off) == len(word) && p.source(*t) == word
}

func (p *parser) accept(c byte) bool {
	if p.is(c) {
		p.take()
		return true
	}
	return false
}

func (p *parser) acceptWord(word string) bool {
	if p.isWord(word) {
		p.take()
		return true
	}
	return false
}

// options reads the options. Definitions hold for what follows them all, and
// not for the options themselves.
func (p *parser) options(outer Outer) {
	own := Definitions{}
	for p.current().Kind == OptionName {
		if o := p.statement().Option; o != nil && o.Value != nil && o.Value.Define != nil {
			own[o.Value.Define.Name] = o.Value.Text
		}
	}
	if definitions := outer.with(own); len(definitions) > 0 {
		p.lexer.definitions = definitions
		p.relex()
	}
}

// relex reads what is after the last statement again.
func (p *parser) relex() {
	p.lexer = newLexer(p.text, int(p.base), p.base == 0, p.lexer.definitions)
	p.tokens, p.cursor, p.last = p.tokens[len(p.tokens):], 0, -1
	p.fill()
}

// statement reads one statement, good or bad; it takes at least one token.
func (p *parser) statement() *Statement {
	st := &Statement{}
	first := *p.current()
	var ok bool
	switch {
	case first.Kind == OptionName:
		st.Kind = OptionStatement
		st.Option, ok = p.option()
	case first.Kind == BackQuoted:
		ok = p.untimedCommand(st)
	default:
		st.Kind = EventStatement
		ok = p.event(st)
	}
	if !ok {
		st.Kind = BadStatement
		p.seenBad = true
		p.synchronize()
	} else if !p.startsStatement(p.cursor) && !p.current().FirstOnLine {
		p.failAt(*p.current(), CodeUnexpected,
			"unexpected %s after the end of the "+st.noun()+": expected the next event, with its time",
			p.describe(*p.current()))
		p.synchronize()
	}
	p.close(st, first)
	return st
}

func (s *Statement) noun() string {
	switch s.Action.(type) {
	case *Packet:
		return "packet"
	case *SystemCall:
		return "system call"
	case *Command:
		return "command"
	case *Code:
		return "code"
	}
	return "option"
}

// startsStatement reports whether the token at index i can begin a statement.
func (p *parser) startsStatement(i int) bool {
	t := p.tokens[i]
	switch t.Kind {
	case EOF, OptionName, BackQuoted, Integer, Float:
		return true
	case Punctuation:
		return t.Byte == '+' || t.Byte == '*'
	}
	return false
}

// synchronize skips what is left of a broken statement: up to the next line
// that begins as a statement does.
func (p *parser) synchronize() {
	for p.current().Kind != EOF {
		if p.last >= 0 && p.current().FirstOnLine && (p.startsStatement(p.cursor) || p.lacksTime()) {
			return
		}
		p.take()
	}
}

// lacksTime reports whether a packet or a system call begins here, without the
// time that should stand before it.
func (p *parser) lacksTime() bool {
	t := *p.current()
	switch {
	case isByte(t, '<') || isByte(t, '>'):
		return p.peek(2).Kind == Integer && isByte(p.peek(3), ':') ||
			p.peek(3).Kind == Integer && isByte(p.peek(4), ':')
	case t.Kind == WordToken:
		return isByte(p.peek(1), '(')
	}
	return false
}

// close ends a statement after the last token taken and the comments after it
// on its line, and makes the offsets of its tokens relative.
func (p *parser) close(st *Statement, first Token) {
	st.Core = Span{first.Off - p.base, p.lastEnd() - p.base}
	end := p.last + 1
	for end < p.cursor && !p.tokens[end].FirstOnLine {
		end++
	}
	p.cut(st, end, p.tokens[end-1].End)
}

// cut gives the first n tokens and the text up to end to the statement.
func (p *parser) cut(st *Statement, n int, end int32) {
	st.Base, st.Length = int(p.base), end-p.base
	st.Tokens = p.tokens[:n:n]
	for i := range st.Tokens {
		st.Tokens[i].Off -= p.base
		st.Tokens[i].End -= p.base
	}
	st.Problems = p.ownProblems(end)
	p.statements = append(p.statements, st)

	p.tokens = p.tokens[n:]
	p.cursor -= n
	p.last = -1
	p.base = end
	if cap(p.tokens)-len(p.tokens) < 64 {
		chunk := make([]Token, len(p.tokens), len(p.tokens)+min(tokenChunk, (len(p.text)-p.lexer.at)/4+64))
		copy(chunk, p.tokens)
		p.tokens = chunk
	}
}

// ownProblems are those found in the current statement, with those that the
// lexer found in it, relative to its start.
func (p *parser) ownProblems(end int32) []diag.Diagnostic {
	kept := p.lexer.problems[:0]
	for _, d := range p.lexer.problems {
		if d.Range.Start < int(end) {
			p.problems = append(p.problems, d.Shift(-int(p.base)))
		} else {
			kept = append(kept, d)
		}
	}
	p.lexer.problems = kept
	if len(p.problems) == 0 {
		return nil
	}
	problems := p.problems
	p.problems = nil
	diag.Sort(problems)
	return withoutEchoes(problems)
}

// withoutEchoes drops an "unexpected" at a token that is already known to be
// illegal.
func withoutEchoes(problems []diag.Diagnostic) []diag.Diagnostic {
	kept := make([]diag.Diagnostic, 0, len(problems))
	reach, next := -1, 0 // reach is where the illegal text seen so far ends
	for _, d := range problems {
		for ; next < len(problems) && problems[next].Range.Start <= d.Range.Start; next++ {
			if o := problems[next]; o.Code == CodeUnterminated || o.Code == CodeIllegalCharacter {
				reach = max(reach, o.Range.End)
			}
		}
		if d.Code != CodeUnexpected || d.Range.Start > reach {
			kept = append(kept, d)
		}
	}
	return kept
}

// finish gives what is left of the text to a last statement.
func (p *parser) finish() {
	end := p.current()
	n := p.cursor
	st := &Statement{Kind: EndStatement, Core: Span{end.Off - p.base, end.Off - p.base}}
	if !p.seenEvent && !p.seenBad {
		at := Span{}
		if len(p.statements) > 0 {
			last := p.statements[len(p.statements)-1]
			at = Span{int32(last.Base) + last.Core.Off - p.base, int32(last.Base) + last.Core.End - p.base}
		}
		p.problems = append(p.problems, diag.Diagnostic{
			Code: CodeNoEvents, Severity: diag.Error, Range: source.Range{Start: int(at.Off), End: int(at.End)},
			Message: "the script has no events: expected at least one, such as `0 socket(..., SOCK_STREAM, " +
				"IPPROTO_TCP) = 3`",
		})
	}
	p.cut(st, n, int32(len(p.text)))
}

// untimedCommand reads the command before or after all events.
func (p *parser) untimedCommand(st *Statement) bool {
	token := p.take()
	st.Action = p.command(token)
	switch {
	case p.seenEvent:
		st.Kind = CleanupStatement
		if p.current().Kind != EOF {
			p.problem(p.relative(token), CodeStructure,
				"a command without a time can only stand before the first event or after the last: give it a time")
			p.offer("run it right after the event before it", true, token.Off, token.Off, "+0 ")
		}
	case p.seenCommand:
		st.Kind = InitStatement
		p.problem(p.relative(token), CodeStructure,
			"only one command without a time can stand before the first event: join them, or give this one a time")
	default:
		st.Kind = InitStatement
	}
	p.seenCommand = true
	return true
}

func (p *parser) command(token Token) *Command {
	c := &Command{Span: p.relative(token), Text: p.quoted(token)}
	c.TextSpan = Span{c.Off + 1, c.End - 1}
	return c
}

// quoted is the text of a string or command without its quotes.
func (p *parser) quoted(token Token) string { return unquoted(p.value(token)) }
