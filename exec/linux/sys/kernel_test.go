//go:build linux

package sys

import (
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/exec/calls"
)

var _ calls.Kernel = Kernel{}

// check fails where a call did not return what it should.
func check(t *testing.T, what string, got int, errno abi.Errno, want int, wantErrno abi.Errno) {
	t.Helper()
	if errno != wantErrno || errno == 0 && got != want {
		t.Fatalf("%s: %d, errno %d (%s); want %d, errno %d", what, got, errno, errno, want, wantErrno)
	}
}

// open returns the descriptor that a call gave, to be closed with the test.
func open(t *testing.T, fd int, errno abi.Errno) int32 {
	t.Helper()
	if errno != 0 {
		t.Fatalf("cannot open a descriptor: %s", errno)
	}
	t.Cleanup(func() { Kernel{}.Close(int32(fd)) })
	return int32(fd)
}

// connected are two ends of a TCP connection over the loopback device.
func connected(t *testing.T) (client, server int32) {
	t.Helper()
	var k Kernel
	fd, errno := k.Socket(abi.AF_INET, abi.SOCK_STREAM, abi.IPPROTO_TCP)
	listener := open(t, fd, errno)
	check(t, "bind", 0, k.Bind(listener, abi.SockaddrInet(netip.MustParseAddrPort("127.0.0.1:0"))), 0, 0)
	check(t, "listen", 0, k.Listen(listener, 1), 0, 0)
	fd, errno = k.Socket(abi.AF_INET, abi.SOCK_STREAM, 0)
	client = open(t, fd, errno)
	check(t, "connect", 0, k.Connect(client, nameOf(t, listener)), 0, 0)
	peer := abi.NewSockaddr()
	fd, errno = k.Accept(listener, peer)
	server = open(t, fd, errno)
	if a, err := peer.AddrPort(); err != nil || a.Addr() != netip.MustParseAddr("127.0.0.1") {
		t.Fatalf("the peer is %s, %v", a, err)
	}
	return client, server
}

func TestKernelTransfers(t *testing.T) {
	var k Kernel
	client, server := connected(t)
	n, errno := k.Write(client, abi.Memory([]byte("one")))
	check(t, "write", n, errno, 3, 0)
	n, errno = k.Writev(client, []abi.Buffer{abi.Memory([]byte("t")), abi.Memory(nil), abi.Memory([]byte("wo"))})
	check(t, "writev", n, errno, 3, 0)
	n, errno = k.Sendto(client, abi.Memory([]byte("three")), abi.MSG_DONTWAIT, nil)
	check(t, "sendto", n, errno, 5, 0)
	n, errno = k.Sendmsg(client, &abi.Message{Vector: []abi.Buffer{abi.Memory([]byte("four"))}}, 0)
	check(t, "sendmsg", n, errno, 4, 0)
	n, errno = k.Write(client, abi.Buffer{Length: 10})
	check(t, "write of NULL", n, errno, 0, abi.EFAULT)
	n, errno = k.Writev(client, []abi.Buffer{{Length: -1}})
	check(t, "writev of a negative length", n, errno, 0, abi.EINVAL)

	b := make([]byte, 4)
	n, errno = k.Read(server, abi.Memory(b))
	check(t, "read", n, errno, 4, 0)
	two := [][]byte{make([]byte, 1), make([]byte, 2)}
	n, errno = k.Readv(server, []abi.Buffer{abi.Memory(two[0]), abi.Memory(two[1])})
	check(t, "readv", n, errno, 3, 0)
	if got := string(b) + string(two[0]) + string(two[1]); got != "onetwot" {
		t.Errorf("read %q", got)
	}
	n, errno = k.Recvfrom(server, abi.Memory(b), abi.MSG_PEEK, nil)
	check(t, "recvfrom", n, errno, 4, 0)
	message := &abi.Message{Vector: []abi.Buffer{abi.Memory(make([]byte, 100))}, Control: make([]byte, 64)}
	n, errno = k.Recvmsg(server, message, 0)
	check(t, "recvmsg", n, errno, 8, 0)
	if message.Flags != 0 || len(message.Control) != 0 {
		t.Errorf("flags %#x, %d bytes of control messages", message.Flags, len(message.Control))
	}
	check(t, "shutdown", 0, k.Shutdown(client, abi.SHUT_WR), 0, 0)
	n, errno = k.Read(server, abi.Memory(b))
	check(t, "read after the FIN", n, errno, 0, 0)
}

func TestKernelControlMessage(t *testing.T) {
	var k Kernel
	client, server := connected(t)
	check(t, "setsockopt", 0, k.Setsockopt(server, abi.SOL_TCP, abi.TCP_INQ, []byte{1, 0, 0, 0}, 4), 0, 0)
	k.Write(client, abi.Memory(make([]byte, 10)))
	message := &abi.Message{Vector: []abi.Buffer{abi.Memory(make([]byte, 4))}, Control: make([]byte, 64)}
	n, errno := k.Recvmsg(server, message, 0)
	check(t, "recvmsg", n, errno, 4, 0)
	list, complete := abi.ControlMessages(message.Control)
	if !complete || len(list) != 1 || list[0].Type != abi.TCP_CM_INQ || list[0].Data[0] != 6 {
		t.Errorf("control messages %+v, %v", list, complete)
	}
}

