package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/internal/tail"
)

// machine is a user-mode Linux that runs one job after the other.
type machine struct {
	o      Options
	folder string // of this machine alone
	view   view
	// processors are those of the host that it stays on; all where there are none.
	processors []int

	command  *exec.Cmd
	console  tail.Buffer // what the kernel prints
	messages *os.File    // read end of the guest's first serial line
	output   *os.File    // and of its second
	over     chan struct{}
	exit     error // how the process ended, after that

	number int // of the last job
	events chan event
	stuck  sync.Once
	dead   string // why it was ended from here
}

// event is a line of the guest, or what it says of a job.
type event struct {
	line   []byte
	status *guest.Status
}

const (
	// consoleSize is how much of what the kernel prints is kept, in bytes.
	consoleSize = 16 << 10
	// pipeSize is room for what a script reports, in bytes: a guest that had to
	// wait for this process would let its time go on meanwhile.
	pipeSize = 1 << 20
)

// start starts a machine. It does not wait until that is up.
func start(o Options, folder string, v view, processors []int) (*machine, error) {
	m := &machine{
		o: o, folder: folder, view: v, processors: processors, console: tail.Buffer{Size: consoleSize},
		over: make(chan struct{}), events: make(chan event, 64),
	}
	var ends []*os.File
	for _, read := range []**os.File{&m.messages, &m.output} {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, fmt.Errorf("making a pipe for the guest: %w", err)
		}
		defer w.Close()
		// Where the limit is lower, the pipe stays as it is.
		_, _ = unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, pipeSize)
		*read = r
		ends = append(ends, w)
	}
	m.command = exec.Command(o.Program, m.arguments()...)
	m.command.Env = []string{"TMPDIR=" + folder, "HOME=" + folder, "PATH=/usr/bin:/bin"}
	m.command.Dir = "/"
	m.command.Stdout, m.command.Stderr = &m.console, &m.console
	m.command.ExtraFiles = ends
	// A process group of its own: what is typed at a terminal reaches this
	// process alone.
	m.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	started := make(chan error)
	go m.supervise(started)
	if err := <-started; err != nil {
		err = fmt.Errorf("cannot start the kernel %s: %w", o.Program, err)
		return nil, errors.Join(err, m.messages.Close(), m.output.Close())
	}
	go m.read()
	return m, nil
}

// supervise confines its thread, starts the kernel on it and waits for the end
// of that. The kernel ends when the thread does (PR_SET_PDEATHSIG), and so what
// it has started; see stub_exe.c in arch/um. The thread ends with the goroutine,
// which stays locked to it.
func (m *machine) supervise(started chan<- error) {
	runtime.LockOSThread()
	stayOn(m.processors)
	if err := confine(m.view); err != nil && !errors.Is(err, errNoLandlock) {
		started <- err
		return
	}
	if err := m.command.Start(); err != nil {
		started <- err
		return
	}
	started <- nil
	m.exit = m.command.Wait()
	close(m.over)
}

// stayOn keeps the calling thread, and what it starts from then on, on the given
// processors; none means all. Where that is not allowed it does without.
func stayOn(processors []int) {
	if len(processors) == 0 {
		return
	}
	var set unix.CPUSet
	for _, p := range processors {
		set.Set(p)
	}
	_ = unix.SchedSetaffinity(0, &set)
}

// arguments are the kernel's command line.
func (m *machine) arguments() []string {
	out := []string{
		"mem=" + strconv.Itoa(m.o.Memory) + "M",
		"root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "init=" + m.o.Executable, "quiet",
		// The lines of the guest: see guest.MessagesLine.
		"con=null", "con0=null,fd:1", "ssl=null", "ssl0=null,fd:3", "ssl1=null,fd:4",
		"uml_dir=" + m.folder, "umid=uml",
		// Faster than ptrace where the kernel (6.16) and the host know it.
		"seccomp=auto",
	}
	if !m.o.RealTime {
		now := strconv.FormatInt(time.Now().Unix()*int64(time.Second), 10)
		out = append(out, "time-travel=inf-cpu", "time-travel-start="+now)
	}
	return append(out, guest.FolderVariable+"="+m.folder, "--", guest.InitArgument)
}

// ownReport begins a line of the guest's own.
var ownReport = []byte(`{"type":"` + guest.ReportType + `",`)

// read takes the guest's lines until it ends. What waits to be taken from events
// is bounded; the pipe holds the rest.
func (m *machine) read() {
	defer close(m.events)
	lines := newLineReader(m.messages)
	for {
		line, err := lines.next()
		if err != nil {
			return
		}
		e := event{line: line}
		if bytes.HasPrefix(line, ownReport) {
			var r guest.Report
			if json.Unmarshal(line, &r) == nil {
				e = event{status: &r.Status}
			}
		}
		m.events <- e
	}
}

// give gives the machine its next job.
func (m *machine) give(job *guest.Job) error {
	text, err := json.Marshal(job)
	if err != nil {
		return fmt.Errorf("writing a job for the guest: %w", err)
	}
	m.number++
	path := filepath.Join(m.folder, strconv.Itoa(m.number))
	// The guest looks for the name, and then has to find all of it.
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return fmt.Errorf("writing a job for the guest: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("writing a job for the guest: %w", err)
	}
	m.signal(syscall.SIGCONT)
	return nil
}

// pause stops a machine that has nothing to do: it would look for its next job
// without end.
func (m *machine) pause() { m.signal(syscall.SIGSTOP) }

func (m *machine) signal(s syscall.Signal) {
	select {
	case <-m.over:
	default:
		// It may have ended just now; then there is nobody to tell.
		_ = m.command.Process.Signal(s)
	}
}

// kill ends the machine, for a reason that is told where somebody waits for it.
func (m *machine) kill(reason string) {
	m.stuck.Do(func() { m.dead = reason })
	m.signal(syscall.SIGKILL)
}

// close ends the machine and waits for that.
func (m *machine) close() error {
	m.kill("it is no longer needed")
	<-m.over
	err := errors.Join(m.messages.Close(), m.output.Close())
	for range m.events {
		// The reader ends.
	}
	return err
}

// ended says how the machine came to its end, with what the kernel printed.
func (m *machine) ended() error {
	<-m.over
	m.stuck.Do(func() {})
	switch {
	case m.dead != "":
		return fmt.Errorf("the kernel was ended: %s", m.dead)
	case m.exit != nil:
		return fmt.Errorf("the kernel ended: %w", m.exit)
	}
	return errors.New("the kernel ended by itself")
}
