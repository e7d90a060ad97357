package suite

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/program"
)

// ThisMachine is the platform of scripts that run on this machine's kernel. What
// it has been asked is remembered.
func ThisMachine() Platform {
	return &machine{sysctls: map[string]bool{}, values: map[string]bool{}, programs: map[string]bool{}}
}

type machine struct {
	mutex                     sync.Mutex
	sysctls, values, programs map[string]bool
}

func (*machine) Stack() string { return "linux" }

func (*machine) Kernel() program.Version {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return nil
	}
	return program.ParseVersion(unix.ByteSliceToString(name.Release[:]))
}

// of answers a question once.
func (m *machine) of(known map[string]bool, key string, answer func() bool) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	yes, ok := known[key]
	if !ok {
		yes = answer()
		known[key] = yes
	}
	return yes
}

// certainSysctls are the folders of sysctls that are there or not from the start;
// others may come with a module that a script loads.
var certainSysctls = regexp.MustCompile(`^net\.(ipv4|ipv6|core|mptcp)\.`)

// ofDevice finds the name of a network device in a sysctl.
var ofDevice = regexp.MustCompile(`^(net\.ipv[46]\.(?:conf|neigh))\.[^.]+\.`)

// HasSysctl looks for the file. That of a device, which a script's own namespace
// has, is as good as that of every one's default.
func (m *machine) HasSysctl(name string) bool {
	if !certainSysctls.MatchString(name) {
		return true
	}
	return m.of(m.sysctls, name, func() bool {
		_, err := os.Stat(sysctlPath(ofDevice.ReplaceAllString(name, "$1.default.")))
		return !errors.Is(err, os.ErrNotExist)
	})
}

func sysctlPath(name string) string {
	return filepath.Join("/proc/sys", strings.ReplaceAll(name, ".", "/"))
}

// newValues are those that a sysctl takes on later kernels only, up to the largest.
// A value that no kernel takes is a mistake of the script, which is no reason to
// skip it.
var newValues = map[string]int{
	"net.ipv4.tcp_ecn": 5, // 3 to 5 are about accurate ECN, since Linux 7.0
}

// TakesSysctl tries the value in a network namespace of its own.
func (m *machine) TakesSysctl(name, value string) bool {
	n, err := strconv.Atoi(value)
	if largest, ok := newValues[name]; !ok || err != nil || n < 0 || n > largest {
		return true
	}
	return m.of(m.values, name+"="+value, func() bool {
		return !errors.Is(inNewNetwork(func() error {
			return os.WriteFile(sysctlPath(name), []byte(value), 0)
		}), unix.EINVAL)
	})
}

// inNewNetwork calls a function in a network namespace that goes away after it.
// The error is the function's, or says that there is no such namespace to be had.
func inNewNetwork(try func() error) error {
	done := make(chan error)
	go func() {
		// The thread is never unlocked, so that it ends with the goroutine.
		runtime.LockOSThread()
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			done <- err
			return
		}
		done <- try()
	}()
	return <-done
}

func (m *machine) HasProgram(name string) bool {
	return m.of(m.programs, name, func() bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
}

// protocols are those that a script may require, with how a socket of it is made.
var protocols = map[string]struct{ kind, number int }{
	"tcp":     {unix.SOCK_STREAM, unix.IPPROTO_TCP},
	"udp":     {unix.SOCK_DGRAM, unix.IPPROTO_UDP},
	"udplite": {unix.SOCK_DGRAM, unix.IPPROTO_UDPLITE},
	"dccp":    {unix.SOCK_DCCP, unix.IPPROTO_DCCP},
	"sctp":    {unix.SOCK_STREAM, unix.IPPROTO_SCTP},
	"mptcp":   {unix.SOCK_STREAM, unix.IPPROTO_MPTCP},
}

// HasProtocol makes a socket, which loads the protocol's module where that is
// allowed, as the script's own would.
func (*machine) HasProtocol(name string) (has, known bool) {
	p, known := protocols[name]
	if !known {
		return false, false
	}
	fd, err := unix.Socket(unix.AF_INET, p.kind|unix.SOCK_CLOEXEC, p.number)
	if err != nil {
		return false, true
	}
	return unix.Close(fd) == nil, true
}
