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
// anew: one with more syntax errors than the script had is an error, and
// nothing is to be written.
func Fix(script *lang.Script, ds []diag.Diagnostic) (Fixed, error) {
	fixed := Fixed{File: script.File}
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
		return fixed, nil
	}
	text, err := source.Apply(script.File.Text, edits)
	if err != nil {
		return Fixed{}, fmt.Errorf("applying the fixes of %s: %w", script.File.Name, err)
	}
	fixed.File = source.NewFile(script.File.Name, text)
	after := lang.Parse(fixed.File, script.Definitions)
	if was, is := syntaxErrors(script), syntaxErrors(after); is > was {
		return Fixed{}, fmt.Errorf("the fixes of %s would leave it with %d syntax errors, and it has %d: nothing was changed",
			script.File.Name, is, was)
	}
	return fixed, nil
}

func within(taken, edits []source.Edit) bool {
	for _, e := range edits {
		if !slices.Contains(taken, e) {
			return false
		}
	}
	return true
}

// overlap tells whether edits share a place. Two insertions at one place count:
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
