package suite

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/protocol"
)

// self is this program, also when its file was replaced since it was started.
const self = "/proc/self/exe"

// newNetwork tells a guard that its network namespace is new.
const newNetwork = "network"

// Guard is process 1 of a new PID namespace. It starts the process that runs
// the script, hands on signals, reaps what scripts leave behind, and ends with
// that process; the kernel then kills everything else in the namespace. It
// returns the exit code.
//
// Scripts name files after the process ID of their runner, which they learn
// from PACKETDRILL_PID or as parent of their commands. In a PID namespace that
// number would be the same for all runs at a time, so the guard asks the kernel
// to give the process its own number of the outer namespace, which no other
// process there has.
func Guard(arguments []string) int {
	outer, err := os.Readlink("/proc/self")
	if err == nil && os.Getpid() == 1 {
		mountAnew(len(arguments) > 0 && arguments[0] == newNetwork)
	}
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, unix.SIGINT, unix.SIGTERM, unix.SIGHUP)

	process, err := startScript(outer)
	if err != nil {
		fmt.Fprintf(os.Stderr, "pkt: cannot start the process that runs the script: %v\n", err)
		return 2
	}
	go func() {
		for s := range signals {
			_ = process.Signal(s) // it may have ended just now
		}
	}()
	return reap(process.Pid)
}

// mountAnew gives the namespace a /proc with its own process IDs and, for a new
// network namespace, a /sys with its own devices, as ip-netns(8) does. Where a
// container forbids it, the old ones do for all but unusual scripts.
func mountAnew(network bool) {
	if unix.Mount("", "/", "", unix.MS_SLAVE|unix.MS_REC, "") != nil {
		return
	}
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	_ = unix.Mount("proc", "/proc", "proc", flags, "")
	if network {
		_ = unix.Mount("sysfs", "/sys", "sysfs", flags, "")
	}
}

// startScript starts this program again, with the given process ID where it can
// be had.
func startScript(pid string) (*os.Process, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr, os.NewFile(protocol.CommandOutput, "command output")}
	if n, err := strconv.Atoi(pid); err == nil && n > 1 && os.Getpid() == 1 {
		// proc_sys_kernel(5): the next process gets the number after this one.
		_ = os.WriteFile("/proc/sys/kernel/ns_last_pid", []byte(strconv.Itoa(n-1)), 0)
	}
	return os.StartProcess(self, []string{"pkt", ChildArgument}, &os.ProcAttr{
		// The signals by which the Go runtime stops a thread would end poll(2)
		// and its like with EINTR, which no script expects.
		Env:   append(os.Environ(), "GODEBUG=asyncpreemptoff=1"),
		Files: files,
		Sys:   &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
	})
}

// reap waits for every child, the orphans of scripts among them, until the
// process with the given ID has ended, and returns its exit code.
func reap(pid int) int {
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			fmt.Fprintf(os.Stderr, "pkt: cannot wait for the process that runs the script: %v\n", err)
			return 2
		case got == pid && status.Exited():
			return status.ExitStatus()
		case got == pid && status.Signaled():
			return 128 + int(status.Signal())
		}
	}
}
