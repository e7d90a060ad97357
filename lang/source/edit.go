package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Edit replaces a range of a text with other text.
type Edit struct {
	Range Range
	New   string
}

// Apply applies edits to text. Edits may come in any order; two that overlap,
// or one that lies outside the text, is an error and nothing is applied.
// Insertions at one place are applied in the order given, and before an edit
// that replaces what stands there.
func Apply(text string, edits []Edit) (string, error) {
	sorted := append([]Edit(nil), edits...)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Range.Start, b.Range.Start), cmp.Compare(a.Range.End, b.Range.End))
	})
	var out strings.Builder
	at := 0
	for _, e := range sorted {
		if e.Range.Start < at || e.Range.End < e.Range.Start || e.Range.End > len(text) {
			return "", fmt.Errorf("edit of bytes %d to %d overlaps another or lies outside the text of %d bytes",
				e.Range.Start, e.Range.End, len(text))
		}
		out.WriteString(text[at:e.Range.Start])
		out.WriteString(e.New)
		at = e.Range.End
	}
	out.WriteString(text[at:])
	return out.String(), nil
}

// Edited is the file with one edit applied; only the lines that the edit
// touches are indexed anew.
func (f *File) Edited(e Edit) (*File, error) {
	if e.Range.Start < 0 || e.Range.End < e.Range.Start || e.Range.End > len(f.Text) {
		return nil, fmt.Errorf("edit of bytes %d to %d lies outside the text of %d bytes",
			e.Range.Start, e.Range.End, len(f.Text))
	}
	text := f.Text[:e.Range.Start] + e.New + f.Text[e.Range.End:]
	// A CR before or an LF after the edit can join it into one line end, so
	// the region that is indexed anew is widened by one line on each side.
	first := max(f.Line(e.Range.Start)-1, 1)
	last := min(f.Line(e.Range.End)+2, len(f.lines)+1)
	delta := len(e.New) - e.Range.Len()
	from, to := int(f.lines[first-1]), len(f.Text)
	if last <= len(f.lines) {
		to = int(f.lines[last-1])
	}
	lines := make([]int32, first, len(f.lines)+strings.Count(e.New, "\n")+4)
	copy(lines, f.lines[:first])
	lines = lineStarts(text[from:to+delta], lines, from)
	if last <= len(f.lines) {
		// The region ends at a line start, which lineStarts already added.
		for _, l := range f.lines[last:] {
			lines = append(lines, l+int32(delta))
		}
	}
	return &File{Name: f.Name, Text: text, lines: lines}, nil
}
