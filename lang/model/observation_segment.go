package model

// The details of observations about segments.

// AckMissing is the ACK flag without an ack number, which acknowledges 0.
type AckMissing struct {
	Ack uint32 // the right number
	// Injected is set for a segment from the peer.
	Injected bool
}

// AckBeyondReceived is an expected ack of what the peer never sent, or not in
// order.
type AckBeyondReceived struct {
	Claimed uint32
	Next    uint32 // RCV.NXT
	Cause   AckBeyondCause
	// Last is the last byte that is missing (AckAfterHole), or the number of
	// the peer's FIN (AckAfterFin) or SYN (AckAfterSyn).
	Last uint32
}

// AckBeyondCause says what bounds the ack number.
type AckBeyondCause uint8

// The causes.
const (
	AckInOrder     AckBeyondCause = iota // no more has arrived in order
	AckAfterHole                         // bytes from RCV.NXT on are missing
	AckAfterFin                          // the peer has sent no more than its FIN
	AckAfterSyn                          // only the SYN has arrived
	AckSynReceived                       // a SYN-ACK acknowledges what the stack has
)

// AckBelowReceived is an expected ack below what was in order.
type AckBelowReceived struct {
	Claimed  uint32
	Expected uint32
	Cause    AckBelowCause
	// Before is the ack number of an earlier segment, at statement Earlier
	// (AckGoesBack), or the number of the peer's FIN (AckWithoutFin).
	Before  uint32
	Earlier StatementRef
}

// AckBelowCause says what the ack number leaves out.
type AckBelowCause uint8

// The causes.
const (
	AckGoesBack   AckBelowCause = iota // more was acknowledged before
	AckNeverNext                       // RCV.NXT never had that value
	AckOverdue                         // the stack has everything up to Expected
	AckWithoutFin                      // the peer's FIN was received
)

// AckOfUnsent is a segment from the peer that acknowledges what was never sent.
type AckOfUnsent struct {
	Claimed uint32
	Limit   uint32 // what can have been sent at most
}

// FinNotAcknowledged is a FIN of the peer that the script never sees
// acknowledged.
type FinNotAcknowledged struct{ Ack uint32 }

// SequenceGap is expected data that leaves a gap.
type SequenceGap struct {
	Claimed uint32
	Next    uint32 // SND.NXT
}

// SequenceAcknowledged is expected data that the peer has acknowledged.
type SequenceAcknowledged struct {
	Unacknowledged uint32 // SND.UNA
}

// SequenceWrong is a number that a segment without data cannot have.
type SequenceWrong struct {
	Claimed uint32
	Next    uint32 // SND.NXT
}

// DataNotWritten is more data than was written.
type DataNotWritten struct {
	Claimed uint32 // the end of the expected data
	Written uint32 // the end of what was written
	Cause   DataNotWrittenCause
}

// DataNotWrittenCause says what ends the data.
type DataNotWrittenCause uint8

// The causes.
const (
	WrittenLess    DataNotWrittenCause = iota // less was written
	WrittenNothing                            // nothing was
	WrittenFin                                // the FIN went out, at Written
)

// DataBeyondWindow is data beyond the peer's window.
type DataBeyondWindow struct {
	Claimed uint32 // the end of the expected data
	Limit   int64  // what the greatest window allowed
}

// DataBeyondCongestion is data beyond the greatest congestion window that there
// can be.
type DataBeyondCongestion struct {
	Flight   int64 // expected in flight, in bytes
	Segments int64 // the greatest congestion window
	MSS      int64 // bytes
}

// FinWithoutClose is a FIN before close() or shutdown().
type FinWithoutClose struct{}

// FinBeforeData is a FIN before the last byte.
type FinBeforeData struct {
	Claimed uint32
	Written uint32 // the end of what was written
}

// SegmentMissing is a segment that the stack sends and no line expects. The
// observation is about the event that makes the stack send it.
type SegmentMissing struct {
	Segment DueSegment
	Cause   SegmentMissingCause
	// By is the statement that shows it.
	By StatementRef
}

// FinMissing is a SegmentMissing that is the FIN of close() or shutdown().
type FinMissing SegmentMissing

// SegmentMissingCause says what shows that a line is missing.
type SegmentMissingCause uint8

