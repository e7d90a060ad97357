package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// TestObjectThereAndBack holds that an object says all of a diagnostic that an
// editor shows.
func TestObjectThereAndBack(t *testing.T) {
	at := func(start, end int) source.Range { return source.Range{Start: start, End: end} }
	want := diag.Diagnostic{
		Code: "run/packet", Severity: diag.Warning, Range: at(2, 4), Message: "m", Label: "l", Notes: []string{"n"},
		Comparison: &diag.Comparison{Expected: "e", Actual: "a", Differs: []string{"d"}},
		Related:    []diag.Related{{Range: at(0, 1), Message: "r"}},
		Fixes:      []diag.Fix{{Title: "f", Safe: true, Edits: []source.Edit{{Range: at(1, 3), New: "x"}}}},
	}
	o := report.NewObject(source.NewFile("a.pkt", "ab\ncd\n"), want)
	if diff := cmp.Diff(want, o.Diagnostic()); diff != "" {
		t.Error(diff)
	}
	if o.Range.End != (report.Place{Line: 2, Column: 2, Offset: 4}) {
		t.Errorf("the end is at %+v", o.Range.End)
	}
	o.Severity = "grave"
	if got := o.Diagnostic().Severity; got != diag.Error {
		t.Errorf("an unknown severity is taken for %s", got)
	}
}
