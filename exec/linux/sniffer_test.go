//go:build linux

package linux

import (
	"errors"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// socketPair is a sniffer that reads from a socket of the test, and the other
// end of it.
func socketPair(t *testing.T) (*sniffer, int) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		unix.Close(fds[0])
		unix.Close(fds[1])
	})
	return &sniffer{fd: fds[0], buffer: make([]byte, 100), control: make([]byte, 256)}, fds[1]
}

// TestReceiveTakesNoMemory holds that looking for packets leaves the heap alone:
// nothing is collected while a script runs.
func TestReceiveTakesNoMemory(t *testing.T) {
	s, _ := socketPair(t)
	if n := testing.AllocsPerRun(1000, func() {
		if _, _, err := s.receive(); err != unix.EAGAIN {
			t.Fatalf("an empty socket answered %v", err)
		}
	}); n != 0 {
		t.Errorf("each look takes memory %v times", n)
	}
}

// TestReceiveError holds that an error of the socket is told.
func TestReceiveError(t *testing.T) {
	s := &sniffer{fd: -1, buffer: make([]byte, 1), control: make([]byte, 1)}
	if _, _, err := s.receive(); !errors.Is(err, unix.EBADF) {
		t.Errorf("a closed sniffer answered %v", err)
	}
}

// TestRecvmsg holds what the kernel is asked for: the whole buffer, and control
// messages.
func TestRecvmsg(t *testing.T) {
	s, other := socketPair(t)
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_PASSCRED, 1); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first", "a second one"} {
		if err := unix.Sendto(other, []byte(text), 0, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"first", "a second one"} {
		n, err := s.recvmsg()
		if err != nil || string(s.buffer[:n]) != want {
			t.Errorf("received %q, %v; want %q", s.buffer[:max(n, 0)], err, want)
		}
		messages, err := unix.ParseSocketControlMessage(s.control[:s.message.Controllen])
		if err != nil || len(messages) != 1 || messages[0].Header.Type != unix.SCM_CREDENTIALS {
			t.Errorf("control messages %v, %v; want the credentials", messages, err)
		}
	}
}

// TestTimestamp holds that a packet's time is the kernel's, where it says one.
func TestTimestamp(t *testing.T) {
	control := make([]byte, unix.CmsgSpace(int(unsafe.Sizeof(unix.Timespec{}))))
	header := (*unix.Cmsghdr)(unsafe.Pointer(&control[0]))
	header.Level, header.Type = unix.SOL_SOCKET, unix.SCM_TIMESTAMPNS
	header.SetLen(unix.CmsgLen(int(unsafe.Sizeof(unix.Timespec{}))))
	*(*unix.Timespec)(unsafe.Pointer(&control[unix.CmsgLen(0)])) = unix.Timespec{Sec: 7, Nsec: 89_999}
	if at := timestamp(control); at != 7_000_089_999 {
		t.Errorf("the time is %d ns, want 7000089999", at)
	}
	if before, at := time.Now().UnixNano(), timestamp(nil); at < before || at > time.Now().UnixNano() {
		t.Errorf("without a time of the kernel's it is %d, not the present", at)
	}
}
