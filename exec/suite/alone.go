package suite

import (
	"context"

	"github.com/pktlang/pkt/lang/run"
)

// disturbed reports whether an attempt failed by a time for which the host, and
// not the stack, can be to blame.
func (a *Attempt) disturbed() bool {
	if !timing(a.Verdict) {
		return false
	}
	return a.Verdict.Failure().Class == run.HarnessLate || a.Disturbance.Matters()
}

// postpone reports whether a case is to be run again when the others are over.
func (r *Runner) postpone(ctx context.Context, result *Result) bool {
	last, ran := result.Last()
	return ran && r.Alone > 0 && ctx.Err() == nil && last.disturbed()
}

// Postponed reports whether the case will be run again when the others are over.
func (r *Result) Postponed() bool { return r.postponed }

// alone runs a case again, with nothing of ours beside it, for as long as the
// host disturbs it. A failure in a time that was not disturbed stands.
func (r *Runner) alone(ctx context.Context, result *Result) {
	for range r.Alone {
		last, _ := result.Last()
		if !last.disturbed() || ctx.Err() != nil {
			break
		}
		result.Attempts = append(result.Attempts, r.attempt(ctx, result.Case, len(result.Attempts)))
		result.Alone++
	}
	result.Status = expected(result.Case, statusOf(result.Attempts))
}

// Disturbed returns the first attempt where it was the host alone for which a
// case that then passed was run again.
func (r *Result) Disturbed() (Attempt, bool) {
	last, ran := r.Last()
	if !ran || !last.Verdict.Passed || r.Alone == 0 {
		return Attempt{}, false
	}
	for _, a := range r.Attempts[:len(r.Attempts)-1] {
		if !a.disturbed() {
			return Attempt{}, false
		}
	}
	return r.Attempts[0], true
}
