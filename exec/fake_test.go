package exec

import (
	"fmt"
	"net/netip"
	"sync"
	"testing"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// fake is a stack whose clock moves only when the engine waits, and which sends
// what the test says, whatever is injected.
type fake struct {
	engine *engine
	calls  *fakeCalls

	mu          sync.Mutex
	moved       *sync.Cond // when the clock moved
	clock       stack.Time
	interrupted bool

	sends      []send
	injected   []*packet.Packet
	injectedAt []int64
	commands   []string
	// notice is how many microseconds after it was sent the engine gets a
	// packet that it waits for.
	notice stack.Time
	// delay is by how many microseconds SleepUntil oversleeps once it is past
	// delayFrom.
	delay, delayFrom int64
	failing          string // a command that fails
}

// send is a packet that the stack sends at a script time.
type send struct {
	at   int64
	text string // in script syntax, with relative sequence numbers
	// port is the remote port, 0 for that of the connection.
	port uint16
	raw  []byte // instead of text
}

const (
	fakeStart    = 1_000_000
	fakeLocalISN = 77_000
)

func (f *fake) Now() stack.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock
}

func (f *fake) Start() stack.Time { return fakeStart }

func (f *fake) advance(t stack.Time) {
	if t > f.clock {
		f.clock = t
		f.moved.Broadcast()
	}
}

func (f *fake) SleepUntil(t stack.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.interrupted {
		return
	}
	if f.delay > 0 && int64(t-fakeStart) >= f.delayFrom && t > f.clock {
		t += stack.Time(f.delay)
		f.delay = 0
	}
	f.advance(t)
}

func (f *fake) Interrupt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.interrupted = true
	f.moved.Broadcast()
}

func (f *fake) Inject(data []byte, _ int) error {
	p, err := packet.Decode(append([]byte(nil), data...))
	if err != nil {
		return err
	}
	f.injected = append(f.injected, p)
	f.injectedAt = append(f.injectedAt, int64(f.Now()-fakeStart))
	return nil
}

func (f *fake) Receive(deadline stack.Time) ([]byte, stack.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.interrupted {
		return nil, 0, stack.ErrInterrupted
	}
	if len(f.sends) == 0 || fakeStart+stack.Time(f.sends[0].at) > deadline {
		if deadline == stack.Never {
			return nil, 0, stack.ErrInterrupted
		}
		f.advance(deadline)
		return nil, 0, stack.ErrTimeout
	}
	s := f.sends[0]
	f.sends = f.sends[1:]
	at := fakeStart + stack.Time(s.at)
	f.advance(at + f.notice)
	if s.raw != nil {
		return s.raw, at, nil
	}
	return f.live(s).Data, at, nil
}

// live is a packet as the stack would send it to the connection under test.
func (f *fake) live(s send) *packet.Packet {
	p := parsePacket("> "+s.text, f.engine.settings.IPVersion.PacketsIPv6())
	k := f.engine.sockets.tested
	t := k.live.outbound()
	if !t.Source.IsValid() || t.Source.Port() == 0 {
		t.Source = addrPort(f.engine.settings.Addresses.Local, 33333)
	}
	if s.port != 0 {
		t.Destination = netip.AddrPortFrom(t.Destination.Addr(), s.port)
	}
	p.SetTuple(t)
	if h := p.TCP(); h != nil {
		h.SetSeq(h.Seq() + fakeLocalISN)
		if h.Has(ack) {
			h.SetAck(h.Ack() + k.remoteOffset(h.Has(syn)))
		}
	}
	p.SetChecksums()
	return p
}

func parsePacket(text string, ipv6 bool) *packet.Packet {
	script := lang.Parse(source.NewFile("send", "0 "+text+"\n"), nil)
	p, err := packet.Build(script.Events()[0].Action.(*lang.Packet), ipv6)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return p
}

func (f *fake) Watch() (func() bool, error) { return func() bool { return true }, nil }

