package netstack

import (
	"errors"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"

	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"

	"github.com/pktlang/pkt/exec/calls"
	"github.com/pktlang/pkt/exec/code"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Machine is a gVisor stack under test. It implements stack.Stack.
type Machine struct {
	*stack.VirtualClock
	settings *settings.Settings
	stack    *gvisor.Stack
	link     *link
	kernel   *Kernel
}

var _ stack.Stack = (*Machine)(nil)

// Open makes the stack for a program, with the addresses and the profile of its
// settings.
func Open(p *program.Program) (*Machine, error) {
	s := &p.Settings
	c := &stack.VirtualClock{}
	l := &link{clock: c, mtu: uint32(s.MTU), flows: flows{}, gso: settings.Profiles[s.Profile].MaxSegments != 1}
	st := create(clock{c}, s.Seed)
	c.Settle = settler(st)
	m := &Machine{VirtualClock: c, settings: s, stack: st, link: l, kernel: newKernel(c, st, l)}
	if err := m.configure(); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func newKernel(c *stack.VirtualClock, st *gvisor.Stack, l *link) *Kernel {
	return &Kernel{
		clock: c, stack: st, link: l, limit: stack.Forever,
		files: map[int32]*descriptor{}, lowered: map[int32]bool{}, disk: map[string]*content{},
	}
}

func (m *Machine) configure() error {
	if err := m.tune(m.settings.Profile); err != nil {
		return err
	}
	var local []netip.Addr
	for _, a := range []netip.Addr{m.settings.Addresses.Local, m.settings.Addresses.Bind} {
		if a = a.Unmap(); a.IsValid() && !a.IsUnspecified() && (len(local) == 0 || a != local[0]) {
			local = append(local, a)
		}
	}
	return attach(m.stack, m.link, m.settings.AnyIP, local...)
}

// Kernel answers system calls.
func (m *Machine) Kernel() *Kernel { return m.kernel }

// Close ends the stack. It may be called more than once.
func (m *Machine) Close() error {
	m.Interrupt()
	m.stack.Close()
	return nil
}

// Name implements stack.Stack.
func (*Machine) Name() string { return name() }

const module = "gvisor.dev/gvisor"

// name is "gVisor netstack" with the day of its source, where that is known.
func name() string {
	const name = "gVisor netstack"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return name
	}
	for _, d := range info.Deps {
		// A version is v0.0.0-20260905035102-160fafc42237.
		if parts := strings.Split(d.Version, "-"); d.Path == module && len(parts) == 3 && len(parts[1]) >= 8 {
			return name + " " + parts[1][:8]
		}
	}
	return name
}

// Start implements stack.Stack: at once. Calls end when the run has taken as long
// as it may.
func (m *Machine) Start() stack.Time {
	m.kernel.setLimit(m.settings.Timeout)
	return m.Now()
}

// Inject implements stack.Stack. A packet that stands for several segments is
// one to this stack.
func (m *Machine) Inject(packet []byte, _ int) error {
	m.link.inject(append([]byte(nil), packet...))
	m.Settle()
	return nil
}

// Receive implements stack.Stack.
func (m *Machine) Receive(deadline stack.Time) ([]byte, stack.Time, error) {
	outcome := m.AwaitTime(m.link.pending, deadline)
	switch outcome {
	case stack.Expired, stack.Stuck:
		return nil, 0, stack.ErrTimeout
	case stack.Interrupted:
		return nil, 0, stack.ErrInterrupted
	}
	p := m.link.take()
	return p.data, stack.Time(p.at.Microseconds()), nil
}

// Watch implements stack.Stack.
func (m *Machine) Watch() (func() bool, error) { return m.Waiting, nil }

// Code implements stack.Stack. What code prints goes to standard error.
func (m *Machine) Code(r stack.Run) stack.Code {
	return code.New(r.Program.Script.File, &r.Program.Settings, m.kernel.Getsockopt, os.Stderr)
}

// Calls implements stack.Stack.
func (m *Machine) Calls(r stack.Run) stack.Calls { return calls.For(r, m.kernel) }
