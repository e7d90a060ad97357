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
	lastEvent   StatementRef
}

// subject is the socket that packets belong to: google/packetdrill tests one socket
// at a time, the last one that socket() made or that an inbound packet made of
// a listening one (packetdrill: socket_under_test).
type subject struct {
	descriptor DescriptorRef
	connection ConnectionRef // wins over the descriptor
}

func newState(environment *Environment) *State {
	return &State{Environment: environment, generation: new(generation)}
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

// Connection returns the named connection, or nil. It must not be changed.
func (s *State) Connection(ref ConnectionRef) *Connection {
	id, ok := ref.Index()
	if !ok || id >= int64(len(s.connections)) {
		return nil
	}
	return s.connections[id]
}

// Current is the connection that the next packet without ports belongs to, or
// nil.
func (s *State) Current() *Connection { return s.Connection(s.subject.connection) }

// editConnection returns the connection for changing, or nil.
func (s *State) editConnection(ref ConnectionRef) *Connection {
	c := s.Connection(ref)
	if c == nil || c.owner == s.generation {
		return c
	}
	e := *c
	e.owner = s.generation
	e.due = slices.Clip(e.due)
	e.Send.clip()
	e.Receive.clip()
	s.connections[e.ID] = &e
	return &e
}

func (s *State) newConnection() *Connection {
	c := &Connection{owner: s.generation, ID: len(s.connections)}
	c.Receive.Unread = Exactly(0)
	s.connections = append(s.connections, c)
	return c
}

// Ref names the connection.
func (c *Connection) Ref() ConnectionRef { return connectionRef(c.ID) }
