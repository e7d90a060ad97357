// Package child is the process that runs one script: it reads a request from its
// standard input and writes what happens to its standard output; see package
// protocol. It needs nothing else around it, so it can run in a namespace of its
// own, as the only process of a virtual machine, or on another host.
package child

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/pktlang/pkt/exec"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// Open opens the stack that a request asks for. It may do with the process what
// it likes: that is there for this one script.
type Open func(*program.Program, *protocol.Request) (stack.Stack, error)

// The exit codes: a verdict was written, whatever it is, or there was no request
// or nobody to write to.
const (
	exitDone   = 0
	exitFailed = 2
)

// Main runs the script that stdin asks for, against the stack that open opens,
// and writes what happens to stdout. It returns the exit code of the process,
// which is to end then: a goroutine may be left in a call that does not return.
// SIGINT and SIGTERM end the run, with its cleanup command.
func Main(stdin io.Reader, stdout, stderr io.Writer, open Open) int {
	var request protocol.Request
	if err := json.NewDecoder(stdin).Decode(&request); err != nil {
		fmt.Fprintln(stderr, "pkt: cannot read what to run:", err)
		return exitFailed
	}
	w := newWriter(stdout, request.Bytes)
	runRequest(&request, w, open)
	if err := w.close(); err != nil {
		fmt.Fprintln(stderr, "pkt: cannot report the verdict:", err)
		return exitFailed
	}
	return exitDone
}

// runRequest runs the script and tells w, the verdict included.
func runRequest(request *protocol.Request, w *writer, open Open) {
	script := lang.Parse(source.NewFile(request.Path, request.Text), lang.Definitions(request.Settings.Definitions))
	p, _ := program.Compile(script, program.Options{Complete: true, Settled: &request.Settings})
	if refused := run.Refusals(p); len(refused) > 0 {
		w.Verdict(run.Verdict{Failures: refused})
		return
	}
	if p.Settings.DryRun {
		w.Verdict(run.Verdict{Passed: true})
		return
	}
	s, err := open(p, request)
	if err != nil {
		w.Verdict(run.Failed(run.EnvironmentFailure(err)))
		return
	}
	defer s.Close()
	ctx, stop := endedBySignals()
	defer stop()
	exec.Run(ctx, p, s, w)
}

// endedBySignals is a context that a signal ends, with the signal as its cause.
func endedBySignals() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			cancel(fmt.Errorf("signal %s", s))
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// writer is an observer that writes messages as JSON lines.
type writer struct {
	buffered *bufio.Writer
	stream   *run.Stream
	bytes    bool // write the bytes of packets, too
}

func newWriter(out io.Writer, bytes bool) *writer {
	buffered := bufio.NewWriter(out)
	return &writer{buffered: buffered, stream: run.NewStream(buffered), bytes: bytes}
}

// Event implements run.Observer.
func (w *writer) Event(e run.Event) { w.stream.Event(run.Of{}, e) }

// Packet implements run.Observer.
func (w *writer) Packet(p run.Packet) {
	if !w.bytes {
		p.Bytes = nil
	}
	w.stream.Packet(run.Of{}, p)
}

// Warning implements run.Observer.
func (w *writer) Warning(f run.Failure) { w.stream.Warning(run.Of{}, f) }

// Verdict implements run.Observer.
func (w *writer) Verdict(v run.Verdict) { w.stream.Verdict(run.Of{}, v) }

// Flush hands over what was written. An error stays, for close to return it.
func (w *writer) Flush() { _ = w.buffered.Flush() }

// close flushes, and returns the first error of writing.
func (w *writer) close() error {
	if err := w.stream.Err(); err != nil {
		return err
	}
	return w.buffered.Flush()
}
