package exec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
)

// witness writes down what it is told.
type witness struct {
	told   []string
	closed atomic.Bool // set when Run has returned
	late   atomic.Bool // told of something after that
}

func (w *witness) tell(format string, args ...any) {
	w.told = append(w.told, fmt.Sprintf(format, args...))
	if w.closed.Load() {
		w.late.Store(true)
	}
}

func (w *witness) Event(e run.Event) {
	w.tell("%s line %d %s %v", e.Kind, e.Line, e.Name, e.Finished)
}

func (w *witness) Packet(p run.Packet) {
	w.tell("packet line %d inbound %v at %d: %s, %d bytes", p.Line, p.Inbound, p.Time, p.Text, len(p.Bytes))
}

func (w *witness) Warning(f run.Failure) { w.tell("warning %s", f.Diagnostic.Message) }

func (w *witness) Verdict(v run.Verdict) {
	w.tell("verdict of %s: %v, %d events", v.Stack, v.Passed, v.Events)
}

func (w *witness) Flush() { w.tell("flush") }

// TestObserver holds what an observer is told of, in which order, and that what
// there is to tell is flushed in the pauses of a script.
func TestObserver(t *testing.T) {
	script := `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 win 8 <...>
+.3 < . 1:1(0) ack 1 win 1000
`
	w := &witness{}
	f := &fake{sends: []send{{at: 5, text: "R 7:7(0) win 9", port: 5}, synAck}}
	f.Base.SleepUntil(fakeStart)
	p := compile(t, script, func(s *settings.Settings) { s.NonFatalPackets = true })
	verdict := Run(t.Context(), p, f, w)
	if !verdict.Passed || verdict.Stack != "fake 1.0" {
		t.Fatalf("%+v", verdict)
	}
	want := []string{
		"call line 1 socket false", "call line 1 socket true", "call line 2 bind false", "call line 2 bind true",
		"call line 3 listen false", "call line 3 listen true",
		"inbound line 4  false", "packet line 4 inbound true at 0: S 0:0(0) win 1000 <mss 1000>, 44 bytes",
		"inbound line 4  true",
		"outbound line 5  false", "packet line 0 inbound false at 5: R 77007:77007(0) win 9, 40 bytes",
		"packet line 5 inbound false at 30: S. 0:0(0) ack 1 win 65535 <mss 1460>, 44 bytes",
		"warning the stack sent another packet than expected",
		"inbound line 6  false", "flush",
		"packet line 6 inbound true at 300030: . 1:1(0) ack 1 win 1000, 40 bytes", "inbound line 6  true", "flush",
		"verdict of fake 1.0: true, 6 events", "flush",
	}
	if diff := cmp.Diff(want, w.told); diff != "" {
		t.Errorf("told (-want +got)\n%s", diff)
	}
}

// TestRefusedIsNotRun holds that a program with errors never reaches the stack.
func TestRefusedIsNotRun(t *testing.T) {
	w, f := &witness{}, &fake{}
	verdict := Run(t.Context(), compile(t, "`init`\n0 sokcet() = 3\n", nil), f, w)
	if verdict.Passed || verdict.Failures[0].Class != run.Refused || len(f.commands) > 0 {
		t.Errorf("%+v, commands %q", verdict, f.commands)
	}
	if want := []string{"verdict of : false, 0 events", "flush"}; !cmp.Equal(want, w.told) {
		t.Errorf("told %q, want %q", w.told, want)
	}
}

// TestContextEndsARun holds that a run whose context is done ends soon, with the
// reason, where it was, and its cleanup command.
func TestContextEndsARun(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	f := &endless{}
	f.onReceive = func() { cancel(errors.New("enough")) }
	verdict := Run(ctx, compile(t,
		"`init`\n"+listening+"+0 < S 0:0(0) win 9\n* > S. 0:0(0) ack 1 <...>\n`cleanup`\n", nil), f, nil)
	got := verdict.Failures[0]
	if got.Class != run.Interrupted || got.Line != 6 ||
		got.Diagnostic.Message != "the run was ended: enough, while it was at line 6, waiting for this packet" {
		t.Errorf("%+v", got)
	}
	if want := []string{"init", "cleanup"}; !cmp.Equal(want, f.commands) {
		t.Errorf("commands %q, want %q", f.commands, want)
	}
}

// endless is a stack that sends nothing, on which Receive waits until it is
// interrupted.
type endless struct {
	fake
	onReceive func()
}

func (f *endless) Receive(stack.Time) ([]byte, stack.Time, error) {
	f.onReceive()
	for !f.Interrupted() {
		time.Sleep(time.Millisecond)
	}
	return nil, 0, stack.ErrInterrupted
}

