package kernel

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/internal/tail"
	"github.com/pktlang/pkt/lang/run"
)

// silence is for how long a guest may report nothing before it is ended: where
// time is virtual, a program that goes round without ever sleeping holds it up,
// and no time limit of the script's comes to its end.
const silence = 30 * time.Second

// outputSize is how many bytes of what commands print are kept.
const outputSize = 64 << 10

// process is a script that runs in a guest; it is a suite.Process.
type process struct {
	launcher *Launcher
	machine  *machine
	status   *guest.Status // how the job ended; nil where the guest ended first
	printed  tail.Buffer
	killed   atomic.Bool
}

func newProcess(l *Launcher, m *machine) *process {
	return &process{launcher: l, machine: m, printed: tail.Buffer{Size: outputSize}}
}

// Lines implements suite.Process.
func (p *process) Lines() iter.Seq[any] {
	return func(yield func(any) bool) {
		silence := p.launcher.o.silence
		watchdog := time.AfterFunc(silence, func() {
			p.machine.kill(fmt.Sprintf("it has reported nothing for %s: something in it does not sleep, "+
				"which holds up its time", silence))
		})
		defer watchdog.Stop()
		for e := range p.machine.events {
			watchdog.Reset(silence)
			switch {
			case e.status != nil && (e.status.Done == p.machine.number || e.status.Error != ""):
				p.status = e.status
				return
			case e.status != nil:
				continue // it is up
			}
			if line, err := run.ParseLine(e.line); err == nil && !yield(line) {
				return
			}
		}
	}
}

// Interrupt ends the guest: there is nothing to clean up in it.
func (p *process) Interrupt() { p.Kill() }

// Kill ends the guest.
func (p *process) Kill() {
	p.killed.Store(true)
	p.machine.kill("the run was to end")
}

// Wait implements suite.Process.
func (p *process) Wait() error {
	p.collect()
	var err error
	switch {
	case p.status == nil:
		err = p.machine.ended()
	case p.status.Error != "":
		err = errors.New(p.status.Error)
	case p.status.Exit != 0:
		err = fmt.Errorf("exit status %d", p.status.Exit)
	}
	if console := p.console(); console != "" && err != nil {
		err = fmt.Errorf("%w; the kernel printed:\n%s", err, console)
	}
	p.launcher.giveBack(p.machine, p.status != nil && p.status.Error == "" && !p.killed.Load())
	return err
}

// collect takes what commands have printed; all of that is in the pipe when the
// guest says that the job is done.
func (p *process) collect() {
	pipe, err := p.machine.output.SyscallConn()
	if err != nil {
		return // it is closed
	}
	buffer := make([]byte, 16<<10)
	// Without waiting for more: the pipe does not block.
	_ = pipe.Read(func(fd uintptr) bool {
		for {
			n, err := unix.Read(int(fd), buffer)
			if n <= 0 && err != unix.EINTR {
				return true
			}
			_, _ = p.printed.Write(buffer[:max(n, 0)])
		}
	})
}

// console are the last lines that the kernel printed.
func (p *process) console() string {
	const lines = 15
	return strings.Join(p.machine.console.Lines(lines), "\n")
}

// Output implements suite.Process.
func (p *process) Output(n int) []string { return p.printed.Lines(n) }
