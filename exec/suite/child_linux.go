package suite

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/pktlang/pkt/exec/protocol"
	"github.com/pktlang/pkt/internal/tail"
	"github.com/pktlang/pkt/lang/run"
)

// child is the process that runs one script, with the guard above it.
type child struct {
	command *exec.Cmd
	reports *os.File // read end of the child's standard output
	output  tail.Buffer
	printed chan struct{} // closed when what commands print is over
	pipe    *os.File      // read end of what commands print
	exited  chan error    // how the guard ended, once
	over    chan struct{} // closed when the guard has ended
}

// outputSize is how many bytes of what commands print are kept.
const outputSize = 64 << 10

// Launch starts a child in namespaces of its own and hands it the request.
func (l Namespaces) Launch(c *Case) (Process, error) {
	request, err := json.Marshal(c.Request)
	if err != nil {
		return nil, fmt.Errorf("writing the request for %s: %w", c.Name(), err)
	}
	reports, reportsWriter, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe for the child: %w", err)
	}
	pipe, pipeWriter, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("making a pipe for the child: %w", err), reports.Close(),
			reportsWriter.Close())
	}
	defer reportsWriter.Close()
	defer pipeWriter.Close()

	k := &child{
		reports: reports, pipe: pipe, output: tail.Buffer{Size: outputSize},
		printed: make(chan struct{}), exited: make(chan error, 1), over: make(chan struct{}),
	}
	started := make(chan error)
	go k.supervise(started, func(newUser bool) *exec.Cmd {
		command := l.command(newUser)
		command.Dir = c.Folder
		command.Stdout = reportsWriter
		command.Stderr = pipeWriter
		command.ExtraFiles = []*os.File{protocol.CommandOutput - 3: pipeWriter}
		if l.Terminal {
			command.Stderr, command.ExtraFiles[0] = os.Stderr, os.Stdout
		}
		return command
	}, request)
	if err := <-started; err != nil {
		return nil, errors.Join(err, reports.Close(), pipe.Close())
	}
	go func() {
		defer close(k.printed)
		// An error here means that the pipe was closed when the child was over.
		_, _ = io.Copy(&k.output, pipe)
	}()
	return k, nil
}

// supervise starts the guard and waits for its end, all on one thread: the
// guard asked for SIGKILL at the death of the thread that started it
// (PR_SET_PDEATHSIG), so that nothing outlives a runner that is killed.
func (k *child) supervise(started chan<- error, command func(newUser bool) *exec.Cmd, request []byte) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	newUser := os.Geteuid() != 0
	for {
		k.command = command(newUser)
		stdin, err := k.command.StdinPipe()
		if err != nil {
			started <- fmt.Errorf("making a pipe for the child: %w", err)
			return
		}
		err = k.command.Start()
		if err == nil {
			go func() {
				// A child that ends early says so itself.
				_, _ = stdin.Write(request)
				_ = stdin.Close()
			}()
			break
		}
		if !newUser && errors.Is(err, syscall.EPERM) {
			newUser = true // root, but of a container that may not do everything
			continue
		}
		started <- namespaceError(err)
		return
	}
	started <- nil
	k.exited <- k.command.Wait()
	close(k.over)
}

// command is the guard's command line and the namespaces that it lives in.
func (l Namespaces) command(newUser bool) *exec.Cmd {
	executable := l.Executable
	if executable == "" {
		executable = self
	}
	command := exec.Command(executable, GuardArgument)
	command.Args[0] = "pkt"
	flags := uintptr(syscall.CLONE_NEWPID | syscall.CLONE_NEWNS)
	if !l.ShareNetwork {
		command.Args = append(command.Args, newNetwork)
		flags |= syscall.CLONE_NEWNET
	}
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: flags,
		Pdeathsig:  syscall.SIGKILL,
		// A process group of its own: an interrupt typed at the terminal
		// reaches the runner alone, which then tells the child.
		Setpgid: true,
	}
	if newUser {
		command.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return command
}

// Lines yields what the child reports, until it ends or closes its output.
func (k *child) Lines() iter.Seq[any] { return run.Read(k.reports) }

// Interrupt lets the child run its cleanup command and end.
func (k *child) Interrupt() { k.signal(syscall.SIGINT) }

// Kill ends the guard, and with it everything in its namespace.
func (k *child) Kill() { k.signal(syscall.SIGKILL) }

func (k *child) signal(s syscall.Signal) {
	select {
	case <-k.over:
	default:
		// The guard may have ended just now; then there is nobody to tell.
		_ = k.command.Process.Signal(s)
	}
}

// Output are the last lines that commands printed.
func (k *child) Output(n int) []string { return k.output.Lines(n) }

// Wait waits for the end of the child and of what it printed, and returns how
// it ended: nil for an exit code of 0.
func (k *child) Wait() error {
	err := <-k.exited
	// A command in the background can hold the pipe open where it could not be
	// killed with the child.
	_ = k.pipe.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	<-k.printed
	_ = k.pipe.Close()
	_ = k.reports.Close()
	return err
}
