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
	// Active tells that the stack under test sent the first SYN.
	Active bool
	// Descriptor is the script's number, or -1 while it waits for accept() and
	// after close().
	Descriptor int64
	// Listener is the descriptor whose socket received the SYN, or -1.
	Listener int64
	// State is the state of the stack under test, Peer that of the script's
	// side.
	State, Peer TCPState
	// Uncertain says why facts of the connection are no longer certain; empty as
	// long as they are.
	Uncertain string
	// Diverged is the statement from which on the script expects another thing
	// than the stack does, or -1. The numbers go on as the script claims them,
	// and nothing more is observed of the connection.
	Diverged int

	Send    SendSide
	Receive ReceiveSide
	Options Options

	localISN, peerISN uint32        // the script's numbers of the SYNs
	due               []dueSegment  // what the stack must have sent and no line matched yet
	opened            int           // statement of the SYN or connect()
	established       int           // statement at which the handshake ended, or -1
	orphaned          bool          // the descriptor was closed
	shutRead          bool          // shutdown(SHUT_RD)
	optionsSet        SocketOptions // socket options set on the socket or its listener
	resetCause        int           // statement that can have caused a RST, or -1
	socketError       bool          // a RST set the socket's error, which the next call returns
	synRepeated       bool          // the peer's SYN arrived twice

	lastInbound, lastOutbound     int // statements of the last segments, or -1
	lastSignal                    int // statement of the last segment that may tell of a loss, or -1
	lastInboundAt, lastOutboundAt Clock
}

// SendSide is what the stack under test sends.
type SendSide struct {
	// Unacknowledged and Next are SND.UNA and SND.NXT (RFC 9293, section
	// 3.3.1), as far as the script's packets show.
	Unacknowledged, Next uint32
	// WrittenLow and WrittenTop bound the sequence number behind the last
	// byte that the application has written.
	WrittenLow, WrittenTop uint32
	// FinQueued is set by close() and shutdown(), at statement FinQueuedAt;
	// FinSent when the FIN was seen.
	FinQueued   bool
	FinQueuedAt int
	FinSent     bool
	// Window is the peer's window in bytes, scaled; MaxWindow the greatest.
	Window    Fact
	MaxWindow int64
	// MaxSegment is the effective MSS, options subtracted.
	MaxSegment Fact

	unacknowledgedLow uint32 // SND.UNA at the last matched packet
	delivered         int64  // bytes acknowledged or selectively acknowledged so far
	segmentsDelivered int64  // an upper bound of how many segments those were
	sacked            []Block
	sent              []transmission // unacknowledged ones, oldest first
	anyMore           bool           // one of the unsent writes held its end back (MSG_MORE)
	lossSuspected     bool           // something in flight seems lost, so that the congestion window may be small
	lossEver          bool           // something ever did
	retransmitted     bool           // data went out again, ever
	duplicates        int            // how often SND.UNA was only repeated
	lastWrite         int            // statement of the last write, or -1
	firstUnsent       int            // statement of the first write that was not sent whole, or -1
}

// transmission is a segment that was sent.
type transmission struct {
	Block
	statement int
	at        Clock
	count     int
}

// ReceiveSide is what the stack under test receives.
type ReceiveSide struct {
	// Next is RCV.NXT. NextLow is lower where a segment may have been refused.
	Next, NextLow uint32
	// OutOfOrder are the ranges behind a hole, newest first.
	OutOfOrder []Block
	// FinSeen tells that the peer's FIN was received in order, at statement
	// FinAt; FinHeld that one stands behind a hole.
	FinSeen, FinHeld bool
	FinAt            int
	// Unread counts the bytes that the application can read.
	Unread Fact
	// Acknowledged is the highest ack number that the stack has sent.
	Acknowledged uint32

	fin         uint32       // the sequence number of the FIN
	history     []uint32     // values of RCV.NXT since the last matched packet, oldest first
	pendingAcks []pendingAck // pure ACKs that can have been sent since the last matched packet
	highest     uint32       // behind the last byte that was ever sent by the peer
	anyData     bool
	pending     []pendingRead
	dupAcks     int  // immediate ACKs since RCV.NXT moved
	reads       int  // reads since the last matched packet
	uncertain   bool // a segment may have been refused for want of buffer
}

// pendingAck is a pure ACK that the stack may have sent, or may send.
type pendingAck struct {
	ack   uint32
	cause int
	at    Clock
}

// scheduleAck notes that the stack may acknowledge what it has now.
func (c *Connection) scheduleAck(cause int, at Clock) {
	if r := &c.Receive; max(len(r.pendingAcks), len(r.history), len(r.OutOfOrder)) >= mostKept {
		c.setUncertain("more arrived than the model keeps")
		return
	}
	c.Receive.pendingAcks = append(c.Receive.pendingAcks, pendingAck{c.Receive.Next, cause, at})
}

// pendingRead is a blocking read whose result is decided later.
type pendingRead struct {
	statement       int
	length, claimed int64
}

// Outstanding is how much sequence space was sent and not acknowledged, in
// bytes.
func (c *Connection) Outstanding() int64 {
	return max(int64(int32(c.Send.Next-c.Send.Unacknowledged)), 0)
}

// NotSent is how many bytes were written and not sent, as a range.
func (c *Connection) NotSent() Fact {
	if c.Send.FinSent {
		return Exactly(0)
	}
	low, top := int64(int32(c.Send.WrittenLow-c.Send.Next)), int64(int32(c.Send.WrittenTop-c.Send.Next))
	return Between(max(low, 0), max(top, 0))
}

// Certain reports whether the connection's numbers are certain: what a rule may
// speak of.
func (c *Connection) Certain() bool { return c.Uncertain == "" && c.Diverged < 0 }

// Tracked reports whether the connection's numbers are certain if the script's
// claims are true: what an editor may show.
func (c *Connection) Tracked() bool { return c.Uncertain == "" }

// setUncertain gives up the connection's numbers, for the first reason given. What
// the stack has sent by then remains certain as long as it is the handshake,
// since nothing can come before it.
func (c *Connection) setUncertain(reason string) {
	if c.Uncertain == "" {
		c.Uncertain = reason
	}
	if len(c.due) > 0 && c.due[0].kind != synSegment && c.due[0].kind != synAckSegment {
		c.due = nil
	}
	c.due = c.due[:min(len(c.due), 1)]
}

// diverge notes that the script and the stack diverge.
func (c *Connection) diverge(statement int) {
	if c.Diverged < 0 {
		c.Diverged = statement
	}
	c.due = nil
}

// canSend reports whether the application can still write.
func (c *Connection) canSend() bool {
	return (c.State == Established || c.State == CloseWait) && !c.Send.FinQueued
}

// mostKept is how much of the past is kept of a connection: ranges behind
// holes, values of RCV.NXT and ACKs that may be sent.
const mostKept = 1000

// moved notes a new value of RCV.NXT.
func (r *ReceiveSide) moved(next uint32) {
	if next == r.Next {
		return
	}
	r.Next = next
	if !r.uncertain {
		r.NextLow = next
	}
	r.history = append(r.history, next)
	r.dupAcks = 0
}
