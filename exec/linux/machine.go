//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/calls"
	"github.com/pktlang/pkt/exec/code"
	"github.com/pktlang/pkt/exec/linux/sys"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Machine is the kernel of this machine as a stack under test, in the network
// namespace of this process.
type Machine struct {
	tun int
	// segments says that each packet of the device begins with a virtio_net_hdr.
	segments bool
	sniffer  *sniffer
	// wake is an eventfd that becomes readable when the run is interrupted.
	wake        int
	interrupted chan struct{} // closed then
	interrupt   sync.Once
	// unread counts packets that were sniffed and not yet taken from the
	// device.
	unread int
	spin   time.Duration
	clock  Clock
	// virtual is nil where time is real.
	virtual *virtualClock
	output  io.Writer // for commands and code
	errors  io.Writer
	// environment is what commands have in theirs besides that of this process.
	environment []string
	forget      func() error // takes away what commands kept
}

// Open sets the network namespace up and opens its device. Commands write to
// output and to errors.
func Open(p *program.Program, c Clock, output, errors io.Writer) (*Machine, error) {
	m := newMachine(output, errors)
	m.clock, m.spin = c, p.Settings.Spin
	if c.Virtual {
		m.spin, m.virtual = 0, newVirtualClock()
	}
	if err := m.open(&p.Settings); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

func newMachine(output, errors io.Writer) *Machine {
	return &Machine{tun: -1, wake: -1, interrupted: make(chan struct{}), output: output, errors: errors}
}

func (m *Machine) open(s *settings.Settings) error {
	var err error
	if m.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return fmt.Errorf("cannot open an eventfd: %w", err)
	}
	if m.environment, m.forget, err = privateHistories(); err != nil {
		return err
	}
	if err := applySysctls(s.Profile); err != nil {
		return err
	}
	m.segments = s.MSS > 0
	if m.tun, err = openDevice(m.segments); err != nil {
		return err
	}
	if err := configure(s); err != nil {
		return err
	}
	m.sniffer, err = newSniffer()
	return err
}

// Close takes the device down. It may be called more than once.
func (m *Machine) Close() error {
	if m.sniffer != nil {
		m.sniffer.close()
		m.sniffer = nil
	}
	for _, fd := range []*int{&m.tun, &m.wake} {
		if *fd >= 0 {
			unix.Close(*fd)
			*fd = -1
		}
	}
	if m.forget == nil {
		return nil
	}
	forget := m.forget
	m.forget = nil
	return forget()
}

// Name implements stack.Stack: it is the kernel's name and release.
func (*Machine) Name() string {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return "Linux"
	}
	return unix.ByteSliceToString(name.Sysname[:]) + " " + unix.ByteSliceToString(name.Release[:])
}

// Calls makes system calls to the kernel.
func (m *Machine) Calls(r stack.Run) stack.Calls {
	c := calls.For(r, sys.Kernel{})
	if m.virtual != nil {
		return virtualCalls{c, m.virtual}
	}
	return c
}

// Code runs the script's code with the priority of an ordinary process: there is
// nothing more to do in time by then.
func (m *Machine) Code(r stack.Run) stack.Code {
	return ordinaryCode{code.New(r.Program.Script.File, &r.Program.Settings, sys.Kernel{}.Getsockopt, m.output)}
}

type ordinaryCode struct{ stack.Code }

// Execute implements stack.Code.
func (c ordinaryCode) Execute() *stack.CodeFailure {
	Ordinary()
	return c.Code.Execute()
}

// Now reads the clock.
func (m *Machine) Now() stack.Time {
	if m.virtual != nil {
		return m.virtual.now()
	}
	return now()
}

// Start is a little after the edge of a tick. From then on the events come
// before what other scripts wait for.
func (m *Machine) Start() stack.Time {
	exactTimers()
	if m.clock.Virtual {
		return m.virtual.start(int64(m.clock.Phase))
	}
	start := afterTick()
	preferEvents()
	return start
}

// Work implements stack.Clock: the time of this machine does not wait.
func (*Machine) Work(int) {}

// SleepUntil sleeps until shortly before t and spins for the rest. A long
// sleep can be interrupted.
func (m *Machine) SleepUntil(t stack.Time) {
	wake := t - stack.Time(m.spin.Microseconds())
	for {
		micros := interruptible(wake - m.Now())
		if micros <= 0 {
			break
		}
		fds := []unix.PollFd{{Fd: int32(m.wake), Events: unix.POLLIN}}
		timeout := unix.NsecToTimespec(int64(micros) * 1000)
		// What the return wakes up has come to rest again when t comes; see kernelTime.
		if n, err := unix.Ppoll(fds, &timeout, nil); n > 0 || err != nil && err != unix.EINTR {
			break
		}
	}
	if m.isInterrupted() {
		return
	}
	if m.virtual != nil {
		m.virtual.sleepUntil(t)
		return
	}
	sleepUntil(wake)
	for now() < t {
	}
}

