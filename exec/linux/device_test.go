//go:build linux

package linux

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// inNamespace gives the test a network namespace of its own. Its thread ends
// with it, so that nothing else comes to run there.
func inNamespace(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); errors.Is(err, unix.EPERM) {
		t.Skip("making a network namespace needs CAP_SYS_ADMIN")
	} else if err != nil {
		t.Fatal(err)
	}
}

// devicesOpen counts this process's descriptors of TUN devices.
func devicesOpen(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name())); err == nil &&
			target == "/dev/net/tun" {
			n++
		}
	}
	return n
}

func TestDevice(t *testing.T) {
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		t.Skipf("the test needs a TUN device: %v", err)
	}
	for _, test := range []struct {
		name     string
		segments bool
		flags    uint16
	}{
		{"plain", false, unix.IFF_TUN | unix.IFF_NO_PI},
		{"with a header for segments", true, unix.IFF_TUN | unix.IFF_NO_PI | unix.IFF_VNET_HDR},
	} {
		t.Run(test.name, func(t *testing.T) {
			inNamespace(t)
			before := devicesOpen(t)
			fd, err := openDevice(test.segments)
			if err != nil {
				t.Fatal(err)
			}
			defer unix.Close(fd)
			if n := devicesOpen(t) - before; n != 1 {
				t.Errorf("%d descriptors of the device are open, want one", n)
			}
			if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("the descriptor has the flags %#x (%v), want it closed on exec", flags, err)
			}
			if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0); err != nil || flags&unix.O_NONBLOCK == 0 {
				t.Errorf("the file has the flags %#x (%v), want one that does not block", flags, err)
			}
			request, err := unix.NewIfreq("")
			if err != nil {
				t.Fatal(err)
			}
			if err := unix.IoctlIfreq(fd, unix.TUNGETIFF, request); err != nil {
				t.Fatal(err)
			}
			if got := request.Uint16(); request.Name() != deviceName || got != test.flags {
				t.Errorf("%s has the flags %#x, want %s with %#x", request.Name(), got, deviceName, test.flags)
			}
		})
	}
}

// TestAddressIsUsableAtOnce holds that an address which was added can be bound,
// and that what comes in for it is taken.
func TestAddressIsUsableAtOnce(t *testing.T) {
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		t.Skipf("the test needs a TUN device: %v", err)
	}
	inNamespace(t)
	tun, err := openDevice(false)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(tun)
	link, err := netlink.LinkByName(deviceName)
	if err != nil {
		t.Fatal(err)
	}
	if err := netlink.LinkSetUp(link); err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		local := netip.AddrFrom16([16]byte{0: 0xfd, 15: byte(i + 1)})
		if err := addAddress(link, local, 48); err != nil {
			t.Fatal(err)
		}
		fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_STREAM, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.Bind(fd, &unix.SockaddrInet6{Addr: local.As16()}); err != nil {
			t.Errorf("%s cannot be bound: %v", local, err)
		}
		unix.Close(fd)
		routes, err := netlink.RouteGet(local.AsSlice())
		if err != nil || len(routes) == 0 || routes[0].Type != unix.RTN_LOCAL {
			t.Errorf("%s is not this machine's: %v, %v", local, routes, err)
		}
	}
}
