package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// array writes the elements of a JSON array one by one.
type array struct {
	w       io.Writer
	started bool
}

func (a *array) add(value any) error {
	var out bytes.Buffer
	out.WriteString(",\n")
	if !a.started {
		out.Reset()
		out.WriteByte('\n')
	}
	a.started = true
	encoder := json.NewEncoder(&out)
	// Messages are full of < and >, which need no escape outside of HTML.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("cannot write a diagnostic as JSON: %w", err)
	}
	out.Truncate(out.Len() - 1) // the encoder ends a value with a line end
	return write(a.w, out.Bytes())
}

func write(w io.Writer, text []byte) error {
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return nil
}

type (
	jsonPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		Offset int `json:"offset"`
	}
	jsonRange struct {
		Start jsonPosition `json:"start"`
		End   jsonPosition `json:"end"`
	}
	jsonDiagnostic struct {
		Rule       string           `json:"rule"`
		Severity   string           `json:"severity"`
		Message    string           `json:"message"`
		Path       string           `json:"path"`
		Range      jsonRange        `json:"range"`
		Label      string           `json:"label,omitempty"`
		Notes      []string         `json:"notes,omitempty"`
		Comparison *diag.Comparison `json:"comparison,omitempty"`
		Related    []jsonRelated    `json:"related"`
		Fixes      []jsonFix        `json:"fixes"`
	}
	jsonRelated struct {
		Message string    `json:"message"`
		Range   jsonRange `json:"range"`
	}
	jsonFix struct {
		Title string     `json:"title"`
		Safe  bool       `json:"safe"`
		Edits []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Range jsonRange `json:"range"`
		New   string    `json:"new"`
	}
)

// jsonWriter writes one array over all files. Lines and columns count from 1,
// offsets from 0, both in bytes; the end of a range is not included.
type jsonWriter struct {
	array
}

// File implements Writer.
func (j *jsonWriter) File(f *source.File, ds []diag.Diagnostic) error {
	if !j.started && len(ds) > 0 {
		if err := write(j.w, []byte("[")); err != nil {
			return err
		}
	}
	for _, d := range ds {
		if err := j.add(toJSON(f, d)); err != nil {
			return err
		}
	}
	return nil
}

// Close implements Writer.
func (j *jsonWriter) Close() error {
	if !j.started {
		return write(j.w, []byte("[]\n"))
	}
	return write(j.w, []byte("\n]\n"))
}

func toJSON(f *source.File, d diag.Diagnostic) jsonDiagnostic {
	out := jsonDiagnostic{
		Rule: d.Code, Severity: d.Severity.String(), Message: d.Message, Path: f.Name,
		Range: rangeToJSON(f, d.Range), Label: d.Label, Notes: d.Notes, Comparison: d.Comparison,
		Related: make([]jsonRelated, len(d.Related)), Fixes: make([]jsonFix, len(d.Fixes)),
	}
	for i, r := range d.Related {
		out.Related[i] = jsonRelated{r.Message, rangeToJSON(f, r.Range)}
	}
	for i, fix := range d.Fixes {
		edits := make([]jsonEdit, len(fix.Edits))
		for j, e := range fix.Edits {
			edits[j] = jsonEdit{rangeToJSON(f, e.Range), e.New}
		}
		out.Fixes[i] = jsonFix{fix.Title, fix.Safe, edits}
	}
	return out
}

func rangeToJSON(f *source.File, r source.Range) jsonRange {
	position := func(offset int) jsonPosition {
		p := f.Position(offset)
		return jsonPosition{p.Line, p.Column, p.Offset}
	}
	return jsonRange{position(r.Start), position(r.End)}
}
