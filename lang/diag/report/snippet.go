package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/pktlang/pkt/lang/source"
)

// maxMarkedLines is how many lines of one range are shown; of a longer one, its
// first and its last.
const maxMarkedLines = 4

// mark is a stretch of the text to show with a sign under it.
type mark struct {
	rng    source.Range
	text   string // stands after the signs
	sign   byte
	colour *color.Color
}

// markedLine is the part of a mark on one line, in bytes from the line's start.
type markedLine struct {
	line, from, to int
	mark           mark
}

// writeSnippet writes the lines that marks touch, in the order of the file, and
// some lines before the first mark. Lines left out between are shown by dots.
func writeSnippet(out *bytes.Buffer, f *source.File, marks []mark, before int, frame *color.Color) {
	var parts []markedLine
	for _, m := range marks {
		parts = append(parts, split(f, m)...)
	}
	lines := make(map[int][]markedLine)
	for _, part := range parts {
		lines[part.line] = append(lines[part.line], part)
	}
	shown := make([]int, 0, len(lines)+before)
	for line := range lines {
		shown = append(shown, line)
	}
	first := f.Position(marks[0].rng.Start).Line
	for line := max(first-before, 1); line < first; line++ {
		if lines[line] == nil {
			shown = append(shown, line)
		}
	}
	slices.Sort(shown)
	for i, line := range shown {
		if i > 0 && line > shown[i-1]+1 {
			fmt.Fprintf(out, "%s\n", frame.Sprint("  ..."))
		}
		writeLine(out, f, line, lines[line], frame)
	}
}

// split cuts a mark at line ends. An empty range is marked at its place.
func split(f *source.File, m mark) []markedLine {
	start, end := f.Position(m.rng.Start), f.Position(max(m.rng.End, m.rng.Start))
	if end.Column == 1 && end.Line > start.Line {
		// The range ends with a line end, so nothing of its last line is in it.
		end = f.Position(end.Offset - 1)
	}
	var parts []markedLine
	for line := start.Line; line <= end.Line; line++ {
		if end.Line-start.Line >= maxMarkedLines && line != start.Line && line != end.Line {
			line = end.Line
		}
		length := len(f.LineText(line))
		part := markedLine{line: line, from: 0, to: length, mark: m}
		if line == start.Line {
			part.from = min(start.Column-1, length)
		}
		if line == end.Line {
			part.to = min(end.Column-1, length)
		}
		if line != end.Line {
			part.mark.text = ""
		}
		parts = append(parts, part)
	}
	return parts
}

func writeLine(out *bytes.Buffer, f *source.File, line int, parts []markedLine, frame *color.Color) {
	text := f.LineText(line)
	// Of a very long line, the part around the first mark is shown.
	from, to := 0, min(len(text), maxLine)
	if len(parts) > 0 {
		from, to = window(text, parts[0].from, parts[0].to)
	}
	shown := layOut(text, from, to)
	fmt.Fprintf(out, "%s%s\n", frame.Sprintf("%5d |", line), pad(shown.text))
	for _, part := range parts {
		signs := shown.signs(part.from, part.to, part.mark.sign)
		if part.mark.text != "" {
			signs += " " + visible(part.mark.text)
		}
		// Spaces stay outside of the colour, which may underline.
		indent := len(signs) - len(strings.TrimLeft(signs, " "))
		fmt.Fprintf(out, "%s %s%s\n", frame.Sprint("      |"), signs[:indent], part.mark.colour.Sprint(signs[indent:]))
	}
}

func pad(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}
