package lint

import (
	"fmt"
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Fixed is a script with its safe fixes applied.
type Fixed struct {
	File *source.File
	// Applied are the diagnostics whose fix is in the text, Dropped those
	// whose fix overlaps that of an earlier one.
	Applied, Dropped []diag.Diagnostic
}

// Fix applies the first safe fix of each diagnostic of a script. Of fixes that
// overlap, the one of the earlier diagnostic is taken. The result is parsed
// anew. Where it has more syntax errors than the script had, as when a repaired
// token shows what else was wrong, the fixes of syntax errors are left to the
// author; where that is not the cause it is an error, and nothing is to be
// written.
func Fix(script *lang.Script, ds []diag.Diagnostic) (Fixed, error) {
	fixed, worse, err := apply(script, ds)
	if err == nil && worse {
		ds = slices.DeleteFunc(slices.Clone(ds), func(d diag.Diagnostic) bool { return isSyntax(d.Code) })
		fixed, worse, err = apply(script, ds)
	}
	switch {
	case err != nil:
		return Fixed{}, fmt.Errorf("applying the fixes of %s: %w", script.File.Name, err)
	case worse:
		return Fixed{},
			fmt.Errorf("the fixes of %s would leave it with more syntax errors than it has: nothing was changed",
				script.File.Name)
	}
	return fixed, nil
}

func isSyntax(code string) bool {
	_, ok := lang.FindCode(code)
	return ok
}

// apply applies fixes and reports whether the result has more syntax errors.
func apply(script *lang.Script, ds []diag.Diagnostic) (fixed Fixed, worse bool, err error) {
	fixed = Fixed{File: script.File}
	var edits []source.Edit
	for _, d := range ds {
		at := slices.IndexFunc(d.Fixes, func(f diag.Fix) bool { return f.Safe })
		if at < 0 {
			continue
		}
		fix := d.Fixes[at]
		switch {
		case within(edits, fix.Edits):
			// Another diagnostic asked for the same.
			fixed.Applied = append(fixed.Applied, d)
		case overlap(edits, fix.Edits):
			fixed.Dropped = append(fixed.Dropped, d)
		default:
			edits = append(edits, fix.Edits...)
			fixed.Applied = append(fixed.Applied, d)
		}
	}
	if len(edits) == 0 {
		return fixed, false, nil
	}
	text, err := source.Apply(script.File.Text, edits)
	if err != nil {
		return Fixed{}, false, err
	}
	fixed.File = source.NewFile(script.File.Name, text)
	return fixed, syntaxErrors(lang.Parse(fixed.File, script.Definitions)) > syntaxErrors(script), nil
}

func within(taken, edits []source.Edit) bool {
	for _, e := range edits {
		if !slices.Contains(taken, e) {
			return false
		}
	}
	return true
}

// overlap reports whether edits share a place. Two insertions at one place count:
// which of them comes first would be left to chance.
func overlap(taken, edits []source.Edit) bool {
	for _, e := range edits {
		for _, t := range taken {
			if e.Range.Overlaps(t.Range) || e.Range.Start == t.Range.Start || e.Range.End == t.Range.End {
				return true
			}
		}
	}
	return false
}

func syntaxErrors(script *lang.Script) int {
	n := 0
	for _, d := range script.Diagnostics() {
		if d.Severity == diag.Error {
			n++
		}
	}
	return n
}
