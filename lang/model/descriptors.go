package model

import (
	"slices"
	"sort"
)

// DescriptorKind says what stands behind a descriptor.
type DescriptorKind uint8

// The kinds of descriptors.
const (
	SocketDescriptor DescriptorKind = iota
	PipeDescriptor
	EpollDescriptor
	FileDescriptor
)

var descriptorKindNames = [...]string{"socket", "pipe", "epoll instance", "file"}

// String is the kind as used in messages.
func (k DescriptorKind) String() string { return descriptorKindNames[k] }

// Role is what a TCP socket was made into.
type Role uint8

// The roles of a socket.
const (
	Fresh      Role = iota // neither listening nor connected
	Listening              // after listen()
	Connecting             // after connect(), until the handshake ends
	Connected              // has a connection, which may be closed by now
	AnyRole                // not known
)

var roleNames = [...]string{"unconnected", "listening", "connecting", "connected", "unknown"}

// String is the role as used in messages.
func (r Role) String() string { return roleNames[r] }

// Descriptor is an entry of the script's descriptor table.
type Descriptor struct {
	owner *generation

	Number int64
	Kind   DescriptorKind
	// TCP tells that it is a socket of plain TCP; of others the model knows
	// nothing but that they exist.
	TCP  bool
	Role Role
	// Bound is set by a successful bind().
	Bound bool
	// NonBlocking is 1 or 0, or unknown.
	NonBlocking Fact
	// Connection is the ID of its connection, or -1.
	Connection int
	// Opened is the index of the statement that made it; Closed, BoundAt and
	// ListenedAt are those of the calls, or -1.
	Opened, Closed, BoundAt, ListenedAt int
	// OptionsSet holds the socket options that were set on it.
	OptionsSet SocketOptions
	// FastOpenQueue is a listener's TCP_FASTOPEN, 0 when it was never set.
	FastOpenQueue Fact
	// MaxSegment is TCP_MAXSEG as set, 0 when it was never set.
	MaxSegment Fact
	// Queue holds the IDs of connections that wait for accept(), oldest first.
	Queue []int

	// pending are accept() calls that block, oldest first: the descriptor
	// that each is going to return.
	pending []int64
	// children are the IDs of the connections that began at a listening socket.
	children []int
	// maybe tells that a connection may wait for accept() that is not in the
	// queue: fast open decides.
	maybe bool
	// early is the first packet that came while the socket was neither
	// listening nor connected, or -1.
	early int
}

// SocketOptions is a set of socket options that bear on what the stack does. The
// model does not follow their values: it is less certain where one was set.
type SocketOptions uint16

// The groups of socket options.
const (
	FastOpenConnectOptions SocketOptions = 1 << iota // TCP_FASTOPEN_CONNECT
	LingerOptions                                    // SO_LINGER
	CorkOptions                                      // TCP_CORK, TCP_NODELAY: when small segments leave
	AcksOptions                                      // TCP_QUICKACK: when acknowledgments leave
	DeferAcceptOptions                               // TCP_DEFER_ACCEPT
	ReceiveBufferOptions                             // SO_RCVBUF, TCP_WINDOW_CLAMP: what window is offered
	SendBufferOptions                                // SO_SNDBUF: what a write takes
	TimersOptions                                    // TCP_USER_TIMEOUT, keepalive and the like
	SynCountOptions                                  // TCP_SYNCNT
	ReceiveTimeoutOptions                            // SO_RCVTIMEO, SO_SNDTIMEO, SO_RCVLOWAT
	OtherOptions                                     // anything with an effect that the model does not follow
)

// Any reports whether one of the groups was set.
func (s SocketOptions) Any(groups SocketOptions) bool { return s&groups != 0 }

// descriptorTable holds the open descriptors, and the last closed one of each
// number.
type descriptorTable struct {
	open, closed []*Descriptor
}

func (t descriptorTable) clone() descriptorTable {
	return descriptorTable{slices.Clone(t.open), slices.Clone(t.closed)}
}

func find(list []*Descriptor, number int64) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Number == number {
			return i
		}
	}
	return -1
}

// Descriptor returns the open descriptor of that number, or nil. It must not be
// changed.
func (s *State) Descriptor(number int64) *Descriptor {
	if i := find(s.descriptors.open, number); i >= 0 {
		return s.descriptors.open[i]
	}
	return nil
}

// ClosedDescriptor returns the descriptor that was last closed under that number, or nil.
func (s *State) ClosedDescriptor(number int64) *Descriptor {
	if i := find(s.descriptors.closed, number); i >= 0 {
		return s.descriptors.closed[i]
	}
	return nil
}

// Descriptors returns the open descriptors in numeric order.
func (s *State) Descriptors() []*Descriptor {
	out := slices.Clone(s.descriptors.open)
	sort.Slice(out, func(i, j int) bool { return out[i].Number < out[j].Number })
	return out
}

// editDescriptor returns the open descriptor for changing, or nil.
func (s *State) editDescriptor(number int64) *Descriptor {
	i := find(s.descriptors.open, number)
	if i < 0 {
		return nil
	}
	d := s.descriptors.open[i]
	if d.owner != s.generation {
		c := *d
		c.owner = s.generation
		c.Queue, c.pending, c.children = slices.Clip(c.Queue), slices.Clip(c.pending), slices.Clip(c.children)
		d = &c
		s.descriptors.open[i] = d
	}
	return d
}

func (s *State) openDescriptor(d *Descriptor) *Descriptor {
	d.owner = s.generation
	d.Closed, d.early = -1, -1
	s.descriptors.open = append(s.descriptors.open, d)
	return d
}

func (s *State) closeDescriptor(number int64, statement int) {
	d := s.editDescriptor(number)
	d.Closed = statement
	i := find(s.descriptors.open, number)
	s.descriptors.open = slices.Delete(s.descriptors.open, i, i+1)
	if i := find(s.descriptors.closed, number); i >= 0 {
		s.descriptors.closed[i] = d
		return
	}
	s.descriptors.closed = append(s.descriptors.closed, d)
}
