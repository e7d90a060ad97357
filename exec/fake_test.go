package exec

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// fake is a stack in virtual time which sends what the test says, whatever is
// injected.
type fake struct {
	stack.Base
	of stack.Run

	sends      []send
	injected   []*packet.Packet
	injectedAt []int64
	commands   []string
	recorded   []int // descriptors of snippets of code
	// notice is how many microseconds after it was sent the engine gets a
	// packet that it waits for.
	notice stack.Time
	// delay is by how many microseconds SleepUntil oversleeps once it is past
	// delayFrom.
	delay, delayFrom int64
	failing          string // a command that fails

	readAt int64  // when read returns, where not 0
	takes  int64  // how long every call takes, in microseconds
	fails  string // a call that fails
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

func (f *fake) Name() string      { return "fake 1.0" }
func (f *fake) Start() stack.Time { return fakeStart }

func (f *fake) SleepUntil(t stack.Time) {
	if f.delay > 0 && int64(t-fakeStart) >= f.delayFrom && t > f.Now() {
		t += stack.Time(f.delay)
		f.delay = 0
	}
	f.Base.SleepUntil(t)
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
	if len(f.sends) == 0 || fakeStart+stack.Time(f.sends[0].at) > deadline {
		return f.Base.Receive(deadline)
	}
	s := f.sends[0]
	f.sends = f.sends[1:]
	at := fakeStart + stack.Time(s.at)
	f.Base.SleepUntil(at + f.notice)
	if f.Interrupted() {
		return nil, 0, stack.ErrInterrupted
	}
	if s.raw != nil {
		return s.raw, at, nil
	}
	return f.live(s).Data, at, nil
}

// live is a packet as the stack would send it to the connection under test.
func (f *fake) live(s send) *packet.Packet {
	p := parsePacket("> "+s.text, f.of.Program.Settings.IPVersion.PacketsIPv6())
	k := f.of.Sockets.(*sockets).tested
	t := k.live.outbound()
	if !t.Source.IsValid() || t.Source.Port() == 0 {
		t.Source = addrPort(f.of.Program.Settings.Addresses.Local, 33333)
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

func (f *fake) Command(text string) error {
	f.commands = append(f.commands, text)
	if text == f.failing {
		return fmt.Errorf("non-zero status 3")
	}
	return nil
}

func (f *fake) Calls(r stack.Run) stack.Calls {
	f.of = r
	return fakeCalls{f.Base.Calls(r), f}
}

// fakeCalls takes time for calls, and lets one fail.
type fakeCalls struct {
	stack.Calls
	*fake
}

func (c fakeCalls) Invoke(call *program.Call, hooks stack.Hooks) *stack.Mismatch {
	if c.readAt != 0 {
		hooks.Until = fakeStart + stack.Time(c.readAt)
	}
	end := hooks.End
	hooks.End = func() {
		c.Base.SleepUntil(c.Now() + stack.Time(c.takes))
		end()
	}
	mismatch := c.Calls.Invoke(call, hooks)
	if mismatch == nil && call.Name() == c.fails {
		return &stack.Mismatch{
			Diagnostic: diag.Diagnostic{Code: "run/call", Range: source.Range{End: 1}},
			Reference:  "Expected result 0 but got -1 with errno 1 (Operation not permitted)",
		}
	}
	return mismatch
}

func (f *fake) Code(stack.Run) stack.Code { return fakeCode{f} }

type fakeCode struct{ *fake }

func (c fakeCode) Record(live int, _ *lang.Statement, _ *lang.Code) error {
	c.recorded = append(c.recorded, live)
	return nil
}

func (c fakeCode) Execute() *stack.CodeFailure { return nil }

// compile compiles a script with the default settings, which change may change.
func compile(t *testing.T, text string, change func(*settings.Settings)) *program.Program {
	t.Helper()
	s, problems := settings.Resolve()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if change != nil {
		change(&s)
	}
	script := lang.Parse(source.NewFile("test.pkt", text), nil)
	p, _ := program.Compile(script, program.Options{Complete: true, Settled: &s})
	return p
}

// play runs a script against a fake stack. change may change the settings and
// the stack before the run.
func playScript(t *testing.T, text string, sends []send, change func(*settings.Settings, *fake)) (run.Verdict, *fake) {
	t.Helper()
	f := &fake{sends: sends}
	f.Base.SleepUntil(fakeStart - 5000)
	p := compile(t, text, func(s *settings.Settings) {
		if change != nil {
			change(s, f)
		}
	})
	return Run(t.Context(), p, f, nil), f
}
