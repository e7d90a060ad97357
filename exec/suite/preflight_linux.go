package suite

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const tunDevice = "/dev/net/tun"

// Preflight tells, before anything runs, what is missing to run scripts here,
// in one sentence with how to get it.
func Preflight() error {
	tun, err := os.OpenFile(tunDevice, os.O_RDWR, 0)
	switch {
	case err == nil:
		return tun.Close()
	case errors.Is(err, unix.ENOENT):
		return fmt.Errorf("there is no %s, which the network device of a script is made with: "+
			"load the driver with `modprobe tun`, or start the container with --device=%s", tunDevice, tunDevice)
	case errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM):
		return fmt.Errorf("this user may not open %s, which the network device of a script is made with: "+
			"run as root, or allow it with `chmod 0666 %s`", tunDevice, tunDevice)
	case errors.Is(err, unix.ENODEV) || errors.Is(err, unix.ENXIO):
		return fmt.Errorf("%s is there but the kernel has no driver for it: load it with `modprobe tun`", tunDevice)
	}
	return fmt.Errorf("cannot open %s, which the network device of a script is made with: %w", tunDevice, err)
}

// InOwnNetwork tells whether this process is in another network namespace than
// the first process that it can see, so that somebody has made one for it.
func InOwnNetwork() bool {
	own, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return false
	}
	first, err := os.Readlink("/proc/1/ns/net")
	if err != nil {
		// The first process belongs to somebody else. A root that may not look
		// at it is that of a user namespace, with a network of its own or none.
		return os.Geteuid() == 0
	}
	return own != first
}

func namespaceError(err error) error {
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("a script runs in a network namespace of its own, which this user may not make (%w): run as root, "+
			"or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone and "+
			"kernel.apparmor_restrict_unprivileged_userns), or start the container with --privileged", err)
	}
	return fmt.Errorf("starting the process that runs the script: %w", err)
}
