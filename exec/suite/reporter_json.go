package suite

import (
	"io"
	"slices"
	"sync"
	"time"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/run"
)

// jsonLines writes a stream: events that are over and packets as they come, a
// result for each case, in order, and a summary at the end.
type jsonLines struct {
	mutex  sync.Mutex
	stream *run.Stream
}

// NewJSONLines returns a reporter for programs.
func NewJSONLines(w io.Writer) Reporter { return &jsonLines{stream: run.NewStream(w)} }

// Of is the case as a stream names it.
func (c *Case) Of() run.Case { return run.Case{Script: c.Script.File.Name, Variant: c.Variant} }

// jsonAttempt observes one attempt of a case.
type jsonAttempt struct {
	run.Ignore
	lines *jsonLines
	of    run.Of
}

func (j *jsonLines) Observe(c *Case, attempt int) run.Observer {
	return jsonAttempt{lines: j, of: run.Of{Case: c.Of(), Attempt: attempt + 1}}
}

func (a jsonAttempt) Event(e run.Event) {
	if e.Finished {
		_ = a.lines.write(func(s *run.Stream) { s.Event(a.of, e) }) // Result tells the error
	}
}

func (a jsonAttempt) Packet(p run.Packet) {
	_ = a.lines.write(func(s *run.Stream) { s.Packet(a.of, p) })
}

func (j *jsonLines) write(line func(*run.Stream)) error {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	line(j.stream)
	return j.stream.Err()
}

func (j *jsonLines) Result(r *Result) error {
	return j.write(func(s *run.Stream) { s.Result(r.Case.Of(), r.Told()) })
}

// Told is the result as a stream tells it.
func (r *Result) Told() run.Result {
	file := r.Case.Script.File
	out := run.Result{Status: r.Status, Attempts: len(r.Attempts), Reason: r.Reason(),
		Diagnostics: []report.Object{}}
	if last, ok := r.Last(); ok {
		out.Seconds = last.Elapsed.Seconds()
		out.Stack = last.Verdict.Stack
	}
	if f := r.Failure(); f != nil {
		out.Class, out.Line, out.Reference, out.Recent, out.Others = f.Class, f.Line, f.Reference, f.Recent, f.Others
	}
	for i, a := range r.Attempts {
		if i < len(r.Attempts)-1 {
			f := a.Verdict.Failures[0]
			out.Earlier = append(out.Earlier, run.Attempt{Class: f.Class, Line: f.Line, Reference: f.Reference,
				Disturbance: a.Disturbance.String()})
		}
	}
	for _, d := range withAcceptance(r, r.Diagnostics()) {
		out.Diagnostics = append(out.Diagnostics, report.NewObject(file, d))
	}
	return out
}

// withAcceptance adds to the failure that ended a run the change that makes the
// script expect what the stack did, for an editor to offer. It is no safe fix:
// the script may be right.
func withAcceptance(r *Result, ds []diag.Diagnostic) []diag.Diagnostic {
	failure := r.Failure()
	last, ran := r.Last()
	if failure == nil || !ran || len(failure.Accept) == 0 || len(ds) <= len(last.Warnings) {
		return ds
	}
	ds = slices.Clone(ds)
	d := &ds[len(last.Warnings)]
	d.Fixes = append(slices.Clone(d.Fixes), diag.Fix{Title: "accept what the stack did", Edits: failure.Accept})
	return ds
}

func (j *jsonLines) Close(counts run.Counts, elapsed time.Duration) error {
	return j.write(func(s *run.Stream) {
		s.Summary(run.Summary{Counts: counts, Seconds: elapsed.Seconds(), ExitCode: counts.ExitCode()})
	})
}
