package model

// The details of observations about times, in microseconds.

// TimeBackwards is an absolute time that the relative times before it have passed.
type TimeBackwards struct {
	Claimed int64
	Before  int64 // when the event before happens at the earliest
}

// TimeCause is a segment that is expected too long after what makes the stack
// send it at once.
type TimeCause struct{ Late int64 }

// SegmentTooEarly is a retransmission without a cause.
type SegmentTooEarly struct {
	// After is how long ago it went out, at most, and Timeout the least
	// timeout.
	After, Timeout int64
	// Syn is set for a SYN or SYN-ACK; Left and Right are the sequence
	// numbers of any other segment.
	Syn         bool
	Left, Right uint32
}

// RetransmissionTimeout is a timeout that the stack does not have.
type RetransmissionTimeout struct {
	After   int64 // how long after the segment
	Timeout int64 // the right one
}

// BackoffNotDoubled is a timeout that is not twice the one before.
type BackoffNotDoubled struct {
	After, Before int64 // the expected timeout, and the one before it
}

// AckDelayed is an acknowledgment that is expected at once and that Linux
// delays, by so much at least.
type AckDelayed struct{ Delay int64 }

// The kinds, as in Detail.

func (TimeBackwards) Kind() Kind         { return "time-backwards" }
func (TimeCause) Kind() Kind             { return "time-cause" }
func (SegmentTooEarly) Kind() Kind       { return "segment-too-early" }
func (RetransmissionTimeout) Kind() Kind { return "retransmission-timeout" }
func (BackoffNotDoubled) Kind() Kind     { return "backoff-not-doubled" }
func (AckDelayed) Kind() Kind            { return "ack-delayed" }
