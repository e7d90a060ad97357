package report

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Object is a diagnostic as the format JSON writes it. Lines and columns count
// from 1, offsets from 0, both in bytes; the end of a range is not included.
type Object struct {
	Rule       string           `json:"rule"`
	Severity   string           `json:"severity"` // as diag.Severity writes it
	Message    string           `json:"message"`
	Path       string           `json:"path"`
	Range      ObjectRange      `json:"range"`
	Label      string           `json:"label,omitempty"`
	Notes      []string         `json:"notes,omitempty"`
	Comparison *diag.Comparison `json:"comparison,omitempty"`
	Related    []ObjectRelated  `json:"related"`
	Fixes      []ObjectFix      `json:"fixes"`
}

// The parts of an Object.
type (
	ObjectRange struct {
		Start Place `json:"start"`
		End   Place `json:"end"`
	}
	Place struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		Offset int `json:"offset"`
	}
	ObjectRelated struct {
		Message string      `json:"message"`
		Range   ObjectRange `json:"range"`
	}
	ObjectFix struct {
		Title string       `json:"title"`
		Safe  bool         `json:"safe"`
		Edits []ObjectEdit `json:"edits"`
	}
	ObjectEdit struct {
		Range ObjectRange `json:"range"`
		New   string      `json:"new"`
	}
)

// NewObject makes an object of a diagnostic of a file.
func NewObject(f *source.File, d diag.Diagnostic) Object {
	out := Object{
		Rule: d.Code, Severity: d.Severity.String(), Message: d.Message, Path: f.Name,
		Range: NewObjectRange(f, d.Range), Label: d.Label, Notes: d.Notes, Comparison: d.Comparison,
		Related: make([]ObjectRelated, len(d.Related)), Fixes: make([]ObjectFix, len(d.Fixes)),
	}
	for i, r := range d.Related {
		out.Related[i] = ObjectRelated{r.Message, NewObjectRange(f, r.Range)}
	}
	for i, fix := range d.Fixes {
		edits := make([]ObjectEdit, len(fix.Edits))
		for j, e := range fix.Edits {
			edits[j] = ObjectEdit{NewObjectRange(f, e.Range), e.New}
		}
		out.Fixes[i] = ObjectFix{fix.Title, fix.Safe, edits}
	}
	return out
}

// NewObjectRange gives a range of a file its lines and columns.
func NewObjectRange(f *source.File, r source.Range) ObjectRange {
	place := func(offset int) Place {
		p := f.Position(offset)
		return Place{p.Line, p.Column, p.Offset}
	}
	return ObjectRange{place(r.Start), place(r.End)}
}

// Diagnostic is the diagnostic that the object was made of, but for its tags and
// for what google/packetdrill says. One whose severity is unknown is an error.
func (o Object) Diagnostic() diag.Diagnostic {
	severity, err := diag.ParseSeverity(o.Severity)
	if err != nil {
		severity = diag.Error
	}
	d := diag.Diagnostic{
		Code: o.Rule, Severity: severity, Range: o.Range.offsets(), Message: o.Message,
		Label: o.Label, Notes: o.Notes, Comparison: o.Comparison,
	}
	for _, r := range o.Related {
		d.Related = append(d.Related, diag.Related{Range: r.Range.offsets(), Message: r.Message})
	}
	for _, f := range o.Fixes {
		fix := diag.Fix{Title: f.Title, Safe: f.Safe}
		for _, e := range f.Edits {
			fix.Edits = append(fix.Edits, source.Edit{Range: e.Range.offsets(), New: e.New})
		}
		d.Fixes = append(d.Fixes, fix)
	}
	return d
}

func (r ObjectRange) offsets() source.Range {
	return source.Range{Start: r.Start.Offset, End: r.End.Offset}
}
