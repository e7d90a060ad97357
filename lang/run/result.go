package run

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang/diag/report"
)

// Status is how a script ended, after all its attempts.
type Status string

// The statuses.
const (
	StatusPassed Status = "passed"
	// StatusFlaky is a script that failed by timing first and passed when it
	// was repeated.
	StatusFlaky   Status = "flaky"
	StatusFailed  Status = "failed"
	StatusRefused Status = "refused" // the script is wrong; nothing ran
	// StatusBroken is a script that could not be run for a reason outside of it.
	StatusBroken      Status = "broken"
	StatusInterrupted Status = "interrupted"
	// StatusSkipped is a script that was not run, since it needs what is not
	// there.
	StatusSkipped Status = "skipped"
	// StatusXFail is a script that failed as its pkt:xfail says, and StatusXPass
	// one that passed all the same.
	StatusXFail Status = "xfail"
	StatusXPass Status = "xpass"
)

// statusWords are the statuses in the order and with the words of a summary.
var statusWords = [...]struct {
	status Status
	word   string
}{
	{StatusPassed, "passed"},
	{StatusFlaky, "flaky (passed when repeated)"},
	{StatusFailed, "failed"},
	{StatusXPass, "passed unexpectedly"},
	{StatusRefused, "refused"},
	{StatusBroken, "could not be run"},
	{StatusInterrupted, "interrupted"},
	{StatusXFail, "failed as expected"},
	{StatusSkipped, "skipped"},
}

// Statuses are all statuses, in the order of a summary.
func Statuses() []Status {
	var out []Status
	for _, w := range statusWords {
		out = append(out, w.status)
	}
	return out
}

// Good reports whether the script passed, at the first try or later.
func (s Status) Good() bool { return s == StatusPassed || s == StatusFlaky }

// Counts are how many scripts ended how.
type Counts map[Status]int

// Summary is one line, such as "12 passed, 1 failed".
func (c Counts) Summary() string {
	var parts []string
	for _, w := range statusWords {
		if n := c[w.status]; n > 0 || w.status == StatusPassed {
			parts = append(parts, fmt.Sprintf("%d %s", n, w.word))
		}
	}
	return strings.Join(parts, ", ")
}

// ExitCode is 0 where every script passed, was skipped or failed as expected, 2
// where one could not be run, else 1.
func (c Counts) ExitCode() int {
	switch {
	case c[StatusBroken] > 0:
		return 2
	case c[StatusFailed]+c[StatusRefused]+c[StatusInterrupted]+c[StatusXPass] > 0:
		return 1
	}
	return 0
}

// Result is how one script ended in one variant.
type Result struct {
	Status   Status `json:"status"`
	Attempts int    `json:"attempts"`
	// Seconds are those of the last attempt, from the start of its process to
	// its end.
	Seconds float64 `json:"seconds"`
	Stack   string  `json:"stack,omitempty"` // see Verdict
	// Reason is why the script was skipped, or why it is expected to fail.
	Reason string `json:"reason,omitempty"`
	// Class, Line and Reference are those of the failure that ended the last
	// attempt; see Failure.
	Class     Class     `json:"class,omitempty"`
	Line      int       `json:"line,omitempty"`
	Reference string    `json:"reference,omitempty"`
	Earlier   []Attempt `json:"earlier,omitempty"`
	// Diagnostics are all that is to be said of the script.
	Diagnostics []report.Object `json:"diagnostics"`
	Recent      []Packet        `json:"recent,omitempty"`
	Others      []Packet        `json:"others,omitempty"`
}

// Attempt is an attempt that failed by timing and was repeated.
type Attempt struct {
	Class     Class  `json:"class"`
	Line      int    `json:"line"`
	Reference string `json:"reference"`
	// Disturbance says how the host was disturbed before the failure; empty
	// where it was not.
	Disturbance string `json:"disturbance,omitempty"`
}

// Summary is the end of a run of many scripts.
type Summary struct {
	Counts   Counts  `json:"counts"`
	Seconds  float64 `json:"seconds"`
	ExitCode int     `json:"exit_code"`
}
