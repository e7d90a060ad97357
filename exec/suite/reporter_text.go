package suite

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/pktlang/pkt/internal/tail"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// TextOptions say how a run is shown to a person.
type TextOptions struct {
	Results  io.Writer
	Messages report.Writer
	Progress io.Writer // where it is shown how far the run is; or nil
	Terminal bool      // Progress is a terminal
	Cases    int       // how many there are; 0 where there is no end
	// Again is the command that runs once more what failed; or empty.
	Again   string
	Verbose bool // show every event and packet, and every script
}

// text writes diagnostics to Messages, and a line for each noteworthy script
// and a summary to Results.
type text struct {
	o        TextOptions
	progress progress
	end      ending

	mutex  sync.Mutex
	traces map[*Case]*tail.Buffer
}

// traceSize is how many bytes of a trace are kept until it is a script's turn.
const traceSize = 1 << 20

// NewText returns a reporter for people.
func NewText(o TextOptions) Reporter {
	return &text{o: o, traces: map[*Case]*tail.Buffer{},
		progress: progress{w: o.Progress, terminal: o.Terminal, cases: o.Cases, now: time.Now}}
}

// Started and Finished implement Watcher.
func (t *text) Started(c *Case)    { t.progress.started(c) }
func (t *text) Finished(r *Result) { t.progress.finished(r) }

// textAttempt traces one attempt of a case.
type textAttempt struct {
	run.Ignore
	text *text
	c    *Case
}

func (t *text) Observe(c *Case, _ int) run.Observer {
	if !t.o.Verbose {
		return nil
	}
	return textAttempt{text: t, c: c}
}

func (a textAttempt) Packet(p run.Packet) { a.text.trace(a.c, packetLine(p)) }

// Event shows the end of what is no packet.
func (a textAttempt) Event(e run.Event) {
	if !e.Finished || e.Kind == program.InboundPacket || e.Kind == program.OutboundPacket {
		return
	}
	what := e.Kind.String()
	if e.Name != "" {
		what = e.Name + "()"
	}
	a.text.trace(a.c, fmt.Sprintf("%5d | %.6f %s", e.Line, float64(e.Actual)/1e6, what))
}

// trace shows a line at once where there is one case, and keeps it until it is
// the case's turn where there are several.
func (t *text) trace(c *Case, line string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.o.Cases == 1 {
		fmt.Fprintln(t.o.Results, line)
		return
	}
	trace, ok := t.traces[c]
	if !ok {
		trace = &tail.Buffer{Size: traceSize}
		t.traces[c] = trace
	}
	fmt.Fprintln(trace, line)
}

func (t *text) Result(r *Result) error {
	t.mutex.Lock()
	trace := t.traces[r.Case]
	delete(t.traces, r.Case)
	t.mutex.Unlock()

	t.end.add(r)
	var err error
	t.progress.aside(func() { err = t.show(r, trace) })
	return err
}

// show writes what is to be said of one result.
func (t *text) show(r *Result, trace *tail.Buffer) error {
	if t.o.Verbose {
		t.introduce(r, trace)
	} else if r.Status == run.StatusFlaky {
		fmt.Fprintln(t.o.Results, flakyLine(r))
	}
	if r.Status == run.StatusInterrupted {
		return nil
	}
	return t.o.Messages.File(r.Case.Script.File, r.Diagnostics())
}

func (t *text) introduce(r *Result, trace *tail.Buffer) {
	if r.Status == run.StatusSkipped {
		fmt.Fprintf(t.o.Results, "skipped %s: %s\n", r.Case.Name(), r.Reason())
		return
	}
	for _, winner := range r.Case.Winners {
		fmt.Fprintln(t.o.Results, winner)
	}
	if trace != nil {
		fmt.Fprint(t.o.Results, trace.String())
	}
	if r.Status == run.StatusFlaky {
		fmt.Fprintln(t.o.Results, flakyLine(r))
		return
	}
	var elapsed time.Duration
	if last, ok := r.Last(); ok {
		elapsed = last.Elapsed
	}
	fmt.Fprintf(t.o.Results, "%s %s (%.2f s)\n", r.Status, r.Case.Name(), elapsed.Seconds())
}

// flakyLine says that a script passed, but not at once, and what it failed by.
func flakyLine(r *Result) string {
	first := r.Attempts[0].Verdict.Failures[0]
	if a, ok := r.Disturbed(); ok {
		because := a.Disturbance.String()
		if because == "" {
			because = "the runner itself was late"
		}
		return fmt.Sprintf("%s %s: passed alone, at attempt %d; at first, line %d: %s; %s", run.StatusFlaky,
			r.Case.Name(), len(r.Attempts), first.Line, first.Diagnostic.Message, because)
	}
	return fmt.Sprintf("%s %s: passed at attempt %d; at first, line %d: %s",
		run.StatusFlaky, r.Case.Name(), len(r.Attempts), first.Line, first.Diagnostic.Message)
}

func (t *text) Close(counts run.Counts, elapsed time.Duration) error {
	t.progress.end()
	if err := t.o.Messages.Close(); err != nil {
		return err
	}
	t.end.write(t.o.Results, t.o.Verbose, t.o.Again)
	_, err := fmt.Fprintf(t.o.Results, "%s in %.1f s\n", counts.Summary(), elapsed.Seconds())
	return err
}
