package suite

import (
	"fmt"
	"io"
	"slices"

	"github.com/pktlang/pkt/lang/run"
)

// ending is what is said of a run's scripts when all are over.
type ending struct {
	notes   []string  // each once
	excused []*Result // skipped, or failed as expected
}

func (e *ending) add(r *Result) {
	if r.Case.Note != "" && !slices.Contains(e.notes, r.Case.Note) {
		e.notes = append(e.notes, r.Case.Note)
	}
	if r.Status == run.StatusSkipped || r.Status == run.StatusXFail {
		e.excused = append(e.excused, r)
	}
}

// write writes the notes, and each reason for which scripts were skipped or failed
// as expected, with how many there are; all of them with verbose.
func (e *ending) write(w io.Writer, verbose bool) {
	for _, note := range e.notes {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	for i, r := range e.excused {
		same := func(other *Result) bool { return other.Status == r.Status && other.Reason() == r.Reason() }
		if slices.ContainsFunc(e.excused[:i], same) {
			continue
		}
		others := -1
		for _, other := range e.excused {
			if same(other) {
				others++
			}
		}
		name := r.Case.Name()
		if others > 0 {
			name += fmt.Sprintf(" and %d more", others)
		}
		if r.Status == run.StatusXFail || !verbose {
			fmt.Fprintf(w, "%s %s: %s\n", r.Status, name, r.Reason())
		}
	}
}
