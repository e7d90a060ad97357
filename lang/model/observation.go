package model

import "github.com/pktlang/pkt/lang"

// Certainty says how much an observation can be relied on.
type Certainty uint8

// The certainties.
const (
	// Certain: the script cannot pass on the stack that it is written for.
	Certain Certainty = iota
	// Remark: it can pass, and is worth a remark.
	Remark
)

// Observation is one claim of the script held against what TCP can do. It says
// what is claimed, what can be and why; the words for it are a rule's of the
// linter.
type Observation struct {
	// Detail says what is wrong, with the values claimed and expected and the
	// cause. Its type is the kind of the observation.
	Detail    Detail
	Certainty Certainty
	// Statement is the index into Script.Statements, Node the part of it that
	// the observation is about.
	Statement int
	Node      lang.Node
	// Connection and Descriptor are those that it is about, or none.
	Connection ConnectionRef
	Descriptor DescriptorRef
	// Related are the places that explain it.
	Related []Place
	// Instead is the segment that the stack sends in the place of the one that
	// the script expects, where that is certain; nil where it is not.
	Instead *DueSegment
}

// Kind is the kind of the observation, as Detail.Kind.
func (o Observation) Kind() Kind { return o.Detail.Kind() }

// Detail is what one kind of observation says. Each is a type of its own with
// what is typed of that kind.
type Detail interface {
	// Kind is the name of the kind, such as "ack-beyond-received".
	Kind() Kind
}

// Kind names what an observation is about; a rule of the linter speaks for one
// or a few of them.
type Kind string

// Details returns a zero value of each kind of detail.
func Details() []Detail {
	return []Detail{
		DescriptorWrongKind{}, ListenUnbound{},
		CallResult{}, CallErrno{}, WriteResult{}, ReadResult{}, ReadBlocks{}, AcceptResult{}, ConnectResult{},
		AckMissing{}, AckBeyondReceived{}, AckBelowReceived{}, AckOfUnsent{}, FinNotAcknowledged{},
		SequenceGap{}, SequenceAcknowledged{}, SequenceWrong{}, DataNotWritten{}, DataBeyondWindow{},
		DataBeyondCongestion{},
		FinWithoutClose{}, FinBeforeData{}, FinMissing{}, SegmentMissing{}, SegmentUncaused{}, SegmentWrong{},
		FlagsWrong{}, SynAckUncaused{}, ResetUncaused{}, NoSocket{}, NotListening{},
		OptionsWrong{}, OptionNotNegotiated{}, SackOutside{},
		TimeBackwards{}, TimeCause{}, SegmentTooEarly{}, RetransmissionTimeout{}, BackoffNotDoubled{}, AckDelayed{},
	}
}

// Place is a statement that explains an observation.
type Place struct {
	Statement StatementRef
	Role      PlaceRole
}

// PlaceRole says what a place has to do with the observation.
type PlaceRole uint8

// The roles of places.
const (
	AtEventBefore       PlaceRole = iota // the event before
	AtSocket                             // socket() returned the descriptor
	AtOpening                            // a call opened the descriptor
	AtBind                               // bind()
	AtListen                             // listen()
	AtConnect                            // the first connect()
	AtShutdown                           // the sending side was shut down
	AtWrite                              // the last write
	AtOpen                               // the active open: connect(), or the write that connects
	AtSyn                                // the SYN
	AtPeerSyn                            // the peer's SYN, where the stack's is another
	AtSynAck                             // the stack's SYN-ACK
	AtPeerFirst                          // the first segment from the peer
	AtUnacknowledgedSyn                  // the handshake whose SYN-ACK the peer has not acknowledged
	AtEstablished                        // the handshake was complete
	AtEnd                                // the connection ended
	AtReset                              // the RST
	AtPeerFin                            // the peer's FIN
	AtPeerLast                           // the last segment from the peer
	AtPeerAck                            // the last acknowledgment from the peer
	AtPeerWindow                         // the last window of the peer
	AtAcknowledges                       // a segment from the peer that acknowledges what no line expects
	AtAnswered                           // the segment that a segment of the stack answers
	AtAcknowledged                       // the segment that an ACK acknowledges
	AtDelayed                            // the segment whose acknowledgment is delayed
	AtCause                              // the event that makes the stack send
	AtTransmission                       // the segment went out
	AtRetransmission                     // the retransmission before
	AtStackLast                          // the last segment of the stack
	AtLastExpected                       // the last segment of the stack that the script expects
	AtCompared                           // the expected segment that is compared with what the stack sends
	AtUnreachable                        // a segment that does not reach the socket
	AtUntranslated                       // a segment whose numbers cannot be translated
	AtNotSent                            // an expected segment that the stack does not send for that reason
)

// at is a place, or none where nothing is named.
func at(statement StatementRef, role PlaceRole) []Place {
	if !statement.Any() {
		return nil
	}
	return []Place{{statement, role}}
}
