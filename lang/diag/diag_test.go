package diag_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

func TestSeverityWords(t *testing.T) {
	for s := diag.Error; s <= diag.Hint; s++ {
		got, err := diag.ParseSeverity(s.String())
		if err != nil || got != s {
			t.Errorf("%v is read as %v, %v", s, got, err)
		}
	}
	for _, word := range []string{"", "Error", "fatal", "severity(0)"} {
		if s, err := diag.ParseSeverity(word); err == nil {
			t.Errorf("%q is read as %v", word, s)
		}
	}
	if got := diag.Severity(9).String(); got != "severity(9)" {
		t.Errorf("an unknown severity reads %q", got)
	}
}

func sample() diag.Diagnostic {
	return diag.Diagnostic{
		Code: "PKT001", Range: source.Range{Start: 1, End: 2},
		Related: []diag.Related{{Range: source.Range{Start: 3, End: 4}, Message: "here"}},
		Fixes: []diag.Fix{{Title: "t", Safe: true, Edits: []source.Edit{
			{Range: source.Range{Start: 5, End: 6}, New: "x"}, {Range: source.Range{Start: 7, End: 8}},
		}}},
	}
}

func TestShiftMovesEveryRange(t *testing.T) {
	original := sample()
	want := diag.Diagnostic{
		Code: "PKT001", Range: source.Range{Start: 11, End: 12},
		Related: []diag.Related{{Range: source.Range{Start: 13, End: 14}, Message: "here"}},
		Fixes: []diag.Fix{{Title: "t", Safe: true, Edits: []source.Edit{
			{Range: source.Range{Start: 15, End: 16}, New: "x"}, {Range: source.Range{Start: 17, End: 18}},
		}}},
	}
	if diff := cmp.Diff(want, original.Shift(10)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(sample(), original); diff != "" {
		t.Errorf("the original was changed:\n%s", diff)
	}
	if diff := cmp.Diff(original, original.Shift(10).Shift(-10)); diff != "" {
		t.Errorf("there and back is not the same:\n%s", diff)
	}
}

func TestSort(t *testing.T) {
	at := func(start int, s diag.Severity, code, message string) diag.Diagnostic {
		return diag.Diagnostic{Code: code, Severity: s, Range: source.Range{Start: start, End: start}, Message: message}
	}
	got := []diag.Diagnostic{
		at(5, diag.Error, "B", ""), at(5, diag.Hint, "A", ""), at(5, diag.Error, "A", "first"),
		at(1, diag.Hint, "Z", ""), at(5, diag.Error, "A", "second"),
	}
	want := []diag.Diagnostic{got[3], got[2], got[4], got[0], got[1]}
	diag.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestHasErrors(t *testing.T) {
	if diag.HasErrors(nil) || diag.HasErrors([]diag.Diagnostic{{Severity: diag.Warning}}) {
		t.Error("a warning counts as an error")
	}
	if !diag.HasErrors([]diag.Diagnostic{{Severity: diag.Hint}, {Severity: diag.Error}}) {
		t.Error("an error was not seen")
	}
}
