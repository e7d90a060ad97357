package exec

import (
	"io"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/calls"
	"github.com/pktlang/pkt/exec/code"
	"github.com/pktlang/pkt/exec/linux"
	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
)

// heapLimit is the size of the heap, in bytes, from which garbage is collected
// all the same, so that a stack that floods does not use up the machine.
const heapLimit = 1 << 30

func newCalls(e *engine) stack.Calls {
	a := e.settings.Addresses
	domain := unix.AF_INET
	if e.settings.IPVersion.SocketsIPv6() {
		domain = unix.AF_INET6
	}
	table := calls.New(calls.Options{
		Kernel: linux.Kernel{},
		Addresses: stack.Addresses{
			Domain:  domain,
			Bind:    netip.AddrPortFrom(a.Bind, e.settings.BindPort),
			Connect: netip.AddrPortFrom(a.Connect, e.settings.ConnectPort),
		},
		Sockets:     e.sockets,
		RealTime:    func(script int64) int64 { return int64(e.schedule.live(script)) },
		Tolerance:   e.settings.ToleranceMicroseconds,
		KeepBuffers: e.settings.SendOmitFree,
	})
	for _, ev := range e.events {
		if ev.call != nil {
			table.Prepare(ev.call)
		}
	}
	return table
}

// open sets the network namespace up and prepares the process for exact times.
func (e *engine) open(c stack.Calls) error {
	_ = os.Unsetenv("GODEBUG") // set for this process alone
	if err := os.Setenv("PACKETDRILL_PID", strconv.Itoa(os.Getpid())); err != nil {
		return err
	}
	holdMemory()
	runtime.LockOSThread()
	if linux.MayRunRealtime() {
		// Others would have to share the one processor with what else runs there.
		linux.Confine(e.request.Processors)
	}
	machine, err := linux.Open(e.settings, c, commandOutput(), os.Stderr)
	if err != nil {
		return err
	}
	e.stack = machine
	e.schedule = schedule{stack: machine, toleranceMicros: e.settings.ToleranceMicroseconds, tolerancePercent: e.settings.TolerancePercent}
	e.code = ordinaryCode{code.New(e.script.File, e.settings)}

	runtime.GOMAXPROCS(max(runtime.GOMAXPROCS(0), 4))
	linux.Realtime()
	return nil
}

// heapReserve is how much memory, in bytes, a script can use before the heap has
// to grow: several times what the longest of the suites takes.
const heapReserve = 8 << 20

// holdMemory makes the heap large enough for a script, and stops collecting
// garbage: to grow the heap takes the kernel more than a millisecond.
func holdMemory() {
	reserve := make([]byte, heapReserve)
	for page := 0; page < len(reserve); page += os.Getpagesize() {
		reserve[page] = 1
	}
	runtime.KeepAlive(reserve)
	runtime.GC()
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
}

// commandOutput is where the script's commands write to.
func commandOutput() io.Writer {
	if _, err := unix.FcntlInt(protocol.CommandOutput, unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
		return os.Stderr
	}
	return os.NewFile(protocol.CommandOutput, "command output")
}

// ordinaryCode runs code without the priority of this process, which has
// nothing more to do in time by then.
type ordinaryCode struct{ stack.Code }

// Execute implements stack.Code.
func (c ordinaryCode) Execute() *stack.CodeFailure {
	linux.Ordinary()
	return c.Code.Execute()
}
