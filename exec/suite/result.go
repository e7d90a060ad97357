package suite

import (
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// Result is how one case ended, after all its attempts.
type Result struct {
	Case     *Case
	Attempts []Attempt // at least one, but for a refused case
	Status   run.Status
	// Alone is how many of the attempts ran when all other cases were over.
	Alone int

	postponed bool
}

// Attempt is one run of a case.
type Attempt struct {
	Verdict run.Verdict
	// Warnings are failures that --non_fatal allows, the first of them.
	Warnings []run.Failure
	// Output are the last lines that the script's commands and code printed.
	Output  []string
	Elapsed time.Duration
	// Disturbance is what the host did in the last part of the attempt.
	Disturbance Disturbance
}

// Last is the attempt that decides; false where the case was refused before it
// was run.
func (r *Result) Last() (Attempt, bool) {
	if len(r.Attempts) == 0 {
		return Attempt{}, false
	}
	return r.Attempts[len(r.Attempts)-1], true
}

// Failure is the first failure of the last attempt, or the first reason why there
// was none; nil where there is neither.
func (r *Result) Failure() *run.Failure {
	if r.Status == run.StatusSkipped {
		return nil
	}
	if len(r.Case.Refused) > 0 {
		return &r.Case.Refused[0]
	}
	last, ok := r.Last()
	if !ok {
		return nil
	}
	return last.Verdict.Failure()
}

// statusOfClass is the status of a script whose last attempt ended with a
// failure of a class; failed for the others.
var statusOfClass = map[run.Class]run.Status{
	run.Refused:     run.StatusRefused,
	run.Environment: run.StatusBroken,
	run.Interrupted: run.StatusInterrupted,
}

func statusOf(attempts []Attempt) run.Status {
	verdict := attempts[len(attempts)-1].Verdict
	switch {
	case verdict.Passed && len(attempts) > 1:
		return run.StatusFlaky
	case verdict.Passed:
		return run.StatusPassed
	}
	return statusOfFailure(verdict.Failure())
}

// expected is a status seen by what the script is expected to do.
func expected(c *Case, s run.Status) run.Status {
	switch {
	case c.Expected != nil && s.Good():
		return run.StatusXPass
	case c.Expected != nil && s == run.StatusFailed:
		return run.StatusXFail
	}
	return s
}

// Reason is why a case was skipped, or why it was expected to fail; or empty.
func (r *Result) Reason() string {
	switch {
	case r.Status == run.StatusSkipped:
		return r.Case.Skip
	case r.Case.Expected != nil:
		return r.Case.Expected.Reason
	}
	return ""
}

func statusOfFailure(f *run.Failure) run.Status {
	if f != nil && statusOfClass[f.Class] != "" {
		return statusOfClass[f.Class]
	}
	return run.StatusFailed
}

// timing reports whether a verdict failed only because something happened at
// another time, which another run may not show.
func timing(v run.Verdict) bool {
	f := v.Failure()
	return !v.Passed && f != nil && f.Class.Timing()
}
