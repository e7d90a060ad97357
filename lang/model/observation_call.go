package model

import "github.com/pktlang/pkt/lang/vocab"

// The details of observations about system calls and descriptors.

// DescriptorWrongKind is a call that a descriptor of that kind, or a socket in
// that role, cannot do.
type DescriptorWrongKind struct {
	Call   string
	Number int64
	Needs  Need
	// Is is what the descriptor is, Role what a socket was made into.
	Is    vocab.DescriptorKind
	Role  Role
	Errno string // that the call gives
}

// Need is what a call needs of its descriptor.
type Need uint8

// The needs.
const (
	NeedsSocket Need = iota
	NeedsListener
	NeedsConnection
)

// ListenUnbound is a listening socket whose port the kernel chose.
type ListenUnbound struct{ Number int64 }

// CallResult is a result that a call never has, or not in this state.
type CallResult struct {
	Call    string
	Claimed Fact
	Cause   CallResultCause
	// Number is the descriptor, Role what it was made into.
	Number int64
	Role   Role
}

// CallResultCause says why a call does not have a result.
type CallResultCause uint8

// The causes.
const (
	ReturnsZero      CallResultCause = iota // it returns 0 or -1
	SetFlagsZero                            // fcntl(F_SETFL) does
	BoundBefore                             // a second bind() fails with EINVAL
	BindsTooLate                            // bind() fails with EINVAL once a port was chosen
	ListensConnected                        // listen() fails with EINVAL on a connection
)

// CallErrno is an errno that the state does not give, or a success where it
// gives one.
type CallErrno struct {
	Call    string
	Claimed string // errno, "" where success is claimed
	// Expected is the errno that the call gives, "" where it succeeds or where
	// several may be.
	Expected string
	Cause    CallErrnoCause
	Readable int64 // bytes that can be read
}

// CallErrnoCause says what decides the errno.
type CallErrnoCause uint8

// The causes.
const (
	ConnectAgain  CallErrnoCause = iota // connect() while the handshake is under way
	FirstConnect                        // the first connect() of a non-blocking socket
	NullBuffer                          // a buffer that is NULL
	OpenBothWays                        // a write while the connection is open in both directions
	AfterShutdown                       // a write after shutdown()
	AfterEnd                            // a write on a connection that is closed
	DataReadable                        // a read while there is data
	AfterReset                          // a read after a RST
)

// WriteResult is a write that takes another number of bytes than it can.
type WriteResult struct {
	Call    string
	Given   int64 // what the write is given, in bytes
	Claimed int64
	Cause   WriteResultCause
}

// WriteResultCause says what decides how much a write takes.
type WriteResultCause uint8

// The causes.
const (
	WriteGiven        WriteResultCause = iota // no more than it is given
	WriteHandshake                            // nothing before the handshake is complete
	WriteBlocks                               // a blocking socket takes all
	WriteFitsInBuffer                         // the send buffer has room for all
)

// ReadResult is a read that returns another number of bytes than it can.
type ReadResult struct {
	Call    string
	Asked   int64 // bytes
	Claimed int64
	// Readable is how many bytes can be read at most.
	Readable int64
	// Next is RCV.NXT.
	Next  uint32
	Cause ReadResultCause
}

// ReadResultCause says what decides how much a read returns.
type ReadResultCause uint8

// The causes.
const (
	ReadAsked   ReadResultCause = iota // no more than is asked for
	ReadHole                           // the bytes from RCV.NXT on are missing
	ReadFin                            // the peer's FIN comes after what is left
	ReadArrived                        // no more has arrived
	ReadAll                            // it returns all that is in order
	ReadNoFin                          // 0 bytes mean a FIN, and none has arrived
)

// ReadBlocks is a read that waits for what never comes.
type ReadBlocks ReadResult

// AcceptResult is an accept() that contradicts the handshake.
type AcceptResult struct {
	// Waiting is set where a connection waits and accept() is expected to
	// fail; else none is complete.
	Waiting bool
	// NonBlocking says that accept() fails with EAGAIN, rather than wait.
	NonBlocking bool
}

// ConnectResult is a connect() that contradicts the handshake or the mode of the
// socket.
type ConnectResult struct{ Cause ConnectResultCause }

// ConnectResultCause says why connect() cannot succeed.
type ConnectResultCause uint8

// The causes.
const (
	ConnectListening   ConnectResultCause = iota // the socket listens
	ConnectNonBlocking                           // a non-blocking socket gives EINPROGRESS
	ConnectBlocks                                // a blocking one waits for the handshake
)

// The kinds, as in Detail.

func (DescriptorWrongKind) Kind() Kind { return "descriptor-wrong-kind" }
func (ListenUnbound) Kind() Kind       { return "listen-unbound" }
func (CallResult) Kind() Kind          { return "call-result" }
func (CallErrno) Kind() Kind           { return "call-errno" }
func (WriteResult) Kind() Kind         { return "write-result" }
func (ReadResult) Kind() Kind          { return "read-result" }
func (ReadBlocks) Kind() Kind          { return "read-blocks" }
func (AcceptResult) Kind() Kind        { return "accept-result" }
func (ConnectResult) Kind() Kind       { return "connect-result" }
