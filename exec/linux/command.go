//go:build linux

package linux

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Command runs a command with /bin/sh. Its error is worded as google/packetdrill
// words it; like there, death by a signal other than SIGINT and SIGQUIT is no
// error.
func (m *Machine) Command(text string) error {
	cmd := exec.Command("/bin/sh", "-c", text)
	cmd.Stdout, cmd.Stderr = m.output, m.errors
	cmd.Env = append(cmd.Environ(), m.environment...)
	err := runOrdinary(cmd)
	if m.virtual != nil {
		m.virtual.ran()
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	status, ok := exit.Sys().(interface {
		Signaled() bool
		Signal() syscall.Signal
	})
	if ok && status.Signaled() {
		if s := status.Signal(); s == unix.SIGINT || s == unix.SIGQUIT {
			return fmt.Errorf("got signal %d (%s)", int(s), s)
		}
		return nil
	}
	return fmt.Errorf("non-zero status %d", exit.ExitCode())
}

// runOrdinary runs a command with an ordinary priority. A process inherits the
// priority of the thread that starts it, so it is started by a thread that has
// given its own up; that thread ends with the goroutine, which stays locked.
func runOrdinary(cmd *exec.Cmd) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		_ = setPriority(0, unix.SCHED_NORMAL, 0)
		result <- cmd.Run()
	}()
	return <-result
}
