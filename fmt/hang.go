package format

import (
	"strings"

	"github.com/pktlang/pkt/lang"
)

// hangingIndent is how far the further lines of a statement stand in where no
// bracket says where.
const hangingIndent = 4

// continued is a further line of a statement.
type continued struct {
	piece  int
	closes bool // it begins with the end of the bracket
	// bracket is the innermost that is open before the line, or nil.
	bracket *bracket
}

// bracket is an opening bracket.
type bracket struct {
	piece int
	line  int // the first piece on its line
	// begin is where the source begins the lines inside, and agree whether that
	// is the same for all; -1 where there is none.
	begin int32
	agree bool
}

// arrange settles the columns of all pieces, and with them how far the further
// lines of a statement stand in.
func (l *layout) arrange() {
	var lines []continued
	var open []*bracket
	for from := 0; from < len(l.pieces); {
		to := from
		broken := false
		for ; to < len(l.pieces) && l.pieces[to].statement == l.pieces[from].statement; to++ {
			broken = broken || l.pieces[to].lines > 0 && to > from
		}
		lines = lines[:0]
		if broken && !l.pieces[from].verbatim {
			lines, open = l.continuedLines(lines, open[:0], from, to)
		}
		l.columns(from, to, lines)
		from = to
	}
}

// continuedLines lists the lines of a statement after its first.
func (l *layout) continuedLines(lines []continued, open []*bracket, from, to int) ([]continued, []*bracket) {
	st := l.statementOf(from)
	options := optionsOf(st)
	begun := false
	lineStart := l.actionOf(st, from, to)
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		t := &st.Tokens[i-from]
		if !p.isCore {
			continue
		}
		closes := nesting(t) < 0 || !options.Empty() && t.End == options.End
		if begun && p.lines > 0 {
			line := continued{piece: i, closes: closes && len(open) > 0}
			if len(open) > 0 {
				line.bracket = open[len(open)-1]
				line.bracket.add(p, line.closes)
			}
			lines = append(lines, line)
			lineStart = i
		}
		begun = true
		switch {
		case closes:
			open = open[:max(len(open)-1, 0)]
		case nesting(t) > 0 || !options.Empty() && t.Off == options.Off:
			open = append(open, &bracket{piece: i, line: lineStart, begin: -1, agree: true})
		}
	}
	return lines, open
}

func optionsOf(st *lang.Statement) lang.Span {
	if packet, ok := st.Action.(*lang.Packet); ok {
		if tcp := packet.TCP(); tcp != nil && tcp.Options != nil {
			return tcp.Options.Span
		}
	}
	return lang.Span{}
}

// columns computes where each piece of a statement begins.
func (l *layout) columns(from, to int, lines []continued) {
	st := l.statementOf(from)
	action := l.actionOf(st, from, to)
	next := 0
	for i := from; i < to; i++ {
		p := &l.pieces[i]
		if next < len(lines) && lines[next].piece == i {
			p.blanks = l.hang(lines[next], action)
			p.filler = l.indentFiller(p, &l.pieces[lines[0].piece])
			next++
		}
		p.column = p.blanks
		if p.lines == 0 && i > 0 {
			p.column += l.lineEnd(i)
		}
		if p.filler == oneTab {
			p.column += (l.tab - p.column%l.tab) % l.tab // it counts one blank already
			p.blanks = p.column - l.lineEnd(i)
			l.keepFiller(p)
		}
	}
}

// keepFiller leaves the white space before a piece in its line as the author
// wrote it, where it leads from and to the same columns.
func (l *layout) keepFiller(p *piece) {
	if l.options.Indent == AsWritten && p.column == p.oldColumn && p.blanks == p.oldBlanks &&
		p.oldLines == 0 && p.lines == 0 {
		p.filler = asInSource
	}
}

// lineEnd is the column after the piece before that of an index.
func (l *layout) lineEnd(i int) int32 {
	if i == 0 {
		return 0
	}
	p := &l.pieces[i-1]
	if p.spans {
		return p.width
	}
	return p.column + p.width
}

// actionOf is the first piece of a statement after its time.
func (l *layout) actionOf(st *lang.Statement, from, to int) int {
	for i := from; i < to; i++ {
		t := &st.Tokens[i-from]
		if l.pieces[i].isCore && t.Kind != lang.Comment && (st.Time == nil || t.Off >= st.Time.End) {
			return i
		}
	}
	return from
}

// add notes where a line inside the bracket begins in the source.
func (b *bracket) add(p *piece, closes bool) {
	switch {
	case closes:
	case b.begin < 0:
		b.begin = p.oldColumn
	case b.begin != p.oldColumn:
		b.agree = false
	}
}

// hang is the column at which a further line of a statement begins. The
// author's is kept, in relation to the bracket that is open, when it stands in
// and is that of all lines in that bracket. An action on the line after its
// time stands where actions do, or further in.
func (l *layout) hang(line continued, action int) int32 {
	p := &l.pieces[line.piece]
	if line.piece <= action {
		return max(p.oldColumn, l.timeColumn+1)
	}
	anchor, outer := &l.pieces[action], &l.pieces[action]
	agree := true
	if b := line.bracket; b != nil {
		anchor = &l.pieces[b.piece]
		if !line.closes {
			outer, agree = &l.pieces[b.line], b.agree
		}
	}
	moved := p.oldColumn + anchor.column - anchor.oldColumn
	if agree && moved > outer.column && p.oldColumn > outer.oldColumn {
		return moved
	}
	return l.canonicalColumn(line, action)
}

// canonicalColumn is where a further line begins whose author's place is not
// kept.
func (l *layout) canonicalColumn(line continued, action int) int32 {
	base := l.pieces[action].column
	if line.bracket == nil {
		return base + hangingIndent
	}
	opening := &l.pieces[line.bracket.piece]
	followed := l.pieces[line.bracket.piece+1].lines == 0
	indent := max(base, l.pieces[line.bracket.line].column)
	switch {
	case followed && line.closes:
		return opening.column
	case followed:
		return opening.column + 1
	case line.closes:
		return indent
	}
	return indent + hangingIndent
}

// indentFiller chooses what the indentation of a further line is made of. First
// is the first further line of its statement.
func (l *layout) indentFiller(p, first *piece) filler {
	switch {
	case l.options.Indent == Tabs:
		return withTabs
	case l.options.Indent == Spaces:
		return withBlanks
	case p.blanks == p.oldColumn && !strings.Contains(l.indentation(p), " \t"):
		return asInSource
	case strings.HasPrefix(l.indentation(first), "\t"):
		return withTabs
	}
	return withBlanks
}

// indentation is the white space before a piece on its line in the source.
func (l *layout) indentation(p *piece) string {
	start := strings.LastIndexAny(l.text[:p.start], "\r\n") + 1
	return l.text[start:p.start]
}
