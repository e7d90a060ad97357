//go:build linux

package linux

import (
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang/program"
)

// OpenProcess opens the kernel of this machine for a process that is there for
// one script alone; it is a child.Open. It makes the process's times as exact as
// the machine allows: it locks its memory, stops collecting garbage, keeps it on
// the processors that the request names, and raises the priority of its threads.
func OpenProcess(p *program.Program, request *protocol.Request) (stack.Stack, error) {
	_ = os.Unsetenv("GODEBUG") // set for this process alone
	if err := os.Setenv("PACKETDRILL_PID", strconv.Itoa(os.Getpid())); err != nil {
		return nil, err
	}
	if request.Virtual {
		// Nothing takes time there but reading the clock, which the collector
		// does, and who waits for one of the runtime's processors.
		runtime.GOMAXPROCS(max(runtime.GOMAXPROCS(0), parallel))
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(heapLimit)
		return Open(p, Clock{Virtual: true, Phase: request.Phase}, commandOutput(), os.Stderr)
	}
	holdMemory()
	if MayRunRealtime() {
		// Others would have to share the one processor with what else runs there.
		Confine(request.Processors)
	}
	m, err := Open(p, Clock{}, commandOutput(), os.Stderr)
	if err != nil {
		return nil, err
	}
	runtime.GOMAXPROCS(max(runtime.GOMAXPROCS(0), parallel))
	Realtime()
	return m, nil
}

const (
	// parallel is how many threads run Go code at a time, however few processors
	// there are: that of the events, that of blocking calls, and others for reports.
	parallel = 4
	// heapReserve is how much memory, in bytes, a script can use before the
	// heap has to grow: several times what the longest of the suites takes.
	heapReserve = 8 << 20
	// heapLimit is the size of the heap, in bytes, from which garbage is
	// collected all the same, so that a stack that floods does not use up the
	// machine.
	heapLimit = 1 << 30
)

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