// TestTimeLimitOnTheStacksClock holds that a script ends at its time limit in
// virtual time, whatever it waits for, and not later.
func TestTimeLimitOnTheStacksClock(t *testing.T) {
	for name, rest := range map[string]string{
		"an event":      "+20 `true`\n",
		"a packet":      "* > . 1:1(0) ack 1\n",
		"a late packet": "+9.9 > . 1:1(0) ack 1\n",
		"a call":        "+0...20 read(4, ..., 9) = 9\n+15 < . 1:1(0) ack 1 win 9\n",
	} {
		t.Run(name, func(t *testing.T) {
			verdict, f := playScript(t, handshake+rest, []send{synAck},
				func(s *settings.Settings, _ *fake) { s.Timeout = 10 * time.Second })
			got := verdict.Failures[0]
			if got.Class != run.Timeout ||
				!strings.HasPrefix(got.Diagnostic.Message,
					"the script did not end within 10s, while it was at line ") {
				t.Errorf("%s: %s", got.Class, got.Diagnostic.Message)
			}
			if now := f.Now() - fakeStart; now != 10_000_000 {
				t.Errorf("the clock shows %d µs, want 10 s", now)
			}
		})
	}
}

// hanging is a stack one of whose calls never returns.
type hanging struct {
	fake
	hangs string
	never chan struct{}
}

func (h *hanging) Calls(r stack.Run) stack.Calls { return hangingCalls{h.fake.Calls(r), h} }

func (h *hanging) Watch() (func() bool, error) { return func() bool { return true }, nil }

type hangingCalls struct {
	stack.Calls
	*hanging
}

func (c hangingCalls) Invoke(call *program.Call, hooks stack.Hooks) *stack.Mismatch {
	if call.Name() != c.hangs {
		return c.Calls.Invoke(call, hooks)
	}
	hooks.Begin()
	c.Work(-1) // it waits
	<-c.never
	c.Work(1)
	hooks.End()
	return nil
}

// TestCallThatNeverReturns holds that a run ends all the same when its time on
// the machine's clock is over, cleans up, and tells nobody anything more when
// the call returns in the end.
func TestCallThatNeverReturns(t *testing.T) {
	const before, after = "`init`\n" + handshake, "`cleanup`\n"
	for script, want := range map[string]string{
		"+0 write(4, ..., 10) = 10\n": "the script did not end within 1m0s, while it was at line 9, in write",
		"+0...0.2 write(4, ..., 10) = 10\n": "the script is over, but write still blocks; " +
			"it was to return at 0.300030 s",
		"+0...0.2 write(4, ..., 10) = 10\n+1 < . 1:1(0) ack 1 win 9\n* > . 1:1(0) ack 9\n": "the script did not end " +
			"within 1m0s, while it was at line 11, waiting for this packet",
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &hanging{fake: fake{sends: []send{synAck}}, hangs: "write", never: make(chan struct{})}
			h.Base.SleepUntil(fakeStart)
			w := &witness{}
			p := compile(t, before+script+after, func(s *settings.Settings) { s.Timeout = time.Minute })
			begin := time.Now()
			verdict := Run(context.Background(), p, h, w)
			w.closed.Store(true)
			got := verdict.Failures[0]
			if got.Class != run.Timeout || got.Diagnostic.Message != want {
				t.Errorf("%s after %s: %s; want %s", got.Class, time.Since(begin), got.Diagnostic.Message, want)
			}
			if want := []string{"init", "cleanup"}; !cmp.Equal(want, h.commands) {
				t.Errorf("commands %q, want %q", h.commands, want)
			}
			close(h.never)
			synctest.Wait()
			if w.late.Load() {
				t.Error("the observer was told of something after the verdict")
			}
		})
	}
}

// carelessCalls call the hooks in another way than stack.Calls says.
type carelessCalls struct {
	stack.Calls
	invoke func(stack.Hooks)
}

func (c carelessCalls) Invoke(call *program.Call, hooks stack.Hooks) *stack.Mismatch {
	if !hooks.Blocks {
		return c.Calls.Invoke(call, hooks)
	}
	c.invoke(hooks)
	return nil
}

// TestWrongHooksAreSeen holds that a stack which calls the hooks of a blocking
// call wrongly is told so, on the thread of the call.
func TestWrongHooksAreSeen(t *testing.T) {
	for name, test := range map[string]struct {
		invoke func(stack.Hooks)
		want   string
	}{
		"no end":      {func(h stack.Hooks) { h.Begin() }, "releases the turn"},
		"no begin":    {func(h stack.Hooks) { h.End() }, "takes the turn that it has"},
		"begun again": {func(h stack.Hooks) { h.Begin(); h.Begin() }, "releases the turn"},
		"ended again": {func(h stack.Hooks) { h.Begin(); h.End(); h.End() }, "takes the turn that it has"},
		"neither":     {func(stack.Hooks) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := compile(t, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0...0.1 read(3, ..., 1) = 1\n", nil)
			events, _ := prepare(p)
			e := newEngine(p, events, &stack.Base{}, make(chan []note, 10))
			e.calls = carelessCalls{e.calls, test.invoke}
			call := &blockingCall{ev: events[1], begun: make(chan struct{}), over: make(chan struct{})}
			got := make(chan string)
			go func() { got <- panicOf(func() { e.makeBlockingCall(call) }) }()
			if message := <-got; !strings.Contains(message, test.want) || test.want == "" && message != "" {
				t.Errorf("it says %q, want %q", message, test.want)
			}
		})
	}
}
