package stack

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// Base is a stack on which nothing happens, in virtual time: it takes what is
// injected, sends what it is told to (Send), makes every system call return what
// the script expects, and runs neither commands nor code. Its zero value is ready
// for use. Embed it to make a stack of which only a part matters, as for a test.
type Base struct {
	VirtualClock
	sending []sending
}

type sending struct {
	at   Time
	data []byte
}

// Name implements Stack.
func (*Base) Name() string { return "no stack" }

// Start implements Stack.
func (b *Base) Start() Time { return b.Now() }

// Inject implements Stack.
func (*Base) Inject([]byte, int) error { return nil }

// Send lets Receive return a packet, with its outermost IP header first, that
// the stack sends at a time, which may have passed. It is for the thread of the
// events, such as for Inject.
func (b *Base) Send(data []byte, at Time) {
	b.sending = append(b.sending, sending{at, data})
	slices.SortStableFunc(b.sending, func(x, y sending) int { return cmp.Compare(x.at, y.at) })
}

// Receive implements Stack.
func (b *Base) Receive(deadline Time) ([]byte, Time, error) {
	until := deadline
	if len(b.sending) > 0 {
		until = min(until, b.sending[0].at)
	}
	b.SleepUntil(until)
	switch {
	case b.Interrupted():
		return nil, 0, ErrInterrupted
	case len(b.sending) == 0 || b.sending[0].at > deadline:
		return nil, 0, ErrTimeout
	}
	next := b.sending[0]
	b.sending = b.sending[1:]
	return next.data, next.at, nil
}

// Watch implements Stack.
func (b *Base) Watch() (func() bool, error) { return b.Waiting, nil }

// Command implements Stack: it does nothing.
func (*Base) Command(string) error { return nil }

// Calls implements Stack: every call returns what the script expects, and one
// that blocks does so when the script expects it.
func (b *Base) Calls(r Run) Calls { return &agreeing{clock: &b.VirtualClock, sockets: r.Sockets} }

// Code implements Stack: code is not run, so every assertion holds.
func (*Base) Code(Run) Code { return noCode{} }

// Close implements Stack.
func (*Base) Close() error { return nil }

type noCode struct{}

func (noCode) Record(int, *lang.Statement, *lang.Code) error { return nil }
func (noCode) Execute() *CodeFailure                         { return nil }

// agreeing makes calls that do what the script expects.
type agreeing struct {
	clock   *VirtualClock
	sockets Sockets
}

func (a *agreeing) Invoke(call *program.Call, hooks Hooks) *Mismatch {
	number := func(n int) int {
		if n < len(call.Arguments) {
			return int(call.Arguments[n].Number())
		}
		return 0
	}
	var err error
	if call.Name() == "connect" {
		err = a.sockets.Connect(number(0), true, false)
	}
	var sent func(int)
	if text, ok := written(call); ok {
		sent = a.sockets.Send(number(0), number(2), text)
	}
	hooks.Begin()
	if hooks.Blocks {
		a.clock.Await(nil, elapsedAt(hooks.Until))
	}
	hooks.End()
	if sent != nil {
		sent(int(max(call.Result, 0)))
	}
	if err == nil && !call.Fails() {
		err = a.tell(call, number)
	}
	if err != nil {
		return &Mismatch{Reference: err.Error(), Refused: true}
	}
	return nil
}

// tell says what a call that succeeded did to a socket. The script's numbers of
// descriptors are the stack's, too.
func (a *agreeing) tell(call *program.Call, number func(int) int) error {
	result := int(call.Result)
	switch call.Name() {
	case "socket":
		a.sockets.Socket(result, result, number(0), number(1), number(2))
	case "listen":
		return a.sockets.Listen(number(0))
	case "accept":
		return a.sockets.Accept(result, result, netip.AddrPort{})
	case "close":
		a.sockets.Close(number(0))
	}
	return nil
}

// written is the text that a call sends, before zeros, where it is one that
// sends from a single buffer.
func written(call *program.Call) ([]byte, bool) {
	switch call.Name() {
	case "write", "send", "sendto":
	default:
		return nil, false
	}
	if text := call.Arguments[1].Text(); text != nil {
		return text.Bytes, true
	}
	return nil, true
}
