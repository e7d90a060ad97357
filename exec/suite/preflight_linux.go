package suite

import (
	"errors"
	"fmt"
	"os"
	"strings"
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
		return fmt.Errorf("there is no %s, which the network device of a script is made with: load the driver with "+
			"`modprobe tun`, or start the container with --device=%s", tunDevice, tunDevice)
	case errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM):
		return fmt.Errorf("this user may not open %s, which the network device of a script is made with: run as "+
			"root, or allow it with `chmod 0666 %s`", tunDevice, tunDevice)
	case errors.Is(err, unix.ENODEV) || errors.Is(err, unix.ENXIO):
		return fmt.Errorf("%s is there but the kernel has no driver for it: load it with `modprobe tun`", tunDevice)
	}
	return fmt.Errorf("cannot open %s, which the network device of a script is made with: %w", tunDevice, err)
}

// InOwnNetwork reports whether this process is in another network namespace than
// the machine's own, so that somebody has made one for it. Where that cannot be
// told it says no: then scripts get a namespace of their own, and nothing of
// the machine changes.
func InOwnNetwork() bool {
	own, err := os.Readlink("/proc/self/ns/net")
	if err != nil || own == initialNetwork {
		return false
	}
	if first, err := os.Readlink("/proc/1/ns/net"); err == nil {
		return own != first
	}
	// The first process may not be looked at. The root of a user namespace has
	// a network of its own or may not configure any.
	return numbersNetworks() || os.Geteuid() == 0 && inUserNamespace()
}

// numbersNetworks reports whether this kernel gives the network that it starts
// with its fixed number.
func numbersNetworks() bool {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return false
	}
	var major, minor int
	n, _ := fmt.Sscanf(unix.ByteSliceToString(name.Release[:]), "%d.%d", &major, &minor)
	return n == 2 && (major > 6 || major == 6 && minor >= 18)
}

// initialNetwork is the namespace that the kernel starts with, where it has a
// fixed number (include/uapi/linux/nsfs.h, since Linux 6.18).
const initialNetwork = "net:[4026531833]"

// inUserNamespace reports whether user numbers are mapped, as they are everywhere
// but in the namespace that the kernel starts with (user_namespaces(7)).
func inUserNamespace() bool {
	mapping, err := os.ReadFile("/proc/self/uid_map")
	fields := strings.Fields(string(mapping))
	return err == nil && (len(fields) != 3 || fields[0] != "0" || fields[1] != "0" || fields[2] != "4294967295")
}

func namespaceError(err error) error {
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.ENOSPC) ||
		errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("a script runs in a network namespace of its own, which this user may not make (%w): run "+
			"as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone "+
			"and kernel.apparmor_restrict_unprivileged_userns), or start the container with --privileged", err)
	}
	return fmt.Errorf("starting the process that runs the script: %w", err)
}
