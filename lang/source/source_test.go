package source_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang/source"
)

// texts are made of what is hard about lines and columns: every line end,
// characters of one to four bytes, and bytes that are no character.
func texts() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{"\n", "\r", "\r\n", "a", " ", "\t", "é", "日", "𝄞", "\xff", "\xe6\x97",
		"\x00", "e\u0301"})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")
	})
}

// edits of a text; their ends may fall between CR and LF or inside a character.
func edits(text string) *rapid.Generator[source.Edit] {
	return rapid.Custom(func(t *rapid.T) source.Edit {
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		return source.Edit{Range: source.Range{Start: start, End: end}, New: texts().Draw(t, "new")}
	})
}

// starts lists the offsets at which lines begin, found byte by byte.
func starts(text string) []int {
	out := []int{0}
	for i := range len(text) {
		crlf := text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n'
		if text[i] == '\n' || text[i] == '\r' && !crlf {
			out = append(out, i+1)
		}
	}
	return out
}

func lineStarts(f *source.File) []int {
	var out []int
	for line := 1; line <= f.Lines(); line++ {
		out = append(out, f.LineStart(line))
	}
	return out
}

func TestLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		if diff := cmp.Diff(starts(text), lineStarts(source.NewFile("a", text))); diff != "" {
			t.Fatalf("lines of %q (-want +got):\n%s", text, diff)
		}
	})
}

func TestEditedIsTheFileOfTheNewText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile("a.pkt", texts().Draw(t, "text"))
		// Several edits in a row: a wrong index would be carried on.
		for range rapid.IntRange(1, 5).Draw(t, "edits") {
			e := edits(f.Text).Draw(t, "edit")
			edited, err := f.Edited(e)
			if err != nil {
				t.Fatal(err)
			}
			text := f.Text[:e.Range.Start] + e.New + f.Text[e.Range.End:]
			if edited.Text != text || edited.Name != f.Name {
				t.Fatalf("%q edited by %+v is %q, want %q", f.Text, e, edited.Text, text)
			}
			if diff := cmp.Diff(starts(text), lineStarts(edited)); diff != "" {
				t.Fatalf("lines of %q edited by %+v (-want +got):\n%s", f.Text, e, diff)
			}
			f = edited
		}
	})
}

func TestEditedRefuses(t *testing.T) {
	f := source.NewFile("a.pkt", "abc")
	for _, r := range []source.Range{{Start: -1, End: 1}, {Start: 2, End: 1}, {Start: 2, End: 4}, {Start: 4, End: 4}} {
		if got, err := f.Edited(source.Edit{Range: r}); err == nil {
			t.Errorf("an edit of %v gave %q", r, got.Text)
		}
	}
}

func TestPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile("a.pkt", texts().Draw(t, "text"))
		offset := rapid.IntRange(0, len(f.Text)).Draw(t, "offset")
		p := f.Position(offset)
		if p.Offset != offset || f.LineStart(p.Line)+p.Column-1 != offset || p.Column < 1 {
			t.Fatalf("offset %d of %q is %+v", offset, f.Text, p)
		}
		if next := f.LineStart(p.Line + 1); p.Line < f.Lines() && offset >= next {
			t.Fatalf("offset %d of %q is on line %d, but the next begins at %d", offset, f.Text, p.Line, next)
		}
	})
}

func TestPositionsOutsideTheText(t *testing.T) {
	f := source.NewFile("a.pkt", "ab\ncd")
	for offset, want := range map[int]source.Position{
		-5: {Offset: 0, Line: 1, Column: 1},
		5:  {Offset: 5, Line: 2, Column: 3},
		99: {Offset: 5, Line: 2, Column: 3},
	} {
		if got := f.Position(offset); got != want {
			t.Errorf("offset %d is %+v, want %+v", offset, got, want)
		}
	}
	for line, want := range map[int]int{-1: 0, 0: 0, 1: 0, 2: 3, 3: 5, 99: 5} {
		if got := f.LineStart(line); got != want {
			t.Errorf("line %d begins at %d, want %d", line, got, want)
		}
	}
	if got := f.LineText(0) + f.LineText(3); got != "" {
		t.Errorf("lines outside the text hold %q", got)
	}
}

