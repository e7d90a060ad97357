package exec

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// ChildMain runs the script that stdin asks for and writes what happens to
// stdout; see package protocol. It returns the exit code of the process: 0
// when a verdict was written, whatever it is, and 2 when there was no request
// or nobody to write to.
//
// The process belongs to the script: ChildMain locks its memory, raises the
// priority of the calling thread, turns garbage collection off, and sets the
// network namespace up.
func ChildMain(stdin io.Reader, stdout io.Writer) int {
	var request protocol.Request
	if err := json.NewDecoder(stdin).Decode(&request); err != nil {
		fmt.Fprintln(os.Stderr, "pkt: cannot read what to run:", err)
		return 2
	}
	w := newWriter(stdout, request.Bytes)
	verdict := runRequest(&request, w)
	if err := w.close(verdict); err != nil {
		fmt.Fprintln(os.Stderr, "pkt: cannot report the verdict:", err)
		return 2
	}
	return 0
}

// runRequest runs the script to its verdict.
func runRequest(request *protocol.Request, w *writer) *run.Verdict {
	e := &engine{request: request, settings: &request.Settings, record: newRecorder(w.notes)}
	e.sockets = newSockets(e.settings)
	e.script = lang.Parse(source.NewFile(request.Path, request.Text), lang.Definitions(e.settings.Definitions))

	if failures := e.refused(); len(failures) > 0 {
		return &run.Verdict{Failures: failures}
	}
	if e.settings.DryRun {
		return &run.Verdict{Passed: true}
	}
	if len(e.settings.Unsupported) > 0 {
		return &run.Verdict{Failures: []run.Failure{e.unsupportedOptions()}}
	}
	if err := e.open(newCalls(e)); err != nil {
		return &run.Verdict{Failures: []run.Failure{*e.environment(err)}}
	}
	defer e.stack.Close()

	over := make(chan struct{})
	go e.guard(w, over)
	e.run()
	e.cleanupCommand()
	close(over)
	return e.verdict()
}

// refused compiles the script and returns what keeps it from running; where
// nothing does, its events are ready.
func (e *engine) refused() []run.Failure {
	p, _ := program.Compile(e.script, program.Options{Complete: true, Settled: e.settings})
	if refusals := run.Refusals(p); len(refusals) > 0 {
		return refusals
	}
	events, err := prepare(p)
	if err != nil {
		return []run.Failure{*e.environment(err)}
	}
	e.events = events
	return nil
}

func (e *engine) unsupportedOptions() run.Failure {
	message := "not supported yet: --" + strings.Join(e.settings.Unsupported, ", --")
	return run.Failure{
		Class:      run.Unsupported,
		Diagnostic: diag.Diagnostic{Code: "run/option", Severity: diag.Error, Message: message},
		Reference:  fmt.Sprintf("%s: %s", e.request.Path, message),
	}
}

// verdict sums the run up.
func (e *engine) verdict() *run.Verdict {
	e.record.flush(true)
	v := &run.Verdict{Passed: !e.failed(), Events: e.record.events, Duration: e.record.end}
	if e.failure != nil {
		v.Failures = []run.Failure{*e.failure}
	}
	return v
}

// stuck is how long a run that was ended from outside may take to notice.
const stuck = 2 * time.Second

// guard ends the run at a signal or when its time is over. Where a system call
// or a command does not let the run notice, the guard itself cleans up, gives
// the verdict and ends the process.
func (e *engine) guard(w *writer, over <-chan struct{}) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	var timer <-chan time.Time
	if e.settings.Timeout > 0 {
		timer = time.After(e.settings.Timeout)
	}
	var f *run.Failure
	select {
	case <-over:
		return
	case s := <-signals:
		f = &run.Failure{Class: run.Interrupted, Reference: fmt.Sprintf("%s: interrupted", e.request.Path)}
		f.Diagnostic = diag.Diagnostic{Code: "run/interrupted", Severity: diag.Error, Message: fmt.Sprintf("the run was ended by a signal (%s)", s)}
	case <-timer:
		f = &run.Failure{Class: run.Timeout, Reference: fmt.Sprintf("%s: timed out", e.request.Path)}
		f.Diagnostic = diag.Diagnostic{Code: "run/timeout", Severity: diag.Error,
			Message: fmt.Sprintf("the script did not end within %s", e.settings.Timeout)}
	}
	if ev := e.current.Load(); ev != nil {
		f.Line = ev.line
		f.Diagnostic.Range = ev.statement.Range(ev.statement.Action)
		f.Diagnostic.Message += ", while it was at " + ev.waitingFor()
	}
	e.fail(f)
	select {
	case <-over:
		return
	case <-time.After(stuck):
	}
	if st := e.script.Cleanup(); st != nil && e.initialized {
		_ = e.stack.Command(commandText(st))
	}
	_ = w.close(&run.Verdict{Failures: []run.Failure{*e.failure}})
	os.Exit(0)
}

// writer writes messages as JSON lines, off the thread of the events.
type writer struct {
	notes  chan []note
	done   chan error
	out    *bufio.Writer
	stream *run.Stream
	bytes  bool

	closing sync.Once
	failed  error
}

func newWriter(out io.Writer, bytes bool) *writer {
	buffered := bufio.NewWriter(out)
	w := &writer{notes: make(chan []note, 64), done: make(chan error, 1), out: buffered, stream: run.NewStream(buffered), bytes: bytes}
	go w.write()
	return w
}

// write ends with the verdict; what is sent behind it is not written.
func (w *writer) write() {
	var failed error
	for notes := range w.notes {
		over := false
		for i := range notes {
			w.encode(&notes[i])
			over = over || notes[i].verdict != nil
		}
		if failed = w.stream.Err(); failed == nil {
			failed = w.out.Flush()
		}
		if over {
			break
		}
	}
	w.done <- failed
}

func (w *writer) encode(n *note) {
	switch {
	case n.packet != nil:
		w.stream.Packet(run.Of{}, n.packet.words(w.bytes))
	case n.event != nil:
		w.stream.Event(run.Of{}, *n.event)
	case n.warning != nil:
		w.stream.Warning(run.Of{}, *n.warning)
	case n.verdict != nil:
		w.stream.Verdict(run.Of{}, *n.verdict)
	}
}

// close writes the verdict behind all that came before it. Only the first
// verdict counts: a run that was ended from outside may come to its own end
// just then.
func (w *writer) close(v *run.Verdict) error {
	w.closing.Do(func() {
		w.notes <- []note{{verdict: v}}
		w.failed = <-w.done
	})
	return w.failed
}