// poll is ppoll(2); see kernelTime.
func (m *Machine) poll(fds []unix.PollFd, timeout *unix.Timespec) (int, error) {
	if m.virtual == nil {
		return unix.Ppoll(fds, timeout, nil)
	}
	n, _, errno := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)),
		uintptr(unsafe.Pointer(timeout)), 0, 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}

// Wait implements stack.Clock.
func (m *Machine) Wait(done <-chan struct{}, t stack.Time) bool {
	const year = 365 * 24 * 3600 * 1e6 // microseconds; more does not fit a timer
	timer := time.NewTimer(time.Duration(min(t-m.Now(), year)) * time.Microsecond)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
	case <-m.interrupted:
	}
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func (m *Machine) isInterrupted() bool {
	select {
	case <-m.interrupted:
		return true
	default:
		return false
	}
}

// Interrupt ends SleepUntil, Wait and Receive.
func (m *Machine) Interrupt() {
	m.interrupt.Do(func() { close(m.interrupted) })
	_, _ = unix.Write(m.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
}

// Virtio segmentation types (linux/virtio_net.h).
const (
	virtioHeaderLength = 10
	virtioGSOTCPv4     = 1
	virtioGSOTCPv6     = 4
)

// Inject writes a packet to the device.
func (m *Machine) Inject(packet []byte, segment int) error {
	var err error
	if m.segments {
		header := virtioHeader(packet, segment)
		_, err = unix.Writev(m.tun, [][]byte{header[:], packet})
	} else {
		_, err = unix.Write(m.tun, packet)
	}
	if err != nil {
		return fmt.Errorf("cannot inject a packet: %w", err)
	}
	return nil
}

// virtioHeader stands before a packet that is a large one of segments of so many
// bytes, or as it is where segment is 0.
func virtioHeader(packet []byte, segment int) (header [virtioHeaderLength]byte) {
	if segment > 0 {
		header[1] = virtioGSOTCPv4
		if packet[0]>>4 == 6 {
			header[1] = virtioGSOTCPv6
		}
		binary.NativeEndian.PutUint16(header[4:], uint16(segment))
	}
	return header
}

// Receive waits for a packet of the stack.
func (m *Machine) Receive(deadline stack.Time) ([]byte, stack.Time, error) {
	for waited := false; ; waited = true {
		data, at, err := m.sniffer.receive()
		if err == nil {
			m.unread++
			m.drain()
			if m.virtual != nil {
				return data, m.virtual.sent(at, waited), nil
			}
			return data, stack.Time(at / 1000), nil
		}
		if err != unix.EAGAIN {
			return nil, 0, fmt.Errorf("cannot sniff packets: %w", err)
		}
		m.drain()
		if m.isInterrupted() {
			return nil, 0, stack.ErrInterrupted
		}
		present := m.Now()
		if present >= deadline {
			return nil, 0, stack.ErrTimeout
		}
		var timeout *unix.Timespec
		if deadline != stack.Never {
			t := unix.NsecToTimespec(int64(deadline-present) * 1000)
			timeout = &t
		}
		fds := []unix.PollFd{{Fd: int32(m.sniffer.fd), Events: unix.POLLIN}, {Fd: int32(m.wake), Events: unix.POLLIN}}
		if _, err := m.poll(fds, timeout); err != nil && err != unix.EINTR {
			return nil, 0, fmt.Errorf("cannot wait for packets: %w", err)
		}
	}
}

// drain takes one packet from the device for each that was sniffed, so that the
// stack sees them leave. A packet is sniffed a moment before the device has
// it; what is not there yet is taken the next time.
func (m *Machine) drain() {
	var b [virtioHeaderLength + 1]byte
	for m.unread > 0 {
		if _, err := unix.Read(m.tun, b[:]); err == unix.EINTR {
			continue
		} else if err != nil {
			return
		}
		m.unread--
	}
}

// Watch opens the file in which the kernel tells the state of this thread. It
// is opened by the thread itself, which works whichever process namespace /proc
// shows.
func (m *Machine) Watch() (func() bool, error) {
	exactTimers()
	f, err := os.Open("/proc/thread-self/stat")
	if err != nil {
		return nil, environmentError("cannot see whether a call blocks: %v: /proc must be mounted", err)
	}
	buffer := make([]byte, 1024)
	sleeping := func() bool {
		// The other thread has the same priority, and may want this processor.
		_, _, _ = unix.Syscall(unix.SYS_SCHED_YIELD, 0, 0, 0)
		n, err := f.ReadAt(buffer, 0)
		if err != nil && err != io.EOF {
			return false
		}
		// The state stands after the command's name, which may hold anything
		// but ends with the last parenthesis (proc(5)).
		i := bytes.LastIndexByte(buffer[:n], ')')
		asleep := i >= 0 && i+2 < n && buffer[i+2] == 'S'
		if asleep && m.virtual != nil {
			m.virtual.ran()
		}
		return asleep
	}
	return sleeping, nil
}
