//go:build linux

package linux

import (
	"fmt"
	"net"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// snifferBuffer is room for packets that wait to be looked at, in bytes. When
// a stack floods, the kernel drops what does not fit.
const snifferBuffer = 2 << 20

// sniffer is a packet socket that sees what the stack sends on the device, with
// the kernel's time of sending (packet(7), SO_TIMESTAMPNS in socket(7)).
type sniffer struct {
	fd      int
	index   int
	buffer  []byte
	control []byte

	// What recvmsg(2) is given, made once: memory is not collected while a
	// script runs, and the stack may flood.
	from    unix.RawSockaddrLinklayer
	part    unix.Iovec
	message unix.Msghdr
}

func newSniffer() (*sniffer, error) {
	device, err := net.InterfaceByName(deviceName)
	if err != nil {
		return nil, fmt.Errorf("cannot find %s: %w", deviceName, err)
	}
	protocol := uint16(unix.ETH_P_ALL>>8 | unix.ETH_P_ALL&0xff<<8) // network byte order
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, int(protocol))
	if err != nil {
		return nil, environmentError("cannot open a packet socket: %v: CAP_NET_RAW is needed", err)
	}
	s := &sniffer{fd: fd, index: device.Index, buffer: make([]byte, 128<<10), control: make([]byte, 256)}
	for _, set := range []func() error{
		func() error {
			return unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: protocol, Ifindex: device.Index})
		},
		func() error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, snifferBuffer) },
		func() error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1) },
	} {
		if err := set(); err != nil {
			unix.Close(fd)
			return nil, fmt.Errorf("cannot set up the packet socket: %w", err)
		}
	}
	return s, nil
}

// receive returns the next packet that the stack sent and when, in nanoseconds
// of CLOCK_REALTIME, or EAGAIN. The slice is valid until the next call.
func (s *sniffer) receive() ([]byte, int64, error) {
	for {
		n, err := s.recvmsg()
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		// The socket also sees what is injected, and before it was bound to
		// the device it may have seen other devices.
		if s.from.Pkttype != unix.PACKET_OUTGOING || int(s.from.Ifindex) != s.index {
			continue
		}
		return s.buffer[:n], timestamp(s.control[:s.message.Controllen]), nil
	}
}

// recvmsg fills buffer, control and from, without waiting and without taking
// memory. It returns the length of the packet.
func (s *sniffer) recvmsg() (int, error) {
	s.from = unix.RawSockaddrLinklayer{}
	s.part.Base = &s.buffer[0]
	s.part.SetLen(len(s.buffer))
	s.message = unix.Msghdr{
		Name: (*byte)(unsafe.Pointer(&s.from)), Namelen: uint32(unsafe.Sizeof(s.from)),
		Iov: &s.part, Control: &s.control[0],
	}
	s.message.SetIovlen(1)
	s.message.SetControllen(len(s.control))
	n, _, errno := unix.RawSyscall(unix.SYS_RECVMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&s.message)),
		unix.MSG_DONTWAIT)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// timestamp is the kernel's time of a packet, in nanoseconds; the present where
// it has none.
func timestamp(control []byte) int64 {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return time.Now().UnixNano()
	}
	for _, m := range messages {
		if m.Header.Level == unix.SOL_SOCKET && m.Header.Type == unix.SCM_TIMESTAMPNS &&
			len(m.Data) >= int(unsafe.Sizeof(unix.Timespec{})) {
			t := (*unix.Timespec)(unsafe.Pointer(&m.Data[0]))
			return t.Nano()
		}
	}
	return time.Now().UnixNano()
}

func (s *sniffer) close() { unix.Close(s.fd) }
