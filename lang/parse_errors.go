package lang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lang/vocab"
)

// problem records an error at a span of the current statement.
func (p *parser) problem(at Span, code, format string, args ...any) *diag.Diagnostic {
	message := format
	if len(args) > 0 {
		message = fmt.Sprintf(format, args...)
	}
	p.problems = append(p.problems, diag.Diagnostic{
		Code: code, Severity: diag.Error,
		Range:   source.Range{Start: int(at.Off), End: int(at.End)},
		Message: message,
	})
	return &p.problems[len(p.problems)-1]
}

// failAt records an error at a token, or after the last one taken where the
// token stands on another line; it returns false, for its caller to return.
func (p *parser) failAt(t Token, code, format string, args ...any) bool {
	at := p.relative(t)
	if p.last >= 0 && (t.FirstOnLine || t.Kind == EOF) {
		end := p.lastEnd() - p.base
		at = Span{end, end}
	}
	p.problem(at, code, format, args...)
	return false
}

// unexpected says that something else was expected at the current token.
func (p *parser) unexpected(expected string) bool {
	t := *p.current()
	return p.failAt(t, CodeUnexpected, "unexpected %s: expected %s", p.describe(t), expected)
}

// offer adds a fix to the last problem; offsets are those in the text.
func (p *parser) offer(title string, safe bool, start, end int32, text string) {
	d := &p.problems[len(p.problems)-1]
	d.Fixes = append(d.Fixes, diag.Fix{Title: title, Safe: safe, Edits: []source.Edit{{
		Range: source.Range{Start: int(start - p.base), End: int(end - p.base)}, New: text,
	}}})
}

// missing records that a token is missing after the last one, with the fix.
func (p *parser) missing(text, where string) {
	end := p.lastEnd()
	at := Span{end - p.base, end - p.base}
	p.problem(at, CodeMissing, "missing `%s` %s", strings.TrimSpace(text), where).Label = "add `" +
		strings.TrimSpace(text) + "`"
	p.offer("add `"+strings.TrimSpace(text)+"`", true, end, end, text)
}

// describe names a token in a message.
func (p *parser) describe(t Token) string {
	switch t.Kind {
	case EOF:
		return "end of the script"
	case StringToken:
		return "string"
	case BackQuoted:
		return "command"
	case CodeToken:
		return "code"
	case OptionName:
		return "option `" + short(p.source(t)) + "`"
	case Illegal:
		return "text"
	}
	if p.last >= 0 && t.FirstOnLine {
		return "end of the line"
	}
	return "`" + short(p.source(t)) + "`"
}

// short cuts a text for a message.
func short(text string) string {
	const most = 40
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}

// describeBytes names bytes that are no text of a script.
func describeBytes(s string) string {
	if len(s) == 1 {
		return fmt.Sprintf("byte 0x%02x", s[0])
	}
	short := s
	if len(short) > 24 {
		short = short[:24]
	}
	quoted := strconv.QuoteToGraphic(strings.ToValidUTF8(short, "\ufffd"))
	if len(short) < len(s) {
		return fmt.Sprintf("%d bytes that begin with %s", len(s), quoted)
	}
	return "text " + quoted
}

// keyword takes one of the words that can stand here. Where a word stands that
// looks like a misspelt one, that is said, and parsing goes on as if it were
// right. It returns the word, or "" where nothing fits.
func (p *parser) keyword(what string, words ...string) string {
	t := *p.current()
	if t.Kind == WordToken && !t.Defined {
		text := p.source(t)
		for _, w := range words {
			if text == w {
				p.take()
				return w
			}
		}
		if w, ok := vocab.Suggest(text, words); ok {
			p.misspelt(t, what, w)
			p.take()
			return w
		}
		p.failAt(t, CodeUnknownWord, "unknown %s `%s`: expected %s", what, short(text), oneOf(words))
		return ""
	}
	p.unexpected(oneOf(words))
	return ""
}

// misspelt records a word that is nearly a known one, with the fix.
func (p *parser) misspelt(t Token, what, right string) {
	p.problem(p.relative(t), CodeUnknownWord, "unknown %s `%s`: did you mean `%s`?", what,
		short(p.source(t)), right).Label =
		"write `" + right + "`"
	p.offer("replace it with `"+right+"`", true, t.Off, t.End, right)
}

// oneOf lists words as a reader would.
func oneOf(words []string) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString("`" + w + "`")
	}
	return b.String()
}