func (f *fake) Command(text string) error {
	f.commands = append(f.commands, text)
	if text == f.failing {
		return fmt.Errorf("non-zero status 3")
	}
	return nil
}

func (f *fake) Calls() stack.Calls { return f.calls }
func (f *fake) Close() error       { return nil }

// fakeCalls does what system calls do to sockets. read returns when the clock
// has reached readAt; takes is how long every call takes.
type fakeCalls struct {
	fake   *fake
	readAt int64
	takes  int64
	fails  string // a call that fails
}

func (c *fakeCalls) Close() {}

func (c *fakeCalls) Invoke(of *program.Call, hooks stack.Hooks) *stack.Mismatch {
	call := of.Syntax
	name, sockets := call.Name.Name, c.fake.engine.sockets
	script := 3
	if len(call.Args) > 0 {
		if n, ok := call.Args[0].(*lang.Number); ok {
			script = int(n.Value)
		}
	}
	if name == "connect" {
		if err := sockets.Connect(script, true, false); err != nil {
			return &stack.Mismatch{Reference: err.Error(), Refused: true}
		}
	}
	hooks.Begin()
	c.fake.mu.Lock()
	if name == "read" {
		for c.fake.clock < fakeStart+stack.Time(c.readAt) && !c.fake.interrupted {
			c.fake.moved.Wait()
		}
	}
	c.fake.advance(c.fake.clock + stack.Time(c.takes))
	c.fake.mu.Unlock()
	hooks.End()
	var err error
	switch name {
	case "socket":
		protocol := protocolTCP
		if w, ok := call.Args[2].(*lang.Word); ok && w.Name == "IPPROTO_UDP" {
			protocol = protocolUDP
		}
		sockets.Socket(int(call.Result.(*lang.Number).Value), 9, 2, 1, protocol)
	case "listen":
		err = sockets.Listen(script)
	case "accept":
		err = sockets.Accept(int(call.Result.(*lang.Number).Value), 10, netip.AddrPort{})
	}
	if name == c.fails {
		err = fmt.Errorf("Expected result 0 but got -1 with errno 1 (Operation not permitted)")
	}
	if err != nil {
		return &stack.Mismatch{Diagnostic: diag.Diagnostic{Code: "run/call", Range: source.Range{End: 1}}, Reference: err.Error()}
	}
	return nil
}

type fakeCode struct {
	recorded []int
	failure  *stack.CodeFailure
}

func (c *fakeCode) Record(live int, _ *lang.Statement, _ *lang.Code) error {
	c.recorded = append(c.recorded, live)
	return nil
}

func (c *fakeCode) Execute() *stack.CodeFailure { return c.failure }

// play runs a script against a fake stack. change may change the engine and
// the stack before the run.
func play(t *testing.T, text string, sends []send, change func(*engine, *fake)) (*run.Verdict, *fake) {
	t.Helper()
	s, problems := settings.Resolve()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	notes := make(chan []note, 1000)
	e := &engine{request: &protocol.Request{Path: "test.pkt", Text: text, Settings: s}, record: newRecorder(notes)}
	e.settings = &e.request.Settings
	e.sockets = newSockets(e.settings)
	e.script = lang.Parse(source.NewFile("test.pkt", text), nil)
	f := &fake{engine: e, sends: sends, clock: fakeStart - 5000}
	f.moved = sync.NewCond(&f.mu)
	f.calls = &fakeCalls{fake: f}
	e.stack, e.code = f, &fakeCode{}
	if change != nil {
		change(e, f)
	}
	if failures := e.refused(); len(failures) > 0 {
		return &run.Verdict{Failures: failures}, f
	}
	e.schedule = schedule{stack: f, toleranceMicros: e.settings.ToleranceMicroseconds, tolerancePercent: e.settings.TolerancePercent}
	e.run()
	e.cleanupCommand()
	return e.verdict(), f
}
