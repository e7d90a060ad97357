package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxLine is how many bytes of one line are shown, and leftOfMark how many of
// them stand before the mark where the line is longer.
const (
	maxLine    = 160
	leftOfMark = 60
	tabStop    = 8
)

// window chooses the bytes of a line to show so that those from start are seen.
func window(line string, start, end int) (from, to int) {
	if len(line) <= maxLine || end <= maxLine {
		return 0, runeStart(line, min(len(line), maxLine))
	}
	from = runeStart(line, max(start-leftOfMark, 0))
	return from, runeStart(line, min(from+maxLine, len(line)))
}

// runeStart moves an offset back to where a character begins.
func runeStart(text string, at int) int {
	for back := 0; back < utf8.UTFMax && at > 0 && at < len(text) && !utf8.RuneStart(text[at]); back++ {
		at--
	}
	return at
}

// layout is a stretch of a line as it looks on a terminal.
type layout struct {
	text     string
	from, to int // the bytes of the line that it shows
	// cells[i] is the column, from 0, at which byte from+i of the line begins;
	// the last is the column after the text.
	cells []int
	blank []bool // whether that byte is white space
}

// layOut expands tabs, and shows what a terminal would act on, such as an
// escape, as a sign.
func layOut(line string, from, to int) layout {
	l := layout{from: from, to: to, cells: make([]int, 0, to-from+1), blank: make([]bool, 0, to-from+1)}
	var out strings.Builder
	column := 0
	if from > 0 {
		out.WriteString("... ")
		column = len("... ")
	}
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(line[i:to])
		text, wide := cell(r, column)
		for range size {
			l.cells = append(l.cells, column)
			l.blank = append(l.blank, r == ' ' || r == '\t')
		}
		out.WriteString(text)
		column += wide
		i += size
	}
	l.cells = append(l.cells, column)
	l.blank = append(l.blank, false)
	l.text = out.String()
	if to < len(line) {
		l.text += " ..."
	}
	return l
}

// signs is a line with sign under each character of a range of bytes of the
// line, white space left free. An empty range gets one sign.
func (l layout) signs(from, to int, sign byte) string {
	from = min(max(from, l.from), l.to)
	to = min(max(to, from), l.to)
	start := l.cells[from-l.from]
	if from == to {
		return strings.Repeat(" ", start) + string(sign)
	}
	signs := []byte(strings.Repeat(" ", l.cells[to-l.from]))
	for i := from; i < to; i++ {
		if l.blank[i-l.from] {
			continue
		}
		for column := l.cells[i-l.from]; column < l.cells[i-l.from+1]; column++ {
			signs[column] = sign
		}
	}
	marked := strings.TrimRight(string(signs), " ")
	if marked == "" {
		// Nothing but white space is meant.
		return strings.Repeat(" ", start) + strings.Repeat(string(sign), max(l.cells[to-l.from]-start, 1))
	}
	return marked
}

// cell is how a character is shown in a column, and how many columns it takes.
func cell(r rune, column int) (string, int) {
	switch {
	case r == '\t':
		n := tabStop - column%tabStop
		return strings.Repeat(" ", n), n
	case r < ' ':
		return string(0x2400 + r), 1 // the block of control pictures
	case r == 0x7f:
		return "\u2421", 1
	case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
		// Bidirectional controls would reorder what the reader sees.
		return string(utf8.RuneError), 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return string(r), 0
	}
	if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return string(r), 2
	}
	return string(r), 1
}

// visible is a text of one line with what a terminal would act on shown as
// signs; tabs become spaces.
func visible(text string) string {
	plain := func(r rune) bool { return r >= ' ' && r < 0x7f }
	if strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if r == '\t' {
			out.WriteByte(' ')
			continue
		}
		shown, _ := cell(r, 0)
		out.WriteString(shown)
	}
	return out.String()
}
