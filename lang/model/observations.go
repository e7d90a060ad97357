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

// Kind is what an observation is about; a rule of the linter speaks for one or
// a few of them.
type Kind string

// The kinds of observations.
const (
	DescriptorWrongKind   Kind = "descriptor-wrong-kind"  // such as accept() on what does not listen
	CallResult            Kind = "call-result"            // a result that the call never has
	WriteResult           Kind = "write-result"           // more or less than was given
	ReadResult            Kind = "read-result"            // more or less than is in order
	ReadBlocks            Kind = "read-blocks"            // nothing to read, and the call waits for ever
	AcceptResult          Kind = "accept-result"          // contradicts the handshake
	ConnectResult         Kind = "connect-result"         // contradicts the handshake or the mode
	CallErrno             Kind = "call-errno"             // an errno that the state does not give
	AckMissing            Kind = "ack-missing"            // ACK flag without an ack number
	AckBeyondReceived     Kind = "ack-beyond-received"    // expected ack of what the peer never sent
	AckBehindReceived     Kind = "ack-behind-received"    // expected ack below what was in order
	AckOfUnsent           Kind = "ack-of-unsent"          // the peer acks what was never sent
	SequenceGap           Kind = "sequence-gap"           // expected data leaves a gap
	SequenceOldData       Kind = "sequence-acknowledged"  // expected data was acknowledged already
	SequenceWrong         Kind = "sequence-wrong"         // a number that a segment without data cannot have
	DataNotWritten        Kind = "data-not-written"       // more data than was written
	DataBeyondWindow      Kind = "data-beyond-window"     // beyond the peer's window
	DataBeyondCongestion  Kind = "data-beyond-congestion" // beyond the greatest possible congestion window
	FinWithoutClose       Kind = "fin-without-close"      // FIN before close() or shutdown()
	FinBeforeData         Kind = "fin-before-data"        // FIN before the last byte
	FinMissing            Kind = "fin-missing"            // no FIN after close()
	SegmentUncaused       Kind = "segment-uncaused"       // nothing can have caused it
	SegmentMissing        Kind = "segment-missing"        // the stack sends what no line expects
	SegmentTooEarly       Kind = "segment-too-early"      // a retransmission without a cause
	SegmentWrong          Kind = "segment-wrong"          // another segment comes first
	FlagsWrong            Kind = "flags-wrong"            // PSH, SYN or ACK where it cannot be
	OptionsWrong          Kind = "options-wrong"          // options of our segment that cannot be
	OptionNotNegotiated   Kind = "option-not-negotiated"  // SACK, timestamps or scaling without the handshake
	SackOutside           Kind = "sack-outside"           // a block outside what was sent or received
	SynAckUncaused        Kind = "synack-uncaused"        // SYN-ACK to nothing
	ResetUncaused         Kind = "reset-uncaused"         // RST to nothing
	ListenUnbound         Kind = "listen-unbound"         // listen() without bind()
	NotListening          Kind = "not-listening"          // a SYN and nothing that listens
	NoSocket              Kind = "no-socket"              // a packet and no socket for it
	TimeBackwards         Kind = "time-backwards"         // before the event before, whose time is relative
	TimeCause             Kind = "time-cause"             // too long after, or before, its cause
	RetransmissionTimeout Kind = "retransmission-timeout" // RTO below its minimum
	BackoffNotDoubled     Kind = "backoff-not-doubled"    // a backoff that does not double
	FinNotAcknowledged    Kind = "fin-not-acknowledged"   // the peer's FIN is never acknowledged
)

// Place is a statement, and a node in it, that explains an observation.
type Place struct {
	Statement int // index into Script.Statements
	Node      lang.Node
	Text      string // such as "the FIN was here"
}

// Observation is one claim of the script held against what TCP can do.
type Observation struct {
	Kind      Kind
	Certainty Certainty
	// Statement is the index into Script.Statements, Node the part of it that
	// the observation is about.
	Statement int
	Node      lang.Node
	// Connection is the connection's ID, or -1; Descriptor the number, or -1.
	Connection int
	Descriptor int64
	// Claimed is what the script says, Expected what TCP can do, where the
	// observation is about a number.
	Claimed, Expected Fact
	// Message says what is wrong in one sentence: lower case, no full stop.
	Message string
	// Label is a short text for the caret, such as "ack 201".
	Label string
	// Replacement is the text that would put Node right, if it is certain.
	Replacement string
	Related     []Place
}
