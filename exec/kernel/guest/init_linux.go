package guest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/protocol"
)

// self is this program, wherever it lies.
const self = "/proc/self/exe"

// Init is the first process of a guest. It does not return: it ends the guest.
func Init() {
	runtime.LockOSThread()
	g := &first{}
	err := g.run(os.Getenv(FolderVariable))
	if err != nil {
		g.report(Status{Error: err.Error()})
		fmt.Fprintln(os.Stderr, "pkt:", err)
	}
	unix.Sync()
	_ = unix.Reboot(unix.LINUX_REBOOT_CMD_POWER_OFF)
}

// first is the first process.
type first struct {
	messages, output *os.File
}

func (g *first) run(folder string) error {
	if err := newRoot(folder); err != nil {
		return err
	}
	var err error
	if g.messages, err = openLine(MessagesLine); err != nil {
		return err
	}
	if g.output, err = openLine(OutputLine); err != nil {
		return err
	}
	g.report(Status{})
	for number := 1; ; number++ {
		job, file, err := nextJob(number)
		if err != nil {
			return err
		}
		if job.Request == nil {
			g.report(Status{Done: number})
			return nil
		}
		status := Status{Done: number}
		if status.Exit, err = g.script(file, job); err != nil {
			status.Error = err.Error()
		}
		file.Close()
		g.report(status)
	}
}

// report writes what can be written; without the line there is nobody to tell.
func (g *first) report(s Status) {
	if g.messages == nil {
		return
	}
	_ = json.NewEncoder(g.messages).Encode(Report{ReportType, s})
}

// interval is how long the guest sleeps between two looks for a job, in its own
// time: where that is virtual, the wait costs nothing but the looks.
const interval = 100 * time.Millisecond

// nextJob waits for a job, and returns its file at its start, too. The host
// stops a guest that it has nothing to do for.
func nextJob(number int) (*Job, *os.File, error) {
	path := filepath.Join(jobsFolder, strconv.Itoa(number))
	for {
		file, err := os.Open(path)
		if errors.Is(err, os.ErrNotExist) {
			sleep(interval)
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("cannot open a job: %w", err)
		}
		job := &Job{}
		if err := json.NewDecoder(file).Decode(job); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("cannot read a job: %w", err), file.Close())
		}
		if _, err := file.Seek(0, 0); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("cannot read a job: %w", err), file.Close())
		}
		return job, file, nil
	}
}

// sleep does without the Go runtime's timers, which would keep other threads
// awake.
func sleep(d time.Duration) {
	t := unix.NsecToTimespec(d.Nanoseconds())
	_ = unix.Nanosleep(&t, nil)
}

// script runs a script in a process of its own, with a network and mounts of
// its own, and ends whatever it leaves running.
func (g *first) script(file *os.File, job *Job) (exit int, err error) {
	// Programs print otherwise where they see a terminal, as a serial line is one.
	read, write, err := os.Pipe()
	if err != nil {
		return 0, fmt.Errorf("cannot make a pipe: %w", err)
	}
	defer read.Close()
	process, err := os.StartProcess(self, []string{"pkt", ScriptArgument}, &os.ProcAttr{
		// See suite.Guard.
		Env:   append(job.Environment, "GODEBUG=asyncpreemptoff=1"),
		Files: []*os.File{file, g.messages, write, protocol.CommandOutput: write},
		Sys:   &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS},
	})
	write.Close()
	if err != nil {
		return 0, fmt.Errorf("cannot start the process of a script: %w", err)
	}
	printed := make(chan struct{})
	go func() {
		defer close(printed)
		// Where the line cannot take it, it is lost.
		_, _ = io.Copy(g.output, read)
	}()
	exit, err = reap(process.Pid)
	_ = unix.Kill(-1, unix.SIGKILL)
	for {
		if _, e := unix.Wait4(-1, nil, 0, nil); e != nil && !errors.Is(e, unix.EINTR) {
			break
		}
	}
	<-printed
	return exit, err
}

// reap waits for children until the one with the given ID has ended.
func reap(pid int) (exit int, err error) {
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, fmt.Errorf("cannot wait for the process of a script: %w", err)
		case got == pid && status.Exited():
			return status.ExitStatus(), nil
		case got == pid && status.Signaled():
			return 128 + int(status.Signal()), nil
		}
	}
}

// openLine opens one of the guest's serial lines, to be written to as it is.
func openLine(name string) (*os.File, error) {
	fd, err := unix.Open(filepath.Join("/dev", name), unix.O_WRONLY|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot open the serial line %s: %w", name, err)
	}
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err == nil {
		t.Oflag &^= unix.OPOST
		t.Lflag &^= unix.ECHO | unix.ICANON | unix.ISIG | unix.IEXTEN
		err = unix.IoctlSetTermios(fd, unix.TCSETS, t)
	}
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("cannot set the serial line %s up: %w", name, err)
	}
	return os.NewFile(uintptr(fd), name), nil
}
