package model

import (
	"slices"
	"sort"

	"github.com/pktlang/pkt/lang/vocab"
)

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
	Kind   vocab.DescriptorKind
	// TCP says that it is a socket of plain TCP; of others the model knows
	// nothing but that they exist.
	TCP  bool
	Role Role
	// Bound is set by a successful bind().
	Bound bool
	// NonBlocking is 1 or 0, or unknown.
	NonBlocking Fact
	// Connection is its connection, or none.
	Connection ConnectionRef
	// Opened is the statement that made it; Closed, BoundAt and ListenedAt are
	// those of the calls.
	Opened, Closed, BoundAt, ListenedAt StatementRef
	// OptionsSet holds the socket options that were set on it.
	OptionsSet SocketOptions
	// FastOpenQueue is a listener's TCP_FASTOPEN, 0 when it was never set.
	FastOpenQueue Fact
	// MaxSegment is TCP_MAXSEG as set, 0 when it was never set.
	MaxSegment Fact
	// Queue holds the connections that wait for accept(), oldest first.
	Queue []ConnectionRef

	// blockedAccepts are accept() calls that wait, oldest first: the descriptor
	// that each is going to return.
	blockedAccepts []DescriptorRef
	// began are the connections that began at a listening socket.
	began []ConnectionRef
	// mayQueue says that a connection may wait for accept() that is not in the
	// queue: fast open decides.
	mayQueue bool
	// unanswered is the first packet that came while the socket was neither
	// listening nor connected.
	unanswered StatementRef
}

// descriptorTable holds the open descriptors, and the last closed one of each
// number.
type descriptorTable struct {
	open, closed []*Descriptor
}

func (t descriptorTable) clone() descriptorTable {
	return descriptorTable{slices.Clone(t.open), slices.Clone(t.closed)}
}

// find is the index of the newest descriptor of a number, or -1.
func find(list []*Descriptor, ref DescriptorRef) int {
	for i := len(list) - 1; i >= 0; i-- {
		if ref.Is(list[i].Number) {
			return i
		}
	}
	return -1
}

// Descriptor returns the open descriptor of that number, or nil. It must not be
// changed.
func (s *State) Descriptor(number int64) *Descriptor { return s.DescriptorNamed(descriptorRef(number)) }

// DescriptorNamed returns the open descriptor that is named, or nil. It must not
// be changed.
func (s *State) DescriptorNamed(ref DescriptorRef) *Descriptor {
	if i := find(s.descriptors.open, ref); i >= 0 {
		return s.descriptors.open[i]
	}
	return nil
}

// ClosedDescriptor returns the descriptor that was last closed under that number, or nil.
func (s *State) ClosedDescriptor(number int64) *Descriptor {
	if i := find(s.descriptors.closed, descriptorRef(number)); i >= 0 {
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
func (s *State) editDescriptor(ref DescriptorRef) *Descriptor {
	i := find(s.descriptors.open, ref)
	if i < 0 {
		return nil
	}
	d := s.descriptors.open[i]
	if d.owner != s.generation {
		c := *d
		c.owner = s.generation
		c.Queue, c.blockedAccepts, c.began = slices.Clip(c.Queue), slices.Clip(c.blockedAccepts), slices.Clip(c.began)
		d = &c
		s.descriptors.open[i] = d
	}
	return d
}

// openDescriptor adds a descriptor. google/packetdrill does not look whether the
// number is taken: the newer one hides the older.
func (s *State) openDescriptor(d *Descriptor) *Descriptor {
	d.owner = s.generation
	s.descriptors.open = append(s.descriptors.open, d)
	return d
}

func (s *State) closeDescriptor(ref DescriptorRef, statement StatementRef) {
	d := s.editDescriptor(ref)
	d.Closed = statement
	i := find(s.descriptors.open, ref)
	s.descriptors.open = slices.Delete(s.descriptors.open, i, i+1)
	if i := find(s.descriptors.closed, ref); i >= 0 {
		s.descriptors.closed[i] = d
		return
	}
	s.descriptors.closed = append(s.descriptors.closed, d)
}

// Ref names the descriptor.
func (d *Descriptor) Ref() DescriptorRef { return descriptorRef(d.Number) }
