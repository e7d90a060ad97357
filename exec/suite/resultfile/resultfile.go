// Package resultfile writes the results of a suite for other programs: JUnit, TAP
// and KTAP. It is given what `pkt run --json` prints, so that the results of
// several runs can be joined.
package resultfile

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pktlang/pkt/lang/run"
)

// Results are those of a suite.
type Results struct {
	Lines   []run.ResultLine
	Seconds float64 // from the first script's start to the last one's end
}

// Counts are how many scripts ended how.
func (r *Results) Counts() run.Counts {
	counts := run.Counts{}
	for _, line := range r.Lines {
		counts[line.Status]++
	}
	return counts
}

// ErrIncomplete is that of a stream which does not have all results: the run was
// killed.
var ErrIncomplete = errors.New("the stream ends without a summary of its results: the run did not come to its end")

// Read adds the results of a stream. Runs that are joined are taken to have been
// side by side: the longest decides.
func (r *Results) Read(in io.Reader) error {
	before, complete := len(r.Lines), false
	for line := range run.Read(in) {
		switch line := line.(type) {
		case run.ResultLine:
			r.Lines = append(r.Lines, line)
		case run.SummaryLine:
			total := 0
			for _, n := range line.Counts {
				total += n
			}
			complete = total == len(r.Lines)-before
			r.Seconds = max(r.Seconds, line.Seconds)
		}
	}
	if !complete {
		return ErrIncomplete
	}
	return nil
}

// kind is what a status is to programs that know four of them.
type kind int

const (
	passed  kind = iota
	failed       // the stack, or the script, is wrong
	erred        // it could not be run to its end
	skipped      // it was not to be run, or to fail
)

var kinds = map[run.Status]kind{
	run.StatusPassed: passed, run.StatusFlaky: passed,
	run.StatusFailed: failed, run.StatusXPass: failed,
	run.StatusRefused: erred, run.StatusBroken: erred, run.StatusInterrupted: erred,
	run.StatusSkipped: skipped, run.StatusXFail: skipped,
}

// message is what went wrong, in one line.
func message(r *run.Result) string {
	switch {
	case len(r.Diagnostics) > 0:
		return r.Diagnostics[0].Message
	case r.Reference != "":
		return r.Reference
	}
	return string(r.Status)
}

// details are all that is known of what went wrong.
func details(r *run.Result) string {
	var out strings.Builder
	for _, d := range r.Diagnostics {
		fmt.Fprintf(&out, "%s:%d:%d: %s: %s [%s]\n", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Severity,
			d.Message, d.Rule)
		if c := d.Comparison; c != nil {
			fmt.Fprintf(&out, "  expected   %s\n  actual     %s\n  differs    %s\n", c.Expected, c.Actual,
				strings.Join(c.Differs, ", "))
		}
		for _, note := range d.Notes {
			fmt.Fprintf(&out, "  %s\n", strings.ReplaceAll(note, "\n", "\n  "))
		}
	}
	return out.String()
}
