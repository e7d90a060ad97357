package netstack

import (
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	gvisor "gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
	"gvisor.dev/gvisor/pkg/waiter"

	"github.com/pktlang/pkt/exec/abi"
)

// socket is an endpoint of the stack.
type socket struct {
	endpoint tcpip.Endpoint
	link     *link // what its packets go through
	family   int32
	kind     int32
	protocol int32

	receiveTimeout, sendTimeout time.Duration

	inquiry   bool // TCP_INQ
	more      bool // the last send had MSG_MORE
	corked    bool // TCP_CORK
	errorRead bool // the error that ended the connection was told
	chosen    []choice
}

// Socket implements calls.Kernel.
func (k *Kernel) Socket(family, kind, protocol int32) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := &socket{link: k.link, family: family, kind: kind & abi.SOCK_TYPE_MASK, protocol: protocol}
	if errno := s.create(k.stack); errno != 0 {
		return 0, errno
	}
	if s.isTCP() {
		for _, c := range k.defaults {
			_ = accessors[c.option].set(s, c.value)
		}
	}
	status := int32(abi.O_RDWR)
	if kind&abi.SOCK_NONBLOCK != 0 {
		status |= abi.O_NONBLOCK
	}
	fd := k.open(s, status)
	k.files[int32(fd)].closeOnExec = kind&abi.SOCK_CLOEXEC != 0
	return fd, 0
}

// create makes the endpoint.
func (s *socket) create(on *gvisor.Stack) abi.Errno {
	transport, errno := s.transport()
	if errno != 0 {
		return errno
	}
	network := tcpip.NetworkProtocolNumber(header.IPv4ProtocolNumber)
	if s.family == abi.AF_INET6 {
		network = header.IPv6ProtocolNumber
	}
	endpoint, err := on.NewEndpoint(transport, network, &waiter.Queue{})
	s.endpoint = endpoint
	return errnoOf(err)
}

// transport is the protocol that a socket asks for; it fills in the one that 0
// stands for.
func (s *socket) transport() (tcpip.TransportProtocolNumber, abi.Errno) {
	if s.family != abi.AF_INET && s.family != abi.AF_INET6 {
		return 0, abi.EAFNOSUPPORT
	}
	icmpProtocol, icmpNumber := int32(abi.IPPROTO_ICMP), icmp.ProtocolNumber4
	if s.family == abi.AF_INET6 {
		icmpProtocol, icmpNumber = abi.IPPROTO_ICMPV6, icmp.ProtocolNumber6
	}
	switch s.kind {
	case abi.SOCK_STREAM:
		if s.protocol == 0 || s.protocol == abi.IPPROTO_TCP {
			s.protocol = abi.IPPROTO_TCP
			return tcp.ProtocolNumber, 0
		}
		return 0, abi.EPROTONOSUPPORT
	case abi.SOCK_DGRAM:
		switch s.protocol {
		case 0, abi.IPPROTO_UDP:
			s.protocol = abi.IPPROTO_UDP
			return udp.ProtocolNumber, 0
		case icmpProtocol:
			return icmpNumber, 0
		}
		return 0, abi.EPROTONOSUPPORT
	}
	return 0, abi.ESOCKTNOSUPPORT
}

func (s *socket) isTCP() bool { return s.protocol == abi.IPPROTO_TCP }

// Bind implements calls.Kernel.
func (k *Kernel) Bind(fd int32, local *abi.Sockaddr) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, _, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	address, errno := fullAddress(local, s.family, s.endpoint.SocketOptions().GetV6Only(), true)
	if errno != 0 {
		return errno
	}
	defer k.settle()
	err := s.endpoint.Bind(address)
	if _, none := err.(*tcpip.ErrNoPortAvailable); none {
		return abi.EADDRINUSE
	}
	return errnoOf(err)
}

// leastBacklog is what a shorter queue of a listening socket is made: the stack
// answers with SYN cookies once as many handshakes are under way as the queue
// is long, and with cookies there is neither SACK nor a window scale, and the
// peer's MSS is rounded down.
const leastBacklog = 64

// Listen implements calls.Kernel.
func (k *Kernel) Listen(fd, backlog int32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, _, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	if !s.isTCP() {
		return abi.EOPNOTSUPP
	}
	defer k.settle()
	return errnoOf(s.endpoint.Listen(int(max(backlog, leastBacklog))))
}

// Accept implements calls.Kernel.
func (k *Kernel) Accept(fd int32, peer *abi.Sockaddr) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, d, errno := k.socket(fd)
	if errno != 0 {
		return 0, errno
	}
	return k.until(!d.nonBlocking(), s.receiveTimeout, func() (int, abi.Errno) {
		var from tcpip.FullAddress
		endpoint, _, err := s.endpoint.Accept(&from)
		if err != nil {
			return 0, errnoOf(err)
		}
		putAddress(peer, from, s.family)
		accepted := &socket{endpoint: endpoint, link: k.link, family: s.family, kind: s.kind, protocol: s.protocol}
		accepted.inherit(s)
		return k.open(accepted, abi.O_RDWR), 0
	})
}

