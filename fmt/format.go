// Package format lays scripts out in the look of the Linux selftests. It
// decides the white space between tokens and nothing else: tokens and comments
// are copied, and Source compares them before and after on every run.
package format

import (
	"fmt"
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Options say how a script is formatted; the zero value is the look of the
// project.
type Options struct {
	Style
	// Simplify also rewrites numbers into their shortest form where the syntax
	// tree proves that nothing else changes.
	Simplify bool
}

// Source returns the script formatted. Statements that could not be parsed are
// copied with the white space before and in them; Problems says why. The error
// is a *MismatchError where the result does not have the tokens and comments of
// the script, which is a fault of this package; the result must not be used
// then.
func Source(script *lang.Script, o Options) (string, error) {
	l := newLayout(script, o)
	after := l.source()
	if after == script.File.Text {
		return after, nil
	}
	if err := l.verify(after); err != nil {
		return "", fmt.Errorf("cannot format %s: %w", script.File.Name, err)
	}
	return after, nil
}

// Edits returns the changes that Source makes, each as small as it can be, in
// the order of the text. It returns none where Source fails.
func Edits(script *lang.Script, o Options) []source.Edit {
	l := newLayout(script, o)
	if after := l.source(); after == script.File.Text || l.verify(after) != nil {
		return nil
	}
	return l.edits()
}

// Range returns those changes of Edits that lie on the lines of a range. Lines
// outside still count for the columns that the lines inside share with them.
func Range(script *lang.Script, r source.Range, o Options) []source.Edit {
	file := script.File
	first := file.LineStart(file.Line(max(r.Start, 0)))
	last := file.Line(min(max(r.Start, r.End), len(file.Text)))
	end := file.LineStart(last) + len(file.LineText(last))
	var inside []source.Edit
	for _, e := range Edits(script, o) {
		if e.Range.Start >= first && e.Range.End <= end {
			inside = append(inside, e)
		}
	}
	return inside
}

// Line returns the changes on one line, counted from 1, for an editor that
// formats a line when its author leaves it.
func Line(script *lang.Script, line int, o Options) []source.Edit {
	start := script.File.LineStart(line)
	return Range(script, source.Range{Start: start, End: start + len(script.File.LineText(line))}, o)
}

// Verbatim reports whether the formatter leaves a statement as it stands,
// because it, or what stands after it, could not be parsed. A value that is
// out of range or unknown does not matter to the layout.
func Verbatim(st *lang.Statement) bool {
	if st.Kind == lang.BadStatement || len(st.Problems) > 0 && slices.ContainsFunc(st.Problems, isSyntax) {
		return true
	}
	switch {
	case st.Option != nil:
		return st.Option.End != st.Core.End
	case st.Action != nil:
		return st.Action.Where().End != st.Core.End || st.Time != nil && st.Time.Empty()
	}
	return false
}

// isSyntax reports whether a problem is one of tokens that are missing or do not
// belong where they stand.
func isSyntax(d diag.Diagnostic) bool {
	switch d.Code {
	case lang.CodeUnexpected, lang.CodeIllegalCharacter, lang.CodeUnterminated, lang.CodeMissing, lang.CodeTooDeep:
		return d.Severity == diag.Error
	}
	return false
}

// Problems returns the errors of the statements that the formatter leaves as
// they stand, with ranges in the file. Errors that do not keep a statement from
// being laid out are not among them.
func Problems(script *lang.Script) []diag.Diagnostic {
	var problems []diag.Diagnostic
	for _, st := range script.Statements {
		if !Verbatim(st) {
			continue
		}
		for _, p := range st.Problems {
			if p.Severity == diag.Error {
				problems = append(problems, p.Shift(st.Base))
			}
		}
	}
	return problems
}
