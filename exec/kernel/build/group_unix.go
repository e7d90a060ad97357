//go:build unix

package build

import (
	"os/exec"
	"syscall"
)

// together lets a command and all that it starts end together when it is
// cancelled.
func together(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
}
