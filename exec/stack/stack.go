// Package stack says what a TCP/IP stack under test must offer to the engine
// that runs scripts. exec/linux is the one for the kernel of this machine; a
// stack in user space, with virtual time, can fill the same interface.
package stack

import (
	"errors"
	"net/netip"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
)

// Errors of Receive.
var (
	ErrTimeout     = errors.New("no packet before the deadline")
	ErrInterrupted = errors.New("interrupted")
)

// Stack is a stack under test with one network device. A run calls its methods
// from one thread, that of the events, but for what the methods say.
//
// Base is a stack on which nothing happens, to be embedded by those that need a
// part of this only.
type Stack interface {
	Clock
	// Name names the stack for verdicts, such as "Linux 6.18.5".
	Name() string
	// Start returns the time at which the first event should happen: soon, and
	// where timers of the stack count ticks, not near the edge of one. It is
	// called once, when the init command has run.
	Start() Time
	// Inject hands a packet to the stack as if it came from the network. The
	// packet begins with its outermost IP header. segment is the size in bytes
	// of the segments that a large TCP packet stands for (virtio_net_hdr
	// gso_size); 0 for an ordinary packet.
	Inject(packet []byte, segment int) error
	// Receive waits for the next packet that the stack sends, and returns it
	// with the time at which the stack sent it. The slice is valid until the
	// next call. It returns ErrTimeout when the clock reaches deadline, which
	// may be Never, and ErrInterrupted after Interrupt.
	Receive(deadline Time) ([]byte, Time, error)
	// Watch is called on the thread that is to make the system calls that
	// block. The function that it returns reports, on any thread, whether that
	// one sleeps.
	Watch() (sleeping func() bool, err error)
	// Command runs a shell command to its end. The error says how it failed.
	// Where a run is ended from outside, another thread calls it for the
	// cleanup command.
	Command(text string) error
	// Calls returns what makes the system calls of a run, and Code what looks
	// at sockets for its snippets of code. Each is called once, before Start.
	Calls(Run) Calls
	Code(Run) Code
	// Close takes the device down.
	Close() error
}

// Clock is the clock of a stack, on which all times of a run are. It may be the
// machine's, or a virtual one that stands still while anything runs and goes on
// to what happens next when everybody waits; see VirtualClock. Its methods may be
// called by any thread.
type Clock interface {
	// Now reads the clock.
	Now() Time
	// SleepUntil returns at t, or at once where t has passed.
	SleepUntil(t Time)
	// Wait returns when done is closed, or when the clock reaches t, and
	// reports whether done is closed.
	Wait(done <-chan struct{}, t Time) bool
	// Work says that n more threads of the run are at work, or fewer, beside
	// those that wait here, in Receive and in calls: a virtual clock stands still
	// while any is. The thread of the events is, from the beginning. Who lets
	// another thread go on counts it before that, so that no time can pass in
	// between.
	Work(n int)
	// Interrupt makes SleepUntil, Wait and Receive return at once, the present
	// calls and all later ones.
	Interrupt()
}

// Time is a time on the stack's clock, in microseconds since an epoch of the
// stack's choice.
type Time int64

// Never is a deadline that does not come.
const Never = Time(1<<63 - 1)

// Run is what a stack is given for the run of a program.
type Run struct {
	Program *program.Program
	// Sockets is to be told what system calls do to sockets.
	Sockets Sockets
	// Time converts a time of the script, in microseconds since the first
	// event, while the script runs.
	Time func(script int64) Time
}

// Calls runs system calls against the stack. Invoke is called by one thread at a
// time, except that while a call blocks (between Hooks.Begin and Hooks.End)
// another may be invoked on another thread; the engine's lock is released only
// there.
type Calls interface {
	// Invoke makes a call of a program without errors, and compares the result
	// and what the call wrote with what the script expects. nil means that all
	// matched. Hooks.Begin is called right before the live call and Hooks.End
	// right after it, each at most once, and both or none.
	Invoke(call *program.Call, hooks Hooks) *Mismatch
}

// Hooks surround the live call.
type Hooks struct {
	Begin, End func()
	// Blocks says that the script expects the call to block, until Until.
	Blocks bool
	Until  Time
}

// Mismatch says how a system call went wrong. Its diagnostic's ranges count
// from the start of the statement, as spans of nodes do.
type Mismatch struct {
	Diagnostic diag.Diagnostic
	// Reference is what google/packetdrill says after "runtime error in NAME
	// call: ", such as "Expected result 0 but got -1 with errno 104
	// (Connection reset by peer)".
	Reference string
	// Unsupported is set where the kernel or this program lacks the call.
	Unsupported bool
	// Refused is set where the script itself is wrong, such as an unknown
	// descriptor.
	Refused bool
	// Accept are edits, counted from the start of the statement, that make the
	// script expect what happened; nil where that cannot be written.
	Accept []Accept
}

// Accept replaces one span of a statement.
type Accept struct {
	Span lang.Span
	New  string
}

// Sockets is told what system calls do to sockets, so that the engine can find
// the connection that a packet belongs to. Its methods are called between
// Hooks, under the engine's lock. An error makes the call fail; its text is
// the reference's.
type Sockets interface {
	// Socket was made by socket(2), after the call.
	Socket(script, live, family, kind, protocol int)
	// Listen succeeded on a socket.
	Listen(script int) error
	// Connect is about to be called: by connect(2), or by a sendto(2) or
	// sendmsg(2) with an address, where mustBeNew is false. unspecified says
	// that the address family is AF_UNSPEC, which dissolves the connection.
	Connect(script int, mustBeNew, unspecified bool) error
	// Accept returned a socket.
	Accept(script, live int, remote netip.AddrPort) error
	// Send is about to put up to length bytes into a socket: text, and zeros
	// after it. sent, which may be nil, is called after the call with the
	// number of bytes that it took, 0 where it failed. Data is told before the
	// call so that packets which leave while it blocks can be compared.
	Send(script, length int, text []byte) (sent func(int))
	// Close succeeded on any descriptor; those that are not sockets are
	// ignored.
	Close(script int)
}
