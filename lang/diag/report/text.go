package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// contextBefore is how many lines of the script a failed run shows before the
// one that did not match: what led there matters more than for a mistake that
// stands on its line.
const contextBefore = 2

// textWriter writes for a terminal.
type textWriter struct {
	w       io.Writer
	palette palette
	pages   map[string]bool // codes that pkt explain knows
	begun   bool
}

func newText(w io.Writer, opts Options) *textWriter {
	t := &textWriter{w: w, palette: newPalette(opts.Colour), pages: make(map[string]bool)}
	for _, rule := range opts.Rules {
		t.pages[rule.Code] = true
	}
	return t
}

// File implements Writer.
func (t *textWriter) File(f *source.File, ds []diag.Diagnostic) error {
	var out bytes.Buffer
	for _, d := range ds {
		if t.begun {
			out.WriteByte('\n')
		}
		t.begun = true
		t.diagnostic(&out, f, d)
		if err := write(t.w, out.Bytes()); err != nil {
			return err
		}
		out.Reset()
	}
	return nil
}

// Close implements Writer.
func (t *textWriter) Close() error { return nil }

func (t *textWriter) diagnostic(out *bytes.Buffer, f *source.File, d diag.Diagnostic) {
	p := &t.palette
	start := f.Position(d.Range.Start)
	fmt.Fprintf(out, "%s %s %s%s\n",
		p.bold.Sprintf("%s:%d:%d:", visible(f.Name), start.Line, start.Column),
		p.severity(d.Severity).Sprint(d.Severity.String()+":"),
		p.bold.Sprint(visible(d.Message)), p.dim.Sprint(codeSuffix(d.Code)))

	t.snippet(out, f, d)
	detail := func(line string) { fmt.Fprintf(out, "      %s\n", line) }
	if d.Comparison != nil {
		t.comparison(detail, *d.Comparison)
	}
	for _, note := range d.Notes {
		for line := range strings.Lines(note) {
			detail(visible(strings.TrimRight(line, "\r\n")))
		}
	}
	for _, line := range t.advice(d) {
		detail(p.dim.Sprint(line))
	}
}

func codeSuffix(code string) string {
	if code == "" {
		return ""
	}
	return " [" + code + "]"
}

// label is what stands at the caret: the diagnostic's own word or, where there
// is one way to mend it, that.
func label(d diag.Diagnostic) string {
	if d.Label == "" && len(d.Fixes) == 1 {
		return d.Fixes[0].Title
	}
	return d.Label
}

// advice says how to mend it and where to read on.
func (t *textWriter) advice(d diag.Diagnostic) []string {
	var lines []string
	var last []string
	safe := false
	for _, fix := range d.Fixes {
		safe = safe || fix.Safe
		// A single fix is what the label at the caret says.
		if len(d.Fixes) > 1 {
			lines = append(lines, "could be: "+visible(fix.Title))
		}
	}
	if safe {
		last = append(last, "fix: pkt lint --fix")
	}
	if t.pages[d.Code] {
		last = append(last, "more: pkt explain "+d.Code)
	}
	if len(last) > 0 {
		lines = append(lines, strings.Join(last, "; "))
	}
	return lines
}

func (t *textWriter) snippet(out *bytes.Buffer, f *source.File, d diag.Diagnostic) {
	marks := []mark{{rng: d.Range, text: label(d), sign: '^', colour: t.palette.severity(d.Severity)}}
	for _, r := range d.Related {
		marks = append(marks, mark{rng: r.Range, text: r.Message, sign: '-', colour: t.palette.frame})
	}
	before := 0
	if d.Comparison != nil {
		before = contextBefore
	}
	writeSnippet(out, f, marks, before, t.palette.frame)
}
