package format

import (
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// source is the script with its new white space.
func (l *layout) source() string {
	out := make([]byte, 0, len(l.text)+len(l.text)/16+8)
	out = append(out, l.text[:l.begin()]...)
	at := l.begin()
	for i := range l.pieces {
		p := &l.pieces[i]
		out = l.appendSpace(out, p, at)
		out = append(out, l.pieceText(p)...)
		at = l.pieceEnd(p)
	}
	return string(l.appendEnd(out))
}

// edits are the changes that lead from the original to source().
func (l *layout) edits() []source.Edit {
	before := l
	if len(l.simplified) > 0 {
		before = &layout{script: l.original, text: l.original.File.Text, tab: l.tab}
		before.cut()
	}
	text := before.text
	var edits []source.Edit
	var buffer []byte
	change := func(start, end int, new string) {
		if e := smallest(text, start, end, new); e.Range.Len() > 0 || e.New != "" {
			edits = append(edits, e)
		}
	}
	// What comes before a line is changed apart from its indentation, so that
	// each can be left out.
	space := func(start, end int, new string) {
		old := text[start:end]
		if i, j := strings.LastIndexByte(old, '\n'), strings.LastIndexByte(new, '\n'); i >= 0 && j >= 0 {
			change(start, start+i, new[:j])
			start, new = start+i+1, new[j+1:]
		}
		change(start, end, new)
	}
	// The pieces of both are the same but for those that were simplified.
	at, end := before.begin(), l.begin()
	for i := range l.pieces {
		old, p := &before.pieces[i], &l.pieces[i]
		buffer = l.appendSpace(buffer[:0], p, end)
		space(at, int(old.start), string(buffer))
		at, end = before.pieceEnd(old), l.pieceEnd(p)
		change(int(old.start), at, l.pieceText(p))
	}
	change(at, len(text), string(l.appendEnd(buffer[:0])))
	return edits
}

// smallest is the edit of a range without what stays the same at its ends.
func smallest(text string, start, end int, new string) source.Edit {
	for start < end && new != "" && text[start] == new[0] {
		start++
		new = new[1:]
	}
	for start < end && new != "" && text[end-1] == new[len(new)-1] {
		end--
		new = new[:len(new)-1]
	}
	return source.Edit{Range: source.Range{Start: start, End: end}, New: new}
}

// begin is where the text begins, after a byte order mark.
func (l *layout) begin() int {
	if strings.HasPrefix(l.text, byteOrderMark) {
		return len(byteOrderMark)
	}
	return 0
}

// appendSpace appends the white space before a piece, where the piece before
// it ends at an offset.
func (l *layout) appendSpace(out []byte, p *piece, end int) []byte {
	if p.verbatim {
		return append(out, l.lineEnds(l.text[end:p.start])...)
	}
	for range p.lines {
		out = append(out, l.newline...)
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

// appendEnd appends what stands after the last piece.
func (l *layout) appendEnd(out []byte) []byte {
	if len(l.pieces) == 0 || l.options.NoFinalNewline {
		return out
	}
	return append(out, l.newline...)
}

// pieceText is what is written of a piece.
func (l *layout) pieceText(p *piece) string {
	text := l.text[p.start:l.pieceEnd(p)]
	if p.spans {
		return l.lineEnds(text)
	}
	return text
}

// pieceEnd is where a piece ends, without the blanks at the end of a comment
// that reaches to the end of its line.
func (l *layout) pieceEnd(p *piece) int {
	end := int(p.end)
	if p.kind != lang.Comment || !p.endsLine(l.text) && l.text[p.start] != '#' {
		return end
	}
	for strings.IndexByte(" \t\f\v", l.text[end-1]) >= 0 {
		end--
	}
	return end
}

// lineEnds gives a text of several lines the line ends that were asked for; as
// long as none are, those inside a token stay what they are.
func (l *layout) lineEnds(text string) string {
	switch l.options.LineEnd {
	case LF:
		return strings.ReplaceAll(text, "\r\n", "\n")
	case CRLF:
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	return text
}

// chooseNewline decides how lines end: as asked for, or as the last line does
// that ends outside of a token, so that a text with both kinds gets one.
func (l *layout) chooseNewline() {
	switch l.options.LineEnd {
	case LF:
		l.newline = "\n"
		return
	case CRLF:
		l.newline = "\r\n"
		return
	}
	l.newline = "\n"
	end := len(l.text)
	for i := len(l.pieces) - 1; i >= -1; i-- {
		start := l.begin()
		if i >= 0 {
			start = int(l.pieces[i].end)
		}
		space := l.text[start:end]
		if at := strings.LastIndexByte(space, '\n'); at >= 0 {
			if at > 0 && space[at-1] == '\r' {
				l.newline = "\r\n"
			}
			return
		}
		if i >= 0 {
			end = int(l.pieces[i].start)
		}
	}
}
