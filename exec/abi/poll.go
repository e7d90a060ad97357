package abi

// Events of poll(2) and epoll(7); both have the same numbers for the same
// events (include/uapi/asm-generic/poll.h, include/uapi/linux/eventpoll.h).
const (
	POLLIN     = 0x1
	POLLPRI    = 0x2
	POLLOUT    = 0x4
	POLLERR    = 0x8
	POLLHUP    = 0x10
	POLLNVAL   = 0x20
	POLLRDNORM = 0x40
	POLLWRNORM = 0x100
	POLLRDHUP  = 0x2000

	EPOLLONESHOT = 0x40000000
	EPOLLET      = 0x80000000
)

// Operations of epoll_ctl(2).
const (
	EPOLL_CTL_ADD = 1
	EPOLL_CTL_DEL = 2
	EPOLL_CTL_MOD = 3
)

// PollFD is a struct pollfd.
type PollFD struct {
	FD      int32
	Events  int16
	Revents int16
}

// EpollEvent is a struct epoll_event. Where its data stand in memory differs
// between machines.
type EpollEvent struct {
	Events uint32
	Data   [8]byte
}