func TestLineText(t *testing.T) {
	f := source.NewFile("a.pkt", "one\r\ntwo\rthree\n\r\nend")
	want := []string{"one", "two", "three", "", "end"}
	var got []string
	for line := 1; line <= f.Lines(); line++ {
		got = append(got, f.LineText(line))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSliceIsClamped(t *testing.T) {
	f := source.NewFile("a.pkt", "abcdef")
	for r, want := range map[source.Range]string{
		{Start: 1, End: 3}: "bc", {Start: -4, End: 2}: "ab", {Start: 4, End: 99}: "ef", {Start: 5, End: 2}: "",
		{Start: 50, End: 60}: "",
	} {
		if got := f.Slice(r); got != want {
			t.Errorf("%+v is %q, want %q", r, got, want)
		}
	}
}

// columns counts the units before offset on its line in the slow, plain way.
func columns(f *source.File, offset int, enc source.Encoding) int {
	line := f.Text[f.LineStart(f.Line(offset)):offset]
	switch enc {
	case source.UTF8:
		return len(line)
	case source.UTF32:
		return utf8.RuneCountInString(line)
	}
	n := 0
	for _, r := range line {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func encodings() *rapid.Generator[source.Encoding] {
	return rapid.SampledFrom([]source.Encoding{source.UTF8, source.UTF16, source.UTF32})
}

func TestUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile("a.pkt", texts().Draw(t, "text"))
		offset := rapid.IntRange(0, len(f.Text)).Draw(t, "offset")
		enc := encodings().Draw(t, "encoding")
		want := source.UnitPosition{Line: f.Line(offset) - 1, Character: columns(f, offset, enc)}
		if got := f.Units(offset, enc); got != want {
			t.Fatalf("offset %d of %q is %+v, want %+v", offset, f.Text, got, want)
		}
	})
}

// A place between two characters of a line comes back from any encoding.
func TestUnitsAndOffsetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile("a.pkt", texts().Draw(t, "text"))
		line := rapid.IntRange(1, f.Lines()).Draw(t, "line")
		enc := encodings().Draw(t, "encoding")
		text := f.LineText(line)
		for i := range text {
			offset := f.LineStart(line) + i
			if enc == source.UTF8 && !utf8.RuneStart(text[i]) {
				continue // a stray byte in the middle of nothing
			}
			if got := f.Offset(f.Units(offset, enc), enc); got != offset {
				t.Fatalf("offset %d of %q comes back as %d", offset, f.Text, got)
			}
		}
		end := f.LineStart(line) + len(text)
		if got := f.Offset(f.Units(end, enc), enc); got != end {
			t.Fatalf("the end of line %d of %q, %d, comes back as %d", line, f.Text, end, got)
		}
	})
}

// Whatever a client sends, the answer is a place in the text between
// characters, and not after the end of the line asked for.
func TestOffsetOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := source.NewFile("a.pkt", texts().Draw(t, "text"))
		enc := encodings().Draw(t, "encoding")
		p := source.UnitPosition{
			Line:      rapid.IntRange(-2, f.Lines()+2).Draw(t, "line"),
			Character: rapid.IntRange(-2, 50).Draw(t, "character"),
		}
		got := f.Offset(p, enc)
		if got < 0 || got > len(f.Text) {
			t.Fatalf("%+v in %q is %d", p, f.Text, got)
		}
		if p.Line >= 0 && p.Line < f.Lines() {
			start := f.LineStart(p.Line + 1)
			if got < start || got > start+len(f.LineText(p.Line+1)) {
				t.Fatalf("%+v in %q is %d, outside of the line", p, f.Text, got)
			}
		}
	})
}

func TestOffset(t *testing.T) {
	f := source.NewFile("a.pkt", "a𝄞b\r\n日x")
	cases := []struct {
		enc             source.Encoding
		line, character int
		want            int
	}{
		{source.UTF16, 0, 1, 1},
		{source.UTF16, 0, 2, 1}, // inside the surrogate pair
		{source.UTF16, 0, 3, 5},
		{source.UTF16, 0, 4, 6},
		{source.UTF16, 0, 99, 6}, // not after the line end
		{source.UTF32, 0, 2, 5},
		{source.UTF8, 0, 3, 1}, // inside the four bytes
		{source.UTF8, 0, 5, 5},
		{source.UTF16, 1, 1, 11},
		{source.UTF8, 1, 2, 8}, // inside the three bytes
		{source.UTF16, 2, 0, 12},
		{source.UTF16, -1, 5, 0},
		{source.UTF8, 0, -3, 0},
	}
	for _, c := range cases {
		if got := f.Offset(source.UnitPosition{Line: c.line, Character: c.character}, c.enc); got != c.want {
			t.Errorf("line %d, character %d in encoding %d is %d, want %d", c.line, c.character, c.enc, got, c.want)
		}
	}
}
