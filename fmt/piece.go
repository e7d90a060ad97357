package format

import (
	"strings"
	"unicode/utf8"

	"github.com/pktlang/pkt/lang"
)

// piece is one token or comment with the white space before it. All that the
// formatter decides is that white space; the token itself is copied.
type piece struct {
	start, end int32 // in the text
	statement  int32 // index in Script.Statements
	kind       lang.Kind
	// verbatim keeps the white space before the piece as it is in the source.
	verbatim bool
	// isCore tells a token of the statement itself from a comment around it.
	isCore bool

	// As it was, columns counted from 0 with tabs expanded.
	oldColumn int32
	oldLines  int32 // line ends before it
	oldBlanks int32 // columns of white space before it on its line

	// As it will be.
	lines  int32 // line ends before it: 0, 1, or 2 for an empty line
	blanks int32 // columns of white space before it on its line
	column int32
	width  int32  // columns of it, or of its last line
	spans  bool   // it holds a line end itself
	filler filler // what the white space before it on its line is made of
}

// filler is what white space on a line is made of.
type filler uint8

const (
	withBlanks filler = iota
	withTabs          // as far as tabs lead, and blanks after them
	oneTab
	asInSource
)

const byteOrderMark = "\ufeff"

// cut lists the pieces of the script with the white space that the source has.
func (l *layout) cut() {
	text, script := l.text, l.script
	n := 0
	for _, st := range script.Statements {
		n += len(st.Tokens)
	}
	l.pieces = make([]piece, 0, n)
	at, column := 0, 0
	if strings.HasPrefix(text, byteOrderMark) {
		at = len(byteOrderMark)
	}
	for i, st := range script.Statements {
		for j := range st.Tokens {
			t := &st.Tokens[j]
			p := piece{
				start: int32(st.Base) + t.Off, end: int32(st.Base) + t.End,
				statement: int32(i), kind: t.Kind,
				isCore: t.Kind != lang.Comment || t.Off >= st.Core.Off && t.End <= st.Core.End,
			}
			lines, blanks := measure(text[at:p.start], column, int(l.tab))
			p.oldLines, p.oldBlanks = int32(lines), int32(blanks)
			if lines > 0 {
				column = 0
			}
			column += blanks
			p.oldColumn = int32(column)
			width, spans := extent(&p, text[p.start:p.end])
			p.width, p.spans = int32(width), spans
			if spans {
				column = 0
			}
			column += width
			at = int(p.end)
			l.pieces = append(l.pieces, p)
		}
	}
}

// measure counts the line ends of white space, and the columns after the last
// one when the white space begins at a column.
func measure(space string, column, tab int) (lines, blanks int) {
	if space == " " {
		return 0, 1
	}
	from := column
	for i := 0; i < len(space); i++ {
		switch space[i] {
		case '\n':
			lines++
			from, column = 0, 0
		case '\r':
			if i+1 < len(space) && space[i+1] == '\n' {
				continue
			}
			lines++
			from, column = 0, 0
		case '\t':
			column += tab - column%tab
		default:
			column++
		}
	}
	return lines, column - from
}

// extent is the number of columns of a token's last line, and whether it has
// more than one line.
func extent(p *piece, text string) (width int, spans bool) {
	switch p.kind {
	case lang.Comment, lang.StringToken, lang.BackQuoted, lang.CodeToken, lang.Illegal:
		if i := strings.LastIndexAny(text, "\r\n"); i >= 0 {
			text, spans = text[i+1:], true
		}
		return utf8.RuneCountInString(text), spans
	}
	return len(text), false
}
