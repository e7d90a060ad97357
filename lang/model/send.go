package model

import "slices"

// SendSide is what the stack under test sends: the send sequence variables of
// RFC 9293, section 3.3.1, what the application has written, and the segments
// that are not acknowledged yet.
type SendSide struct {
	// Unacknowledged and Next are SND.UNA and SND.NXT, as far as the script's
	// packets show.
	Unacknowledged, Next uint32
	// WrittenLow and WrittenTop bound the sequence number after the last
	// byte that the application has written.
	WrittenLow, WrittenTop uint32
	// FinQueued is set by close() and shutdown(), at statement FinQueuedAt;
	// FinSent when the FIN was seen.
	FinQueued   bool
	FinQueuedAt StatementRef
	FinSent     bool
	// Window is the peer's window in bytes, scaled; MaxWindow the greatest.
	Window    Fact
	MaxWindow int64
	// windowFrom is the sequence number of the segment that the window is of:
	// SND.WL1.
	windowFrom uint32
	// MaxSegment is the effective MSS, options subtracted.
	MaxSegment Fact

	unacknowledgedLow uint32 // SND.UNA at the last matched packet
	delivered         int64  // bytes acknowledged or selectively acknowledged so far
	segmentsDelivered int64  // an upper bound of how many segments those were
	sacked            []Block
	sent              []transmission // unacknowledged ones, oldest first
	moreToCome        bool           // one of the unsent writes held its end back (MSG_MORE)
	lossSuspected     bool           // something in flight seems lost, so that the congestion window may be small
	lossEver          bool           // something ever did
	retransmitted     bool           // data went out again, ever
	duplicates        int            // how often SND.UNA was only repeated
	lastWrite         StatementRef
	firstUnsent       StatementRef // the first write that was not sent whole
}

// transmission is a segment that was sent.
type transmission struct {
	Block
	moment
	count int // how often its first byte was sent
}

// clip makes appending to its lists copy them.
func (s *SendSide) clip() {
	s.sacked = slices.Clip(s.sacked)
	s.sent = slices.Clip(s.sent)
}

// outstanding is how much sequence space was sent and not acknowledged, in
// bytes.
func (s *SendSide) outstanding() int64 { return max(int64(int32(s.Next-s.Unacknowledged)), 0) }

// notSent is how many bytes were written and not sent, as a range.
func (s *SendSide) notSent() Fact {
	if s.FinSent {
		return Exactly(0)
	}
	low, top := int64(int32(s.WrittenLow-s.Next)), int64(int32(s.WrittenTop-s.Next))
	return Between(max(low, 0), max(top, 0))
}

// limit is the highest number that can have been sent by now, whether a line
// has expected it or not.
func (s *SendSide) limit() uint32 {
	limit := later(s.WrittenTop, s.Next)
	if s.FinQueued && !s.FinSent {
		limit++
	}
	return limit
}

// leastSegment is the least effective MSS, at least 1.
func (s *SendSide) leastSegment() int64 {
	mss, _, ok := s.MaxSegment.Range()
	if !ok {
		return 1
	}
	return max(mss, 1)
}

// acknowledge moves SND.UNA.
func (s *SendSide) acknowledge(ack uint32) {
	moved := int64(int32(ack - s.Unacknowledged))
	if moved <= 0 {
		return
	}
	s.deliveredBytes(moved)
	s.Unacknowledged = ack
	keep := 0
	for keep < len(s.sent) && !after(s.sent[keep].Right, ack) {
		keep++
	}
	s.sent = s.sent[keep:]
	var sacked []Block
	for _, b := range s.sacked {
		if after(b.Right, ack) {
			sacked = append(sacked, b)
		}
	}
	s.sacked = sacked
}

// selectivelyAcknowledge takes a SACK block (RFC 2018).
func (s *SendSide) selectivelyAcknowledge(block Block) {
	for _, known := range s.sacked {
		if known.contains(block) {
			return
		}
	}
	s.deliveredBytes(int64(block.Right - block.Left))
	s.sacked = insertBlock(s.sacked, block)
}

// deliveredBytes notes what the peer has received.
func (s *SendSide) deliveredBytes(bytes int64) {
	s.delivered += bytes
	s.segmentsDelivered += bytes/s.leastSegment() + 1
}

// wrote notes what a write certainly took, and what it may have taken.
func (s *SendSide) wrote(certain, top uint32) {
	s.WrittenLow += certain
	s.WrittenTop += top
}

// mostTransmissions is how many transmissions are kept.
const mostTransmissions = 256

// transmitted notes a transmission, for the retransmissions that may follow.
func (s *SendSide) transmitted(b Block, at moment) {
	count := 1
	for _, t := range s.sent {
		if t.Left == b.Left {
			count = t.count + 1
		}
	}
	if len(s.sent) >= mostTransmissions {
		s.sent = s.sent[len(s.sent)-mostTransmissions/2:]
	}
	s.sent = append(s.sent, transmission{b, at, count})
}

// advance notes that a segment went out: SND.NXT, and what must have been
// written.
func (s *SendSide) advance(seg segment, at moment) {
	finish := seg.finish()
	if after(finish, seg.seq) {
		s.transmitted(Block{seg.seq, finish}, at)
	}
	again := before(seg.seq, s.Next)
	s.lossSuspected = s.lossSuspected || again
	s.retransmitted = s.retransmitted || again && after(finish, seg.seq)
	s.lossEver = s.lossEver || s.lossSuspected
	if after(finish, s.Next) {
		s.Next = finish
	}
}

// lastSent is the last transmission that shares a byte with a stretch.
func (s *SendSide) lastSent(b Block) (t transmission, ok bool) {
	for i := len(s.sent) - 1; i >= 0; i-- {
		if t := s.sent[i]; before(t.Left, b.Right) && after(t.Right, b.Left) {
			return t, true
		}
	}
	return transmission{}, false
}

// oldestOnce is the first number from SND.UNA up to limit that was neither
// selectively acknowledged nor sent more than once.
func (s *SendSide) oldestOnce(limit uint32) (number uint32, found bool) {
	at := s.Unacknowledged
	for before(at, limit) {
		next := at
		for _, b := range s.sacked {
			if !after(b.Left, at) && after(b.Right, at) {
				next = b.Right
			}
		}
		times := 0
		for _, t := range s.sent {
			if !after(t.Left, at) && after(t.Right, at) {
				if times++; times > 1 {
					next = later(next, t.Right)
				}
			}
		}
		if next == at {
			return at, times == 1
		}
		at = next
	}
	return 0, false
}
