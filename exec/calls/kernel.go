package calls

import "github.com/pktlang/pkt/exec/abi"

// Kernel is what system calls are made to: Linux, or a stack in user space that
// answers as Linux does. Every method is one system call, documented on the
// page of section 2 of the manual that has its name. A method whose call fails
// returns its errno and, in place of a number, anything.
//
// Memory is given as slices. Descriptors are the kernel's, and not those of the
// script. Flags and numbers are Linux's; see package abi.
//
// A method may block. Methods are called by one goroutine at a time, but while
// a call blocks another one may be made.
type Kernel interface {
	Socket(family, kind, protocol int32) (fd int, errno abi.Errno)
	Bind(fd int32, local *abi.Sockaddr) abi.Errno
	Listen(fd, backlog int32) abi.Errno
	// Accept is accept4 without flags. It fills in the peer's address.
	Accept(fd int32, peer *abi.Sockaddr) (accepted int, errno abi.Errno)
	Connect(fd int32, remote *abi.Sockaddr) abi.Errno
	Shutdown(fd, how int32) abi.Errno
	Close(fd int32) abi.Errno

	Receiver
	Sender

	// Getsockopt has room for the value; length says for how much of it, and
	// is set to how much was filled in.
	Getsockopt(fd, level, name int32, value []byte, length *uint32) abi.Errno
	// Setsockopt is told a length that may be another than the value has.
	Setsockopt(fd, level, name int32, value []byte, length int32) abi.Errno
	Fcntl(fd, command, argument int32) (result int, errno abi.Errno)
	// Ioctl takes a number that is read or written; nil for NULL.
	Ioctl(fd, request int32, value *int32) (result int, errno abi.Errno)
	// Capability raises or lowers one capability in the effective set of the
	// calling thread (capset).
	Capability(capability int32, raise bool) abi.Errno

	// Poll waits for timeout milliseconds, or for ever where that is negative.
	Poll(fds []abi.PollFD, timeout int32) (ready int, errno abi.Errno)
	EpollCreate() (fd int, errno abi.Errno)
	EpollCtl(epoll, operation, fd int32, event *abi.EpollEvent) abi.Errno
	// EpollWait is told a count that may be more than there is room for.
	EpollWait(epoll int32, events []abi.EpollEvent, count, timeout int32) (ready int, errno abi.Errno)

	Open(path string, flags, mode int32) (fd int, errno abi.Errno)
	// Pipe returns the end to read from and the end to write to.
	Pipe() (fds [2]int32, errno abi.Errno)
	Sendfile(out, in int32, offset int64, count int32) (n int, errno abi.Errno)
	// Splice takes the offsets as pointers; any but NULL points nowhere.
	Splice(in int32, inOffset int64, out int32, outOffset int64, length, flags int32) (n int, errno abi.Errno)
}

// Receiver are the calls that receive.
type Receiver interface {
	Read(fd int32, b abi.Buffer) (n int, errno abi.Errno)
	Readv(fd int32, vector []abi.Buffer) (n int, errno abi.Errno)
	// Recvfrom fills in where the data came from, unless from is nil.
	Recvfrom(fd int32, b abi.Buffer, flags int32, from *abi.Sockaddr) (n int, errno abi.Errno)
	// Recvmsg fills in the name, if there is one, the flags, and the control
	// messages, which it cuts to what it has filled in.
	Recvmsg(fd int32, m *abi.Message, flags int32) (n int, errno abi.Errno)
}

// Sender are the calls that send.
type Sender interface {
	Write(fd int32, b abi.Buffer) (n int, errno abi.Errno)
	Writev(fd int32, vector []abi.Buffer) (n int, errno abi.Errno)
	// Sendto sends to the peer where to is nil.
	Sendto(fd int32, b abi.Buffer, flags int32, to *abi.Sockaddr) (n int, errno abi.Errno)
	Sendmsg(fd int32, m *abi.Message, flags int32) (n int, errno abi.Errno)
}
