package suite

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pktlang/pkt/internal/ordered"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
)

// Runner runs cases.
type Runner struct {
	// Launcher starts the cases; nil for Namespaces.
	Launcher Launcher
	Jobs     int // how many cases run at a time
	// Retries is how often a case that failed by timing is repeated.
	Retries int
	// Observe, where set, says who is told what happens in an attempt, from 0,
	// of a case, as it comes; nil for nobody. Cases that run at a time call it,
	// and tell their observers, at a time.
	Observe func(c *Case, attempt int) run.Observer
	// Started and Finished, where set, are told each case that begins and each
	// result as soon as it is there, also one that is Postponed. Cases that run
	// at a time call them at a time.
	Started  func(*Case)
	Finished func(*Result)

	// Alone is how often at most a case that failed by a time, in which the host
	// was disturbed, is run again when all the others are over.
	Alone int

	limitSlack, limitGrace time.Duration   // for tests; see slack and graceTime
	load                   func() hostLoad // for tests; nil for readLoad
}

// Run runs the cases, Jobs at a time, and emits their results in the order of
// the cases; those that are run again alone come last. It stops at an error of
// emit. When ctx is done, those that run are interrupted, their cleanup commands
// included, and the others are not started.
func (r *Runner) Run(ctx context.Context, cases []*Case, emit func(*Result) error) error {
	places := places(processors(), min(r.Jobs, len(cases)))
	var later []*Result
	// The cases that are running end by themselves when ctx is done; their
	// results are still emitted.
	err := ordered.Each(context.WithoutCancel(ctx), cases, r.Jobs,
		func(_ context.Context, c *Case) *Result {
			place := <-places
			defer func() { places <- place }()
			c.Request.Processors = place
			r.started(c)
			result := r.run(ctx, c)
			result.postponed = r.postpone(ctx, result)
			r.finished(result)
			return result
		},
		func(result *Result) error {
			if result.postponed {
				later = append(later, result)
				return nil
			}
			return emit(result)
		})
	if err != nil {
		return err
	}
	for _, result := range later {
		r.started(result.Case)
		r.alone(ctx, result)
		result.postponed = false
		r.finished(result)
		if err := emit(result); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) started(c *Case) {
	if r.Started != nil {
		r.Started(c)
	}
}

func (r *Runner) finished(result *Result) {
	if r.Finished != nil {
		r.Finished(result)
	}
}

// places holds the processors for each of the cases that run at a time: one
// processor of its own for each, while there are enough.
func places(processors []int, jobs int) chan []int {
	jobs = max(jobs, 1)
	places := make(chan []int, jobs)
	for i := range jobs {
		if len(processors) < jobs {
			places <- nil
		} else {
			places <- processors[i : i+1]
		}
	}
	return places
}

func (r *Runner) run(ctx context.Context, c *Case) *Result {
	result := &Result{Case: c}
	switch {
	case c.Skip != "":
		result.Status = run.StatusSkipped
		return result
	case len(c.Refused) > 0:
		result.Status = statusOfFailure(&c.Refused[0])
		return result
	case ctx.Err() != nil:
		result.Status = run.StatusInterrupted
		return result
	}
	for attempt := range r.Retries + 1 {
		a := r.attempt(ctx, c, attempt)
		result.Attempts = append(result.Attempts, a)
		if !timing(a.Verdict) || ctx.Err() != nil {
			break
		}
	}
	result.Status = expected(c, statusOf(result.Attempts))
	return result
}

// graceTime is how long a script that was interrupted has for its cleanup
// command before everything of it is killed.
const graceTime = 10 * time.Second

// slack is how much later than its time limit a child is interrupted from here:
// it keeps to the limit itself, and says better what it waited for.
func (r *Runner) slack() time.Duration {
	if r.limitSlack > 0 {
		return r.limitSlack
	}
	return 5 * time.Second
}

func (r *Runner) grace() time.Duration {
	if r.limitGrace > 0 {
		return r.limitGrace
	}
	return graceTime
}

func (r *Runner) readLoad() func() hostLoad {
	if r.load != nil {
		return r.load
	}
	return readLoad
}

// attempt runs a case once, in a child.
func (r *Runner) attempt(ctx context.Context, c *Case, number int) Attempt {
	begin := time.Now()
	launcher := r.Launcher
	if launcher == nil {
		launcher = Namespaces{}
	}
	process, err := launcher.Launch(c)
	if err != nil {
		return Attempt{Verdict: run.Failed(run.EnvironmentFailure(err))}
	}
	limit := c.Request.Settings.Timeout
	timedOut, stop := r.watch(ctx, process, limit)
	defer stop()

	var seen witness
	tell := run.Observer(&seen)
	if r.Observe != nil {
		tell = run.Several(&seen, r.Observe(c, number))
	}
	load := newLoadWatch(r.readLoad())
	for line := range process.Lines() {
		load.heard(time.Now())
		run.Tell(line, tell)
	}
	disturbance := load.end()
	verdict, open := seen.verdict, seen.open
	exit := process.Wait()
	a := Attempt{Warnings: seen.warnings, Output: process.Output(outputLines), Elapsed: time.Since(begin),
		Disturbance: disturbance}
	switch {
	case timedOut() && !decided(verdict):
		f := timeoutFailure(c, limit, open)
		if verdict != nil {
			f.Recent, f.Others = verdict.Failures[0].Recent, verdict.Failures[0].Others
		}
		a.Verdict = run.Failed(f)
	case verdict != nil:
		a.Verdict = *verdict
	case ctx.Err() != nil:
		a.Verdict = run.Failed(run.Failure{Class: run.Interrupted, Line: open.Line,
			Diagnostic: c.at(open.Line, "run/interrupted", "the run was interrupted"), Reference: "interrupted"})
	default:
		a.Verdict = run.Failed(crashFailure(c, open, exit, a.Output))
	}
	return a
}

// watch interrupts a process when ctx is done or some time after limit, where
// there is one, and kills it when it does not end soon. timedOut reports whether
// it was the limit.
func (r *Runner) watch(ctx context.Context, p Process, limit time.Duration) (timedOut func() bool, stop func()) {
	ended := make(chan struct{})
	var late atomic.Bool
	go func() {
		var timer <-chan time.Time
		if limit > 0 {
			timer = time.After(limit + r.slack())
		}
		select {
		case <-ended:
			return
		case <-ctx.Done():
		case <-timer:
			late.Store(true)
		}
		p.Interrupt()
		select {
		case <-ended:
		case <-time.After(r.grace()):
			p.Kill()
		}
	}()
	return late.Load, func() { close(ended) }
}

// witness keeps what a runner has to know of an attempt.
type witness struct {
	run.Ignore
	verdict  *run.Verdict
	open     run.Event // the last one that was told of
	warnings []run.Failure
}

func (w *witness) Event(e run.Event)     { w.open = e }
func (w *witness) Verdict(v run.Verdict) { w.verdict = &v }

func (w *witness) Warning(f run.Failure) {
	if len(w.warnings) < maxWarnings {
		w.warnings = append(w.warnings, f)
	}
}

// decided reports whether a verdict says more than that the run was interrupted.
func decided(v *run.Verdict) bool {
	return v != nil && (v.Failure() == nil || v.Failure().Class != run.Interrupted)
}

const (
	outputLines = 12 // of what commands print that are kept for a failure
	maxWarnings = 100
)

// at makes a diagnostic for a line of a case's script; line 0 is its start.
func (c *Case) at(line int, code, message string) diag.Diagnostic {
	d := diag.Diagnostic{Code: code, Severity: diag.Error, Message: message}
	for _, st := range c.Script.Statements {
		if line > 0 && c.Script.File.Line(st.Start()) == line {
			d.Range = st.Range(st.Core)
		}
	}
	return d
}

func timeoutFailure(c *Case, limit time.Duration, open run.Event) run.Failure {
	message := fmt.Sprintf("the script was not over after %s, the time limit (--timeout)", limit)
	d := c.at(open.Line, "run/timeout", message)
	if open.Line > 0 && !open.Finished {
		d.Label = "it waited for this"
	}
	reference := fmt.Sprintf("%s:%d: %s", c.Request.Path, open.Line, message)
	return run.Failure{Class: run.Timeout, Line: open.Line, Diagnostic: d, Reference: reference}
}

func crashFailure(c *Case, open run.Event, exit error, output []string) run.Failure {
	if exit == nil {
		exit = errors.New("without a verdict")
	}
	d := c.at(open.Line, "run/crash", fmt.Sprintf("the process that ran the script ended: %v", exit))
	d.Notes = output
	return run.Failure{Class: run.Environment, Line: open.Line, Diagnostic: d,
		Reference: fmt.Sprintf("%s:%d: %s", c.Request.Path, open.Line, d.Message)}
}
