package format

import (
	"strings"

	"github.com/pktlang/pkt/lang"
)

// source is the script with its new white space.
func (l *layout) source() string {
	out := make([]byte, 0, len(l.text)+len(l.text)/16+8)
	newline := l.newline()
	end := 0
	if strings.HasPrefix(l.text, byteOrderMark) {
		end = len(byteOrderMark)
		out = append(out, byteOrderMark...)
	}
	for i := range l.pieces {
		p := &l.pieces[i]
		out = l.appendSpace(out, p, end, newline)
		out = append(out, l.trimmed(p)...)
		end = int(p.end)
	}
	if len(l.pieces) > 0 && !l.style.NoFinalNewline {
		out = append(out, newline...)
	}
	return string(out)
}

// newline is the line end of the script.
func (l *layout) newline() string {
	switch l.style.LineEnd {
	case LF:
		return "\n"
	case CRLF:
		return "\r\n"
	}
	if i := strings.IndexByte(l.text, '\n'); i > 0 && l.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// appendSpace appends the white space before a piece, where the piece before
// it ends at an offset.
func (l *layout) appendSpace(out []byte, p *piece, end int, newline string) []byte {
	if p.verbatim {
		return append(out, l.text[end:p.start]...)
	}
	for range p.lines {
		out = append(out, newline...)
	}
	blanks := p.blanks
	switch p.filler {
	case oneTab:
		return append(out, '\t')
	case asInSource:
		if p.lines == 0 {
			return append(out, l.text[end:p.start]...)
		}
		return append(out, l.indentation(p)...)
	case withTabs:
		for ; blanks >= l.tab; blanks -= l.tab {
			out = append(out, '\t')
		}
	}
	for range blanks {
		out = append(out, ' ')
	}
	return out
}

// trimmed is the text of a piece; a comment up to the end of its line loses the
// blanks at its end.
func (l *layout) trimmed(p *piece) string {
	text := l.text[p.start:p.end]
	if p.kind == lang.Comment && p.endsLine(l.text) {
		return strings.TrimRight(text, " \t\f\v")
	}
	return text
}
