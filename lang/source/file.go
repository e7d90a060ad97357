// Package source holds the text of a script and the ways to name a place in
// it: byte offsets, and lines with columns in bytes, UTF-8, UTF-16 or UTF-32.
package source

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Range is a stretch of a text as byte offsets, Start included and End not.
type Range struct {
	Start, End int
}

// Len is the number of bytes in the range.
func (r Range) Len() int { return r.End - r.Start }

// Contains reports whether offset lies in the range or right after it, which is
// where a cursor stands after the last byte was typed.
func (r Range) Contains(offset int) bool { return r.Start <= offset && offset <= r.End }

// Overlaps reports whether two ranges share a byte, or whether an empty one lies
// strictly inside the other.
func (r Range) Overlaps(o Range) bool { return r.Start < o.End && o.Start < r.End }

// Shift moves the range by delta bytes.
func (r Range) Shift(delta int) Range { return Range{r.Start + delta, r.End + delta} }

// File is a text with a name. It is immutable, and safe for concurrent use.
type File struct {
	Name string
	Text string

	lines []int32 // offset of the first byte of each line
}

// NewFile indexes text. A line ends with LF, CR LF, or a lone CR, as editors
// count lines.
func NewFile(name, text string) *File {
	return &File{Name: name, Text: text, lines: lineStarts(text, nil, 0)}
}

func lineStarts(text string, lines []int32, base int) []int32 {
	if lines == nil {
		lines = make([]int32, 1, 16+len(text)/32)
	}
	hasCR := strings.IndexByte(text, '\r') >= 0
	if !hasCR {
		for at := 0; ; {
			i := strings.IndexByte(text[at:], '\n')
			if i < 0 {
				return lines
			}
			at += i + 1
			lines = append(lines, int32(base+at))
		}
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			lines = append(lines, int32(base+i+1))
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			lines = append(lines, int32(base+i+1))
		}
	}
	return lines
}

// Lines is the number of lines; an empty text has one.
func (f *File) Lines() int { return len(f.lines) }

// LineStart is the offset of the first byte of a line, counted from 1. Lines
// out of range are clamped.
func (f *File) LineStart(line int) int {
	switch {
	case line < 1:
		return 0
	case line > len(f.lines):
		return len(f.Text)
	}
	return int(f.lines[line-1])
}

// LineText is the text of a line, counted from 1, without its line end.
func (f *File) LineText(line int) string {
	if line < 1 || line > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if line < len(f.lines) {
		end = int(f.lines[line])
	}
	return strings.TrimRight(f.Text[f.lines[line-1]:end], "\r\n")
}

// Line is the line of an offset, counted from 1.
func (f *File) Line(offset int) int {
	return sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset })
}

// Position is a place as people count: line and column from 1, the column in
// bytes.
type Position struct {
	Offset, Line, Column int
}

// String is the position as messages have it: line:column.
func (p Position) String() string { return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) }

// Position of an offset; an offset out of range is clamped.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := f.Line(offset)
	return Position{Offset: offset, Line: line, Column: offset - int(f.lines[line-1]) + 1}
}

// Slice is the text in a range; the range is clamped to the text.
func (f *File) Slice(r Range) string {
	start := min(max(r.Start, 0), len(f.Text))
	end := min(max(r.End, start), len(f.Text))
	return f.Text[start:end]
}

// Encoding is the unit in which a protocol counts columns (LSP 3.17,
// PositionEncodingKind).
type Encoding int

// The encodings that LSP knows.
const (
	UTF16 Encoding = iota
	UTF8
	UTF32
)

// UnitPosition is a place as LSP counts: line and character from 0, the
// character in units of an Encoding.
type UnitPosition struct {
	Line, Character int
}

// Units converts an offset to a line and character counted from 0. An invalid
// byte counts as one unit.
func (f *File) Units(offset int, enc Encoding) UnitPosition {
	p := f.Position(offset)
	start := int(f.lines[p.Line-1])
	if enc == UTF8 {
		return UnitPosition{p.Line - 1, p.Offset - start}
	}
	n := 0
	for _, r := range f.Text[start:p.Offset] {
		n += units(r, enc)
	}
	return UnitPosition{p.Line - 1, n}
}

// Offset converts a line and character counted from 0 to a byte offset. A
// character after the end of the line means its end, as the LSP specification
// asks; a line after the last one means the end of the text. A character
// inside a surrogate pair is moved to its start.
func (f *File) Offset(p UnitPosition, enc Encoding) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(f.lines) {
		return len(f.Text)
	}
	start := int(f.lines[p.Line])
	line := f.LineText(p.Line + 1)
	if enc == UTF8 {
		at := min(max(p.Character, 0), len(line))
		for at > 0 && at < len(line) && !utf8.RuneStart(line[at]) {
			at--
		}
		return start + at
	}
	n := 0
	for i, r := range line {
		u := units(r, enc)
		if n+u > p.Character {
			return start + i
		}
		n += u
	}
	return start + len(line)
}

func units(r rune, enc Encoding) int {
	if enc == UTF16 && r >= 0x10000 {
		return 2
	}
	return 1
}
