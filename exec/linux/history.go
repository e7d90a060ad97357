//go:build linux

package linux

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// histories are the variables that name the files in which iproute2's programs
// keep the counters that they have shown, to show what was added the next time
// (nstat(8)). Without them a file in /tmp serves all runs of a user, and those
// that run side by side would disturb each other.
var histories = []string{"NSTAT_HISTORY", "IFSTAT_HISTORY", "RTACCT_HISTORY"}

// privateHistories are the variables that let commands keep their counters where
// no other run does, and what takes those away.
func privateHistories() (environment []string, remove func() error, err error) {
	folder, remove, err := privateFolder()
	if err != nil {
		return nil, nil, err
	}
	for _, name := range histories {
		environment = append(environment, name+"="+filepath.Join(folder, name))
	}
	return environment, remove, nil
}

// privateFolder is a folder of this process alone. It is the root of a file
// system in memory that is mounted nowhere, so that it ends with the process,
// however that ends: only /proc has a path to it (fsmount(2), since Linux 5.2).
// Where that is not allowed it is an ordinary one.
func privateFolder() (path string, remove func() error, err error) {
	if fd, err := detachedTmpfs(); err == nil {
		// The process's number in the namespace that /proc is of.
		if pid, err := os.Readlink("/proc/self"); err == nil {
			return filepath.Join("/proc", pid, "fd", strconv.Itoa(fd)), func() error { return unix.Close(fd) }, nil
		}
		unix.Close(fd)
	}
	path, err = os.MkdirTemp("", "pkt-")
	if err != nil {
		return "", nil, fmt.Errorf("cannot make a folder for what commands keep: %w", err)
	}
	return path, func() error { return os.RemoveAll(path) }, nil
}

func detachedTmpfs() (int, error) {
	system, err := unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return -1, err
	}
	defer unix.Close(system)
	if err := unix.FsconfigCreate(system); err != nil {
		return -1, err
	}
	return unix.Fsmount(system, unix.FSMOUNT_CLOEXEC,
		unix.MOUNT_ATTR_NODEV|unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NOEXEC)
}