// The causes.
const (
	AnotherExpected   SegmentMissingCause = iota // the next segment that the script expects is another
	PeerAcknowledged                             // the peer has acknowledged it
	SynNotExpected                               // packetdrill learns ports and numbers of the stack from its SYN
	SynAckNotExpected                            // and numbers from its SYN-ACK
)

// SegmentUncaused is a segment that nothing can have caused.
type SegmentUncaused struct{ Cause UncausedCause }

// UncausedCause says why the stack sends nothing of that kind.
type UncausedCause uint8

// The causes.
const (
	NothingArrived    UncausedCause = iota // nothing has arrived that an ACK would acknowledge
	ConnectionClosed                       // the connection is closed
	NoSynAckArrived                        // in SYN-SENT
	SynAckNotAnswered                      // in SYN-RECEIVED
	HandshakeComplete                      // a SYN after the handshake
	NoSynArrived                           // the socket listens
	SocketUnconnected                      // the socket neither listens nor connects
)

// SegmentWrong is a segment where the stack sends another one.
type SegmentWrong struct {
	Cause SegmentWrongCause
	// Claimed is the expected sequence number, and Oldest the one that goes
	// out again first (NotOldest).
	Claimed, Oldest uint32
	// Length is that of the expected data and Lengths what the stack sends,
	// in bytes (LengthWrong).
	Length  int64
	Lengths Fact
}

// SegmentWrongCause says what the stack sends instead.
type SegmentWrongCause uint8

// The causes.
const (
	ResetNotFin    SegmentWrongCause = iota // close() with unread data sends a RST
	NotOldest                               // the oldest goes out again first
	LengthWrong                             // data of another length
	SynAckNotFirst                          // the SYN-ACK
)

// FlagsWrong is flags that a segment cannot have here.
type FlagsWrong struct{ Cause FlagsWrongCause }

// FlagsWrongCause says what is wrong with the flags.
type FlagsWrongCause uint8

// The causes.
const (
	NoControlFlag FlagsWrongCause = iota // none of SYN, RST and ACK
	PushEmpty                            // PSH without data
	PushMissing                          // no PSH where a write ended
	SynPassive                           // a SYN of a socket that did not connect
)

// SynAckUncaused is a SYN-ACK to nothing.
type SynAckUncaused struct {
	// Connecting is set on a socket that connects, where no SYN has crossed
	// its own.
	Connecting bool
}

// ResetUncaused is a RST to nothing.
type ResetUncaused struct{}

// NoSocket is a packet and no socket for it.
type NoSocket struct{}

// NotListening is a segment to a socket that neither listens nor connects.
type NotListening struct{ Number int64 }

// The kinds, as in Detail.

func (AckMissing) Kind() Kind           { return "ack-missing" }
func (AckBeyondReceived) Kind() Kind    { return "ack-beyond-received" }
func (AckBelowReceived) Kind() Kind     { return "ack-below-received" }
func (AckOfUnsent) Kind() Kind          { return "ack-of-unsent" }
func (FinNotAcknowledged) Kind() Kind   { return "fin-not-acknowledged" }
func (SequenceGap) Kind() Kind          { return "sequence-gap" }
func (SequenceAcknowledged) Kind() Kind { return "sequence-acknowledged" }
func (SequenceWrong) Kind() Kind        { return "sequence-wrong" }
func (DataNotWritten) Kind() Kind       { return "data-not-written" }
func (DataBeyondWindow) Kind() Kind     { return "data-beyond-window" }
func (DataBeyondCongestion) Kind() Kind { return "data-beyond-congestion" }
func (FinWithoutClose) Kind() Kind      { return "fin-without-close" }
func (FinBeforeData) Kind() Kind        { return "fin-before-data" }
func (FinMissing) Kind() Kind           { return "fin-missing" }
func (SegmentMissing) Kind() Kind       { return "segment-missing" }
func (SegmentUncaused) Kind() Kind      { return "segment-uncaused" }
func (SegmentWrong) Kind() Kind         { return "segment-wrong" }
func (FlagsWrong) Kind() Kind           { return "flags-wrong" }
func (SynAckUncaused) Kind() Kind       { return "synack-uncaused" }
func (ResetUncaused) Kind() Kind        { return "reset-uncaused" }
func (NoSocket) Kind() Kind             { return "no-socket" }
func (NotListening) Kind() Kind         { return "not-listening" }
