//go:build linux

package calls

import (
	"net/netip"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// Options are what the calls of a run need to know.
type Options struct {
	Addresses stack.Addresses
	// Sockets is told what happens to sockets. Where it is nil, nobody is.
	Sockets stack.Sockets
	// RealTime converts microseconds since the start of the script to
	// microseconds of CLOCK_REALTIME, in which the kernel's timestamps are. It
	// is called while the script runs, for scm_timestamping only.
	RealTime func(script int64) int64
	// Tolerance is how far a timestamp may be from the script's, and a
	// duration among the statistics of one, in microseconds.
	Tolerance int64
	// KeepBuffers keeps the buffers of all sends until the end, as
	// --send_omit_free asks for zero-copy sends. Those of MSG_ZEROCOPY are kept
	// in any case.
	KeepBuffers bool
}

// Table runs the system calls of one script. It implements stack.Calls: Check
// may be called at any time, Invoke by one thread at a time but for the time
// between Hooks.Begin and Hooks.End.
type Table struct {
	options     Options
	descriptors []*descriptor // in the order in which they were opened
	compiled    map[*lang.SystemCall]*compiled
	memory      memory
	kept        [][]byte // buffers that the kernel may still read
}

// mismatch says how a call went wrong.
type mismatch = stack.Mismatch

// New returns a table without descriptors.
func New(options Options) *Table {
	if options.Sockets == nil {
		options.Sockets = nobody{}
	}
	return &Table{options: options, compiled: make(map[*lang.SystemCall]*compiled)}
}

// maxFaults bounds what Check says of one script: more helps nobody.
const maxFaults = 100

// Check finds what can be known to be wrong with a script's system calls before
// anything runs: unknown calls and symbols, wrong numbers and kinds of
// arguments, and descriptors that are not open. Ranges are in the file.
func (t *Table) Check(script *lang.Script) []diag.Diagnostic {
	var out []diag.Diagnostic
	opened := newTracker()
	for _, st := range script.Events() {
		call, ok := st.Action.(*lang.SystemCall)
		if !ok {
			continue
		}
		c, faults := compile(call)
		if c != nil {
			t.compiled[call] = c
			t.memory.reserve(c)
			faults = opened.follow(c, st)
		} else {
			opened.lose()
		}
		for _, f := range faults {
			out = append(out, f.diagnostic().Shift(st.Base))
		}
		if len(out) >= maxFaults {
			return out[:maxFaults]
		}
	}
	return out
}

// Invoke makes a call and compares it with the script; nil means that all
// matched. See stack.Calls.
func (t *Table) Invoke(call *lang.SystemCall, hooks stack.Hooks) *stack.Mismatch {
	c := t.compiled[call]
	if c == nil {
		var faults []*fault
		if c, faults = compile(call); c == nil {
			return refuse(faults[0])
		}
		t.compiled[call] = c
	}
	i := &invocation{compiled: c, table: t, hooks: hooks}
	return c.run(i)
}

// refuse is the mismatch of a call that the script writes wrongly.
func refuse(f *fault) *mismatch {
	return &mismatch{Diagnostic: f.diagnostic(), Reference: f.referenceText(), Refused: true}
}

// nobody is told of sockets where no engine follows them.
type nobody struct{}

func (nobody) Socket(script, live, family, kind, protocol int)       {}
func (nobody) Listen(script int) error                               { return nil }
func (nobody) Connect(script int, mustBeNew, unspecified bool) error { return nil }
func (nobody) Accept(script, live int, remote netip.AddrPort) error  { return nil }
func (nobody) Send(script, length int, text []byte) (sent func(int)) { return nil }
func (nobody) Close(script int)                                      {}
