package calls

import (
	"net/netip"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// Options are what the calls of a run need to know.
type Options struct {
	// Kernel is what the calls are made to.
	Kernel    Kernel
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

// Table runs the system calls of one script. It implements stack.Calls: Invoke
// is called by one thread at a time but for the time between Hooks.Begin and
// Hooks.End.
type Table struct {
	options     Options
	descriptors []*descriptor // in the order in which they were opened
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
	return &Table{options: options}
}

// Prepare sets memory aside for a call, so that none has to be found while the
// script runs.
func (t *Table) Prepare(call *program.Call) { t.memory.reserve(call) }

// Invoke makes a call and compares it with the script; nil means that all
// matched. See stack.Calls.
func (t *Table) Invoke(call *program.Call, hooks stack.Hooks) *stack.Mismatch {
	if !call.Valid {
		return refuse(faultf(&call.Syntax.Name, "%s cannot be called: the script has errors", call.Name()))
	}
	return handlers[call.Signature.Name](&invocation{Call: call, table: t, hooks: hooks})
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

// For returns the calls of a run, made to a kernel, with memory set aside for all
// of them.
func For(r stack.Run, k Kernel) *Table {
	s := &r.Program.Settings
	domain := abi.AF_INET
	if s.IPVersion.SocketsIPv6() {
		domain = abi.AF_INET6
	}
	t := New(Options{
		Kernel: k,
		Addresses: stack.Addresses{
			Domain:  domain,
			Bind:    netip.AddrPortFrom(s.Addresses.Bind, s.BindPort),
			Connect: netip.AddrPortFrom(s.Addresses.Connect, s.ConnectPort),
		},
		Sockets:     r.Sockets,
		RealTime:    func(script int64) int64 { return int64(r.Time(script)) },
		Tolerance:   s.ToleranceMicroseconds,
		KeepBuffers: s.SendOmitFree,
	})
	for _, e := range r.Program.Events {
		if e.Call != nil {
			t.Prepare(e.Call)
		}
	}
	return t
}
