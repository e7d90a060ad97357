package model

import "slices"

// generation marks what one State may change in place; what belongs to an older
// one is copied first.
type generation struct{ _ byte }

// State is what is known at one moment of a script. States that a Model hands
// out are not changed any more.
type State struct {
	// Clock is the time of the last event.
	Clock Clock
	// Environment holds the settings that the stack runs with.
	Environment *Environment

	generation  *generation
	descriptors descriptorTable
	connections []*Connection
	subject     subject
	events      int // so far
	lastEvent   int // statement of the last event, or -1
}

// subject is the socket that packets belong to: the reference tests one socket
// at a time, the last one that socket() made or that an inbound packet made of
// a listening one (packetdrill: socket_under_test).
type subject struct {
	descriptor int64 // -1 for none
	connection int   // -1 for none; wins over the descriptor
}

func newState(environment *Environment) *State {
	return &State{
		Environment: environment,
		generation:  new(generation),
		subject:     subject{-1, -1},
		lastEvent:   -1,
	}
}

// clone returns a state that can be walked on without changing s.
func (s *State) clone() *State {
	c := *s
	c.generation = new(generation)
	c.descriptors = s.descriptors.clone()
	c.connections = slices.Clone(s.connections)
	return &c
}

// Connections returns the script's connections so far, in the order of their
// first SYN. They must not be changed.
func (s *State) Connections() []*Connection { return s.connections }

// Connection returns the connection with that ID, or nil.
func (s *State) Connection(id int) *Connection {
	if id < 0 || id >= len(s.connections) {
		return nil
	}
	return s.connections[id]
}

// Current is the connection that the next packet without ports belongs to, or
// nil.
func (s *State) Current() *Connection { return s.Connection(s.subject.connection) }

// editConnection returns the connection for changing, or nil.
func (s *State) editConnection(id int) *Connection {
	c := s.Connection(id)
	if c == nil || c.owner == s.generation {
		return c
	}
	e := *c
	e.owner = s.generation
	e.due = slices.Clip(e.due)
	e.Send.sacked = slices.Clip(e.Send.sacked)
	e.Send.sent = slices.Clip(e.Send.sent)
	e.Receive.OutOfOrder = slices.Clip(e.Receive.OutOfOrder)
	e.Receive.history = slices.Clip(e.Receive.history)
	e.Receive.pending = slices.Clip(e.Receive.pending)
	e.Receive.pendingAcks = slices.Clip(e.Receive.pendingAcks)
	s.connections[id] = &e
	return &e
}

func (s *State) newConnection() *Connection {
	c := &Connection{
		owner:       s.generation,
		ID:          len(s.connections),
		Descriptor:  -1,
		Diverged:    -1,
		Listener:    -1,
		lastInbound: -1, lastOutbound: -1, lastSignal: -1, established: -1, resetCause: -1,
	}
	c.Send.FinQueuedAt, c.Send.lastWrite, c.Send.firstUnsent, c.Receive.FinAt = -1, -1, -1, -1
	c.Options.Peer.Statement, c.Options.Local.Statement = -1, -1
	c.Receive.Unread = Exactly(0)
	s.connections = append(s.connections, c)
	return c
}