func TestKernelOptions(t *testing.T) {
	var k Kernel
	client, _ := connected(t)
	value, length := make([]byte, 8), uint32(8)
	check(t, "getsockopt", 0, k.Getsockopt(client, abi.SOL_SOCKET, abi.SO_TYPE, value, &length), 0, 0)
	if length != 4 || value[0] != abi.SOCK_STREAM {
		t.Errorf("SO_TYPE is %v with %d bytes", value, length)
	}
	check(t, "getsockopt", 0, k.Getsockopt(client, abi.SOL_TCP, 9999, value, &length), 0, abi.ENOPROTOOPT)
	n, errno := k.Fcntl(client, abi.F_SETFL, abi.O_RDWR|abi.O_NONBLOCK)
	check(t, "fcntl", n, errno, 0, 0)
	n, errno = k.Fcntl(client, abi.F_GETFL, 0)
	check(t, "fcntl", n, errno, abi.O_RDWR|abi.O_NONBLOCK, 0)
	n, errno = k.Read(client, abi.Memory(make([]byte, 1)))
	check(t, "read", n, errno, 0, abi.EAGAIN)
	pending := int32(-1)
	n, errno = k.Ioctl(client, abi.FIONREAD, &pending)
	check(t, "ioctl", n, errno, 0, 0)
	if pending != 0 {
		t.Errorf("%d bytes wait", pending)
	}
	n, errno = k.Ioctl(client, abi.FIONREAD, nil)
	check(t, "ioctl of NULL", n, errno, 0, abi.EFAULT)
	check(t, "close of what is not open", 0, k.Close(-1), 0, abi.EBADF)
}

func TestKernelMultiplexes(t *testing.T) {
	var k Kernel
	client, server := connected(t)
	fds := []abi.PollFD{{FD: client, Events: abi.POLLIN}, {FD: server, Events: abi.POLLIN | abi.POLLOUT}}
	n, errno := k.Poll(fds, 0)
	check(t, "poll", n, errno, 1, 0)
	if fds[0].Revents != 0 || fds[1].Revents != abi.POLLOUT {
		t.Errorf("revents %#x and %#x", fds[0].Revents, fds[1].Revents)
	}
	started := time.Now()
	n, errno = k.Poll(nil, 5)
	check(t, "poll of nothing", n, errno, 0, 0)
	if waited := time.Since(started); waited < 5*time.Millisecond {
		t.Errorf("it waited for %s", waited)
	}

	fd, errno := k.EpollCreate()
	epoll := open(t, fd, errno)
	event := &abi.EpollEvent{Events: abi.POLLIN, Data: [8]byte{1, 2, 3, 4, 5, 6, 7, 8}}
	check(t, "epoll_ctl", 0, k.EpollCtl(epoll, abi.EPOLL_CTL_ADD, server, event), 0, 0)
	check(t, "epoll_ctl", 0, k.EpollCtl(epoll, abi.EPOLL_CTL_ADD, server, event), 0, abi.EEXIST)
	events := make([]abi.EpollEvent, 2)
	n, errno = k.EpollWait(epoll, events, 2, 0)
	check(t, "epoll_wait", n, errno, 0, 0)
	k.Write(client, abi.Memory([]byte("x")))
	n, errno = k.EpollWait(epoll, events, 2, 1000)
	check(t, "epoll_wait", n, errno, 1, 0)
	if events[0] != *event {
		t.Errorf("event %+v", events[0])
	}
}

func TestKernelFiles(t *testing.T) {
	var k Kernel
	path := filepath.Join(t.TempDir(), "file")
	fd, errno := k.Open(path, abi.O_RDWR|abi.O_CREAT, 0o600)
	file := open(t, fd, errno)
	n, errno := k.Write(file, abi.Memory([]byte("0123456789")))
	check(t, "write", n, errno, 10, 0)
	_, errno = k.Open(path+".not", abi.O_RDONLY, 0)
	check(t, "open", 0, errno, 0, abi.ENOENT)

	fds, errno := k.Pipe()
	check(t, "pipe", 0, errno, 0, 0)
	from, to := open(t, int(fds[0]), 0), open(t, int(fds[1]), 0)
	client, server := connected(t)
	n, errno = k.Sendfile(client, file, 4, 3)
	check(t, "sendfile", n, errno, 3, 0)
	k.Write(to, abi.Memory([]byte("pipe")))
	n, errno = k.Splice(from, 0, client, 0, 4, 0)
	check(t, "splice", n, errno, 4, 0)
	n, errno = k.Splice(from, 1, client, 0, 4, 0)
	check(t, "splice with an offset", n, errno, 0, abi.ESPIPE)
	b := make([]byte, 7)
	n, errno = k.Recvfrom(server, abi.Memory(b), abi.MSG_WAITALL, nil)
	check(t, "recvfrom", n, errno, 7, 0)
	if string(b) != "456pipe" {
		t.Errorf("received %q", b)
	}
}

func TestKernelCapability(t *testing.T) {
	// To lower one that this thread may not have, and its own, is allowed.
	const capWakeAlarm = 35
	if errno := (Kernel{}).Capability(capWakeAlarm, false); errno != 0 {
		t.Errorf("errno %s", errno)
	}
}

// nameOf is the address that a socket is bound to.
func nameOf(t *testing.T, fd int32) *abi.Sockaddr {
	t.Helper()
	name, err := unix.Getsockname(int(fd))
	if err != nil {
		t.Fatal(err)
	}
	in4 := name.(*unix.SockaddrInet4)
	return abi.SockaddrInet(netip.AddrPortFrom(netip.AddrFrom4(in4.Addr), uint16(in4.Port)))
}
