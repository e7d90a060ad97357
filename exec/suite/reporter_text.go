package suite

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/internal/tail"
	"github.com/pktlang/pkt/lang/diag/report"
)

// TextOptions say how a run is shown to a person.
type TextOptions struct {
	Results  io.Writer
	Messages report.Writer
	Progress io.Writer // a terminal, which shows how far the run is; or nil
	Cases    int       // how many there are
	Verbose  bool      // show every event and packet, and every script
}

// text writes diagnostics to Messages, and a line for each noteworthy script
// and a summary to Results.
type text struct {
	o    TextOptions
	done int

	mutex  sync.Mutex
	traces map[*Case]*tail.Buffer
}

// traceSize is how many bytes of a trace are kept until it is a script's turn.
const traceSize = 1 << 20

// NewText returns a reporter for people.
func NewText(o TextOptions) Reporter {
	return &text{o: o, traces: map[*Case]*tail.Buffer{}}
}

func (t *text) Observe(c *Case, attempt int, m protocol.Message) {
	if !t.o.Verbose {
		return
	}
	line := traceLine(m)
	if line == "" {
		return
	}
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

// traceLine shows packets and the end of the other events.
func traceLine(m protocol.Message) string {
	switch {
	case m.Packet != nil:
		return packetLine(*m.Packet)
	case m.Event != nil && m.Event.Finished && m.Event.Kind != "inbound" && m.Event.Kind != "outbound":
		what := m.Event.Kind
		if m.Event.Name != "" {
			what = m.Event.Name + "()"
		}
		return fmt.Sprintf("%5d | %.6f %s", m.Event.Line, float64(m.Event.Actual)/1e6, what)
	}
	return ""
}

func (t *text) Result(r *Result) error {
	t.mutex.Lock()
	trace := t.traces[r.Case]
	delete(t.traces, r.Case)
	t.mutex.Unlock()

	t.done++
	t.clearProgress()
	defer t.progress()
	if t.o.Verbose {
		t.introduce(r, trace)
	} else if r.Status == Flaky {
		fmt.Fprintln(t.o.Results, flakyLine(r))
	}
	if r.Status == Interrupted {
		return nil
	}
	return t.o.Messages.File(r.Case.Script.File, r.Diagnostics())
}

func (t *text) introduce(r *Result, trace *tail.Buffer) {
	for _, winner := range r.Case.Winners {
		fmt.Fprintln(t.o.Results, winner)
	}
	if trace != nil {
		fmt.Fprint(t.o.Results, trace.String())
	}
	if r.Status == Flaky {
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
	return fmt.Sprintf("%s %s: passed at attempt %d; at first, line %d: %s",
		Flaky, r.Case.Name(), len(r.Attempts), first.Line, first.Diagnostic.Message)
}

func (t *text) clearProgress() {
	if t.o.Progress != nil {
		fmt.Fprint(t.o.Progress, "\r\x1b[K")
	}
}

func (t *text) progress() {
	if t.o.Progress != nil && t.done < t.o.Cases {
		fmt.Fprintf(t.o.Progress, "%d of %d scripts", t.done, t.o.Cases)
	}
}

func (t *text) Close(counts Counts, elapsed time.Duration) error {
	t.clearProgress()
	if err := t.o.Messages.Close(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(t.o.Results, "%s in %.1f s\n", counts.Summary(), elapsed.Seconds())
	return err
}
