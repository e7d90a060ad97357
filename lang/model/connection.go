package model

// TCPState is a state of a connection (RFC 9293, section 3.3.2).
type TCPState uint8

// The states.
const (
	Closed TCPState = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

var stateNames = [...]string{
	"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
	"FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

// String is the state's name in RFC 9293.
func (s TCPState) String() string { return stateNames[s] }

// Connection is one TCP connection, seen from the stack under test. Sequence
// numbers are relative to the initial sequence number of their side, so that
// a SYN always is 0 and the first byte 1.
type Connection struct {
	owner *generation

	// ID counts the script's connections from 0.
	ID int
	// Active says that the stack under test sent the first SYN.
	Active bool
	// Descriptor is the script's number; none while the connection waits for
	// accept() and after close().
	Descriptor DescriptorRef
	// Listener is the descriptor whose socket received the SYN, or none.
	Listener DescriptorRef
	// State is the state of the stack under test, Peer that of the script's
	// side.
	State, Peer TCPState
	// Uncertain says why facts of the connection are no longer certain; zero
	// as long as they are.
	Uncertain Uncertainty
	// Diverged is the statement from which on the script expects another thing
	// than the stack does, or none. The numbers go on as the script claims
	// them, and nothing more is observed of the connection.
	Diverged StatementRef

	Send    SendSide
	Receive ReceiveSide
	Options Options
	timers  timers

	localISN, peerISN uint32        // the script's numbers of the SYNs
	due               []DueSegment  // what the stack must have sent and no line matched yet
	opened            StatementRef  // the SYN or connect()
	established       StatementRef  // the end of the handshake
	orphaned          bool          // the descriptor was closed
	shutRead          bool          // shutdown(SHUT_RD)
	optionsSet        SocketOptions // those of the socket or its listener
	resetCause        StatementRef  // what can have caused a RST
	socketError       bool          // a RST set the socket's error, which the next call returns
	synRepeated       bool          // the peer's SYN arrived twice
}

// Outstanding is how much sequence space was sent and not acknowledged, in
// bytes.
func (c *Connection) Outstanding() int64 { return c.Send.outstanding() }

// NotSent is how many bytes were written and not sent, as a range.
func (c *Connection) NotSent() Fact { return c.Send.notSent() }

// Certain reports whether the connection's numbers are certain: what a rule may
// speak of.
func (c *Connection) Certain() bool { return c.Tracked() && !c.Diverged.Any() }

// Tracked reports whether the connection's numbers are certain if the script's
// claims are true: what an editor may show.
func (c *Connection) Tracked() bool { return c.Uncertain == 0 }

// setUncertain gives up the connection's numbers, for the first reason given.
// What the stack has sent by then remains certain as long as it is the
// handshake, since nothing can come before it.
func (c *Connection) setUncertain(why Uncertainty) {
	if c.Tracked() {
		c.Uncertain = why
	}
	if len(c.due) > 0 && c.due[0].Answers > SynAckAgainDue {
		c.due = nil
	}
	c.due = c.due[:min(len(c.due), 1)]
}

// diverge notes that the script and the stack part ways.
func (c *Connection) diverge(statement StatementRef) {
	c.Diverged = c.Diverged.Or(statement)
	c.due = nil
}

// scheduleAck notes that the stack may acknowledge what it has now.
func (c *Connection) scheduleAck(cause StatementRef) {
	if c.Receive.full() {
		c.setUncertain(TooMuchArrived)
		return
	}
	c.Receive.pendingAcks = append(c.Receive.pendingAcks, pendingAck{c.Receive.Next, cause})
}

// drop ends the connection without a word. What it has sent before is still to
// be expected.
func (c *Connection) drop() { c.State, c.Peer = Closed, Closed }

// wasReset reports whether a RST ended the connection, or may have.
func (c *Connection) wasReset() bool { return c.resetCause.Any() }

// canSend reports whether the application can still write.
func (c *Connection) canSend() bool {
	return (c.State == Established || c.State == CloseWait) && !c.Send.FinQueued
}

// mayFastOpen reports whether the connection may carry data before its handshake
// ends.
func (c *Connection) mayFastOpen() bool {
	return c.Options.Peer.Cookie || !c.Options.Peer.Seen || after(c.Receive.Next, 1)
}

// anythingSent reports whether the application has written or the stack has sent
// anything after its SYN: the connection may be in pingpong mode then, in
// which Linux delays ACKs.
func (c *Connection) anythingSent() bool {
	return c.Send.Next != 1 || c.Send.WrittenTop != 1
}

// Uncertainty says why facts of a connection are not certain; zero where they
// are.
type Uncertainty uint8

// The reasons.
const (
	UnreadableStatement Uncertainty = iota + 1
	UnknownCall
	UnknownWrite
	WriteInHandshake
	UnusualFirstWrite
	SplicedInto
	LingerDecides
	UnreadDecides
	ShutInHandshake
	Disconnected
	ListenerClosed
	ListenerUnbound
	CommandMayLose
	ICMPArrived
	PortsGiven
	UnusualSyn
	UnusualEcho
	SynDataCrossed
	UnusualTimestamp
	DoubtfulReset
	SynInTimeWait
	MayHaveExpired
	TooMuchArrived
)

var uncertaintyTexts = [...]string{
	0:                   "nothing makes it uncertain",
	UnreadableStatement: "a statement before it could not be read",
	UnknownCall:         "a call that the model does not follow was made on its socket",
	UnknownWrite:        "a write does not say what it took",
	WriteInHandshake:    "data was written during the handshake",
	UnusualFirstWrite:   "its first write is unusual",
	SplicedInto:         "data was spliced into it",
	LingerDecides:       "SO_LINGER decides how it closes",
	UnreadDecides:       "close() sends a FIN or a RST, as data was read or not",
	ShutInHandshake:     "it was shut down during the handshake",
	Disconnected:        "the socket was disconnected",
	ListenerClosed:      "its listener was closed",
	ListenerUnbound:     "its listener is not bound",
	CommandMayLose:      "a command may have changed how its packets travel",
	ICMPArrived:         "an ICMP message arrived for it",
	PortsGiven:          "packets with ports or headers of their own were used",
	UnusualSyn:          "its SYN is unusual",
	UnusualEcho:         "the timestamps of the SYN-ACK cannot be judged",
	SynDataCrossed:      "a SYN with data crossed ours",
	UnusualTimestamp:    "a segment with an unusual timestamp arrived",
	DoubtfulReset:       "a RST arrived that may or may not count",
	SynInTimeWait:       "a SYN arrived in TIME-WAIT",
	MayHaveExpired:      "it may have expired after close()",
	TooMuchArrived:      "more arrived than the model keeps",
}

// String is the reason as a clause: "an ICMP message arrived for it".
func (u Uncertainty) String() string { return uncertaintyTexts[u] }