// Connect implements calls.Kernel.
func (k *Kernel) Connect(fd int32, remote *abi.Sockaddr) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, d, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	defer k.settle()
	if remote.Family() == abi.AF_UNSPEC {
		return s.disconnect(k.stack)
	}
	address, errno := fullAddress(remote, s.family, s.endpoint.SocketOptions().GetV6Only(), false)
	if errno != 0 {
		return errno
	}
	errno = s.connect(address)
	if errno != abi.EINPROGRESS && errno != abi.EALREADY || d.nonBlocking() {
		return errno
	}
	_, waited := k.until(true, s.sendTimeout, func() (int, abi.Errno) {
		if s.endpoint.Readiness(waiter.WritableEvents)&waiter.WritableEvents == 0 {
			return 0, abi.EAGAIN
		}
		return 0, 0
	})
	switch waited {
	case abi.EAGAIN:
		return abi.EINPROGRESS // the send timeout is over (socket(7))
	case 0:
		return s.connect(address) // says how it ended
	}
	return waited
}

func (s *socket) connect(to tcpip.FullAddress) abi.Errno {
	err := s.endpoint.Connect(to)
	if _, none := err.(*tcpip.ErrNoPortAvailable); none && s.isTCP() {
		return abi.EADDRNOTAVAIL
	}
	return errnoOf(err)
}

// disconnect dissolves a connection (connect(2) with AF_UNSPEC). The stack
// cannot do that with TCP: the socket gets a new endpoint with the options of
// the one that is aborted.
func (s *socket) disconnect(on *gvisor.Stack) abi.Errno {
	if !s.isTCP() {
		return errnoOf(s.endpoint.Disconnect())
	}
	s.endpoint.Abort()
	before := *s
	s.chosen, s.errorRead = nil, false
	if errno := s.create(on); errno != 0 {
		return errno
	}
	s.inherit(&before)
	return 0
}

// Shutdown implements calls.Kernel.
func (k *Kernel) Shutdown(fd, how int32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, _, errno := k.socket(fd)
	if errno != 0 {
		return errno
	}
	flags, ok := map[int32]tcpip.ShutdownFlags{
		abi.SHUT_RD:   tcpip.ShutdownRead,
		abi.SHUT_WR:   tcpip.ShutdownWrite,
		abi.SHUT_RDWR: tcpip.ShutdownRead | tcpip.ShutdownWrite,
	}[how]
	if !ok {
		return abi.EINVAL
	}
	defer k.settle()
	return errnoOf(s.endpoint.Shutdown(flags))
}

func (s *socket) close() { s.endpoint.Close() }

// linger waits, after a close with SO_LINGER, until the peer has acknowledged
// all and the FIN, or the time is over.
func (s *socket) linger(k *Kernel) {
	l := s.endpoint.SocketOptions().GetLinger()
	if !s.isTCP() || !l.Enabled || l.Timeout == 0 {
		return
	}
	_, _ = k.until(true, l.Timeout, func() (int, abi.Errno) {
		switch tcp.EndpointState(s.endpoint.State()) {
		case tcp.StateFinWait1, tcp.StateClosing, tcp.StateLastAck:
			return 0, abi.EAGAIN
		}
		return 0, 0
	})
}

func (s *socket) timeouts() (read, write time.Duration) { return s.receiveTimeout, s.sendTimeout }

func (s *socket) ioctl(request int32, value *int32) abi.Errno {
	queues := map[int32]tcpip.SockOptInt{
		abi.SIOCINQ:  tcpip.ReceiveQueueSizeOption,
		abi.SIOCOUTQ: tcpip.SendQueueSizeOption,
	}
	queue, ok := queues[request]
	if !ok {
		return abi.ENOTTY
	}
	n, err := s.endpoint.GetSockOptInt(queue)
	if err != nil {
		return errnoOf(err)
	}
	*value = int32(n)
	return 0
}

// readiness is what tcp_poll of net/ipv4/tcp.c and datagram_poll of
// net/core/datagram.c say.
func (s *socket) readiness() uint32 {
	if !s.isTCP() {
		events := s.endpoint.Readiness(waiter.AllEvents).ToLinux() &^ abi.POLLHUP
		if s.endpoint.SocketOptions().PeekErr() != nil {
			events |= abi.POLLERR
		}
		return events
	}
	const readable, writable = abi.POLLIN | abi.POLLRDNORM, abi.POLLOUT | abi.POLLWRNORM
	switch tcp.EndpointState(s.endpoint.State()) {
	case tcp.StateInitial, tcp.StateBound:
		return writable | abi.POLLHUP
	case tcp.StateError:
		events := uint32(readable | writable | abi.POLLRDHUP | abi.POLLHUP)
		if !s.errorRead {
			events |= abi.POLLERR
		}
		return events
	case tcp.StateClose, tcp.StateTimeWait:
		return readable | writable | abi.POLLRDHUP | abi.POLLHUP
	}
	return s.endpoint.Readiness(readable | writable | waiter.EventRdHUp).ToLinux()
}
