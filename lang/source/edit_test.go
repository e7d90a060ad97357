package source_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/pktlang/pkt/lang/source"
)

func edit(start, end int, text string) source.Edit {
	return source.Edit{Range: source.Range{Start: start, End: end}, New: text}
}

func TestApply(t *testing.T) {
	cases := []struct {
		name  string
		edits []source.Edit
		want  string
	}{
		{"nothing", nil, "abcdef"},
		{"in any order", []source.Edit{edit(4, 5, "E"), edit(0, 1, "A")}, "AbcdEf"},
		{"insertions at one place, in their order", []source.Edit{edit(2, 2, "1"), edit(2, 2, "2")}, "ab12cdef"},
		{"an insertion before what is replaced", []source.Edit{edit(2, 2, "1"), edit(2, 4, "2")}, "ab12ef"},
		{"an insertion after what is replaced", []source.Edit{edit(2, 4, "2"), edit(4, 4, "1")}, "ab21ef"},
		{"at both ends", []source.Edit{edit(6, 6, ">"), edit(0, 0, "<")}, "<abcdef>"},
		{"all of it", []source.Edit{edit(0, 6, "")}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := source.Apply("abcdef", c.edits)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

// An insertion that is given after a replacement of the same start can only
// stand before it, so the order in which both are given makes no difference.
func TestApplyInsertionBesideReplacement(t *testing.T) {
	got, err := source.Apply("abcdef", []source.Edit{edit(2, 4, "2"), edit(2, 2, "1")})
	if err != nil || got != "ab12ef" {
		t.Errorf("got %q, %v, want %q", got, err, "ab12ef")
	}
}

func TestApplyRefuses(t *testing.T) {
	for name, edits := range map[string][]source.Edit{
		"overlap":                   {edit(0, 3, ""), edit(2, 4, "")},
		"an insertion inside":       {edit(0, 3, ""), edit(1, 1, "x")},
		"the same twice":            {edit(1, 2, "x"), edit(1, 2, "x")},
		"before the text":           {edit(-1, 2, "")},
		"after the text":            {edit(5, 7, "")},
		"an end before its start":   {edit(3, 2, "")},
		"an insertion off the text": {edit(7, 7, "x")},
	} {
		if got, err := source.Apply("abcdef", edits); err == nil {
			t.Errorf("%s: got %q without an error", name, got)
		}
	}
}

func TestApplyIsEditedFromTheBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		places := rapid.SliceOfN(rapid.IntRange(0, len(text)), 0, 8).Draw(t, "places")
		slices.Sort(places)
		var edits []source.Edit
		for i := 0; i+1 < len(places); i += 2 {
			edits = append(edits, edit(places[i], places[i+1], texts().Draw(t, "new")))
		}
		want := source.NewFile("a", text)
		for _, e := range slices.Backward(edits) {
			var err error
			if want, err = want.Edited(e); err != nil {
				t.Fatal(err)
			}
		}
		got, err := source.Apply(text, edits)
		if err != nil || got != want.Text {
			t.Fatalf("%q with %+v: got %q, %v, want %q", text, edits, got, err, want.Text)
		}
	})
}

func TestRange(t *testing.T) {
	r := source.Range{Start: 2, End: 5}
	if r.Len() != 3 || r.Shift(2) != (source.Range{Start: 4, End: 7}) {
		t.Errorf("%+v has length %d and shifts to %+v", r, r.Len(), r.Shift(2))
	}
	for offset, want := range map[int]bool{1: false, 2: true, 5: true, 6: false} {
		if r.Contains(offset) != want {
			t.Errorf("%+v contains %d: %v, want %v", r, offset, !want, want)
		}
	}
	for other, want := range map[source.Range]bool{
		{Start: 0, End: 2}: false, {Start: 0, End: 3}: true, {Start: 3, End: 3}: true,
		{Start: 2, End: 2}: false, {Start: 5, End: 5}: false, {Start: 5, End: 9}: false, {Start: 4, End: 9}: true,
	} {
		if r.Overlaps(other) != want || other.Overlaps(r) != want {
			t.Errorf("%+v overlaps %+v: %v, want %v", r, other, !want, want)
		}
	}
}
