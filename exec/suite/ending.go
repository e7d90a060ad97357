package suite

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// ending is what is said of a run's scripts when all are over.
type ending struct {
	notes   []string  // each once
	excused []*Result // skipped, or failed as expected
	failed  []*Result
	slowest []*Result // the slowest first
	cases   int
}

// The slowest scripts are named where there are so many, and so many of them.
const (
	manyCases    = 10
	slowestCases = 3
)

func (e *ending) add(r *Result) {
	if r.Case.Note != "" && !slices.Contains(e.notes, r.Case.Note) {
		e.notes = append(e.notes, r.Case.Note)
	}
	e.cases++
	e.slowest = append(e.slowest, r)
	slices.SortStableFunc(e.slowest, func(a, b *Result) int { return int(b.elapsed() - a.elapsed()) })
	e.slowest = e.slowest[:min(len(e.slowest), slowestCases)]
	if r.failed() {
		e.failed = append(e.failed, r)
	}
	if r.Status == run.StatusSkipped || r.Status == run.StatusXFail {
		e.excused = append(e.excused, r)
	}
}

// elapsed is how long the last attempt took.
func (r *Result) elapsed() time.Duration {
	last, _ := r.Last()
	return last.Elapsed
}

// write writes the notes, and each reason for which scripts were skipped or failed
// as expected, with how many there are; all of them with verbose.
// Where there are several scripts it names those that failed and, in again, the
// command that runs those once more.
func (e *ending) write(w io.Writer, verbose bool, again string) {
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
	if e.cases >= manyCases {
		var names []string
		for _, r := range e.slowest {
			names = append(names, fmt.Sprintf("%s %.1f s", r.Case.Name(), r.elapsed().Seconds()))
		}
		fmt.Fprintf(w, "slowest: %s\n", strings.Join(names, ", "))
	}
	if e.cases == 1 || len(e.failed) == 0 {
		return
	}
	for _, r := range e.failed {
		fmt.Fprintf(w, "%s %s%s\n", r.Status, r.Case.Name(), r.inShort())
	}
	if again != "" {
		fmt.Fprintf(w, "run these again: %s\n", again)
	}
}

// inShort is why a case failed, after its name.
func (r *Result) inShort() string {
	f := r.Failure()
	switch {
	case f == nil:
		return ""
	case f.Line == 0:
		return ": " + f.Diagnostic.Message
	}
	return fmt.Sprintf(":%d: %s", f.Line, f.Diagnostic.Message)
}
