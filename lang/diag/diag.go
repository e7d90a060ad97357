// Package diag defines the one kind of message that every tool gives: a syntax
// error, a finding of the linter and a failed run are all a Diagnostic, so
// that the command line and the editor show the same.
package diag

import (
	"fmt"
	"sort"

	"github.com/pktlang/pkt/lang/source"
)

// Severity says how bad it is.
type Severity int

// The severities, worst first; the numbers are those of LSP.
const (
	Error Severity = iota + 1
	Warning
	Info
	Hint
)

var severityNames = [...]string{Error: "error", Warning: "warning", Info: "info", Hint: "hint"}

// String is the word used in messages and in JSON.
func (s Severity) String() string {
	if s < Error || s > Hint {
		return fmt.Sprintf("severity(%d)", int(s))
	}
	return severityNames[s]
}

// ParseSeverity reads what String writes.
func ParseSeverity(s string) (Severity, error) {
	for i := Error; i <= Hint; i++ {
		if severityNames[i] == s {
			return i, nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: expected error, warning, info or hint", s)
}

// Tag marks a diagnostic for special display in an editor.
type Tag int

// The tags, numbered as in LSP.
const (
	Unnecessary Tag = iota + 1
	Deprecated
)

// Diagnostic is one message about one place in a script.
type Diagnostic struct {
	Code     string // "PKT402", or "run/packet" for a failed run
	Severity Severity
	Range    source.Range
	// Message says what is wrong and what was expected: lower case, no full
	// stop, understandable without the source line.
	Message string
	// Label is a short text to stand at the caret, such as "add `ack 1`".
	Label string
	// Notes are further lines: why, since which kernel, a hint what to do.
	Notes []string
	// Comparison holds expected against actual, for a failed run.
	Comparison *Comparison
	Related    []Related
	Fixes      []Fix
	Tags       []Tag
	// Reference is what google/packetdrill says of the same, where it says
	// something: its users know their messages.
	Reference string
}

// Comparison is what a script expected beside what happened, both in script
// syntax, with the names of the fields that differ.
type Comparison struct {
	Expected string   `json:"expected"`
	Actual   string   `json:"actual"`
	Differs  []string `json:"differs,omitempty"`
}

// Related is another place that explains a diagnostic ("the FIN was here").
type Related struct {
	Range   source.Range
	Message string
}

// Fix is a change that removes the cause of a diagnostic.
type Fix struct {
	Title string // imperative: "add ack 1"
	Edits []source.Edit
	// Safe fixes keep what the author meant for certain, and are applied by
	// `pkt lint --fix`; others are only offered.
	Safe bool
}

// Shift moves every range in the diagnostic by delta bytes and returns the
// result; the original is unchanged.
func (d Diagnostic) Shift(delta int) Diagnostic {
	if delta == 0 {
		return d
	}
	d.Range = d.Range.Shift(delta)
	if len(d.Related) > 0 {
		related := make([]Related, len(d.Related))
		for i, r := range d.Related {
			related[i] = Related{r.Range.Shift(delta), r.Message}
		}
		d.Related = related
	}
	if len(d.Fixes) > 0 {
		fixes := make([]Fix, len(d.Fixes))
		for i, f := range d.Fixes {
			edits := make([]source.Edit, len(f.Edits))
			for j, e := range f.Edits {
				edits[j] = source.Edit{Range: e.Range.Shift(delta), New: e.New}
			}
			f.Edits = edits
			fixes[i] = f
		}
		d.Fixes = fixes
	}
	return d
}

// Sort orders diagnostics by place, then severity, then code.
func Sort(ds []Diagnostic) {
	sort.SliceStable(ds, func(i, j int) bool {
		a, b := ds[i], ds[j]
		switch {
		case a.Range.Start != b.Range.Start:
			return a.Range.Start < b.Range.Start
		case a.Severity != b.Severity:
			return a.Severity < b.Severity
		}
		return a.Code < b.Code
	})
}

// HasErrors reports whether one of the diagnostics is an error.
func HasErrors(ds []Diagnostic) bool {
	for _, d := range ds {
		if d.Severity == Error {
			return true
		}
	}
	return false
}
