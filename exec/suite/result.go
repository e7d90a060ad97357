package suite

import (
	"time"

	"github.com/pktlang/pkt/exec/protocol"
)

// Status is how a case ended.
type Status string

// The statuses.
const (
	Passed Status = "passed"
	// Flaky is a case that failed by timing first and passed when it was
	// repeated.
	Flaky   Status = "flaky"
	Failed  Status = "failed"
	Refused Status = "refused" // the script is wrong; nothing ran
	// Broken is a case that could not be run for a reason outside of it.
	Broken      Status = "broken"
	Interrupted Status = "interrupted"
)

// Result is how one case ended, after all its attempts.
type Result struct {
	Case     *Case
	Attempts []Attempt // at least one, but for a refused case
	Status   Status
}

// Attempt is one run of a case.
type Attempt struct {
	Verdict protocol.Verdict
	// Warnings are failures that --non_fatal allows, the first of them.
	Warnings []protocol.Failure
	// Output are the last lines that the script's commands and code printed.
	Output  []string
	Elapsed time.Duration
}

// Last is the attempt that decides; false where the case was refused before it
// was run.
func (r *Result) Last() (Attempt, bool) {
	if len(r.Attempts) == 0 {
		return Attempt{}, false
	}
	return r.Attempts[len(r.Attempts)-1], true
}

// Failure is the first failure of the last attempt, or nil.
func (r *Result) Failure() *protocol.Failure {
	last, ok := r.Last()
	if !ok || len(last.Verdict.Failures) == 0 {
		return nil
	}
	return &last.Verdict.Failures[0]
}

// Good tells whether the case passed, at the first try or later.
func (s Status) Good() bool { return s == Passed || s == Flaky }

func statusOf(attempts []Attempt) Status {
	verdict := attempts[len(attempts)-1].Verdict
	switch {
	case verdict.Passed && len(attempts) > 1:
		return Flaky
	case verdict.Passed:
		return Passed
	case len(verdict.Failures) == 0:
		return Failed
	}
	switch verdict.Failures[0].Class {
	case protocol.Refused:
		return Refused
	case protocol.Environment:
		return Broken
	case protocol.Interrupted:
		return Interrupted
	}
	return Failed
}

// timing tells whether a verdict failed only because something happened at
// another time, which another run may not show.
func timing(v protocol.Verdict) bool {
	if v.Passed || len(v.Failures) == 0 {
		return false
	}
	class := v.Failures[0].Class
	return class == protocol.Late || class == protocol.HarnessLate
}

// Counts are how many cases ended how.
type Counts map[Status]int

// ExitCode is 0 where every case passed, 2 where one could not be run, else 1.
func (c Counts) ExitCode() int {
	switch {
	case c[Broken] > 0:
		return 2
	case c[Failed]+c[Refused]+c[Interrupted] > 0:
		return 1
	}
	return 0
}
