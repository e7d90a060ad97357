package netstack

import (
	"errors"
	"net/netip"
	"time"

	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Machine is a gVisor stack under test.
type Machine struct {
	*scheduler
	stack  *gvisor.Stack
	link   *link
	kernel *Kernel
}

// Options are what a Machine is told beside the settings of the run.
type Options struct {
	// Seed makes what the stack takes by chance. The same seed gives the same
	// run.
	Seed uint64
}

// Open makes the stack, with the addresses and the profile of a run.
func Open(s *settings.Settings, o Options) (*Machine, error) {
	c := newClock()
	l := &link{clock: c, mtu: uint32(s.MTU)}
	st := create(c, o.Seed)
	m := &Machine{scheduler: newScheduler(c, settler(st)), stack: st, link: l}
	m.kernel = &Kernel{scheduler: m.scheduler, stack: st, files: map[int32]*descriptor{}, disk: map[string]*content{}}
	if err := m.configure(s); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

func (m *Machine) configure(s *settings.Settings) error {
	if err := tune(m.stack, s.Profile == "simple"); err != nil {
		return err
	}
	var local []netip.Addr
	for _, a := range []netip.Addr{s.Addresses.Local, s.Addresses.Bind} {
		if a = a.Unmap(); a.IsValid() && !a.IsUnspecified() && (len(local) == 0 || a != local[0]) {
			local = append(local, a)
		}
	}
	return attach(m.stack, m.link, local...)
}

// Kernel answers system calls.
func (m *Machine) Kernel() *Kernel { return m.kernel }

// Close ends the stack. It may be called more than once.
func (m *Machine) Close() error {
	m.interrupt()
	m.stack.Close()
	return nil
}

// nanoseconds is a time of a run on the stack's clock.
func nanoseconds(t stack.Time) int64 {
	if t > stack.Time(never/int64(time.Microsecond)) {
		return never
	}
	return int64(t) * int64(time.Microsecond)
}

// Now reads the clock.
func (m *Machine) Now() stack.Time {
	return stack.Time(m.clock.nanoseconds() / int64(time.Microsecond))
}

// Start is soon.
func (m *Machine) Start() stack.Time { return m.Now() + 1000 }

// SleepUntil lets the time pass until t.
func (m *Machine) SleepUntil(t stack.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wait(nil, nanoseconds(t))
}

// Inject hands a packet to the stack. A packet that stands for several segments
// is one to this stack.
func (m *Machine) Inject(packet []byte, _ int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.link.inject(append([]byte(nil), packet...))
	m.settle()
	return nil
}

// Receive waits for a packet of the stack.
func (m *Machine) Receive(deadline stack.Time) ([]byte, stack.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch m.wait(m.link.pending, nanoseconds(deadline)) {
	case expired, stuck:
		return nil, 0, stack.ErrTimeout
	case interrupted:
		return nil, 0, stack.ErrInterrupted
	}
	p, ok := m.link.take()
	if !ok {
		return nil, 0, errors.New("the packet that the stack had sent is gone")
	}
	return p.data, stack.Time(p.at / int64(time.Microsecond)), nil
}

// Interrupt ends SleepUntil and Receive.
func (m *Machine) Interrupt() { m.interrupt() }

// Watch returns a function that reports whether a call blocks.
func (m *Machine) Watch() (func() bool, error) {
	return func() bool { return m.blocked.Load() > 0 }, nil
}
