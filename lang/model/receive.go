package model

import "slices"

// ReceiveSide is what the stack under test receives: the receive sequence
// variables of RFC 9293, section 3.3.1, the data that waits for the application
// and the acknowledgments that may leave.
type ReceiveSide struct {
	// Next is RCV.NXT. NextLow is lower where a segment may have been refused.
	Next, NextLow uint32
	// OutOfOrder are the ranges after a hole, newest first.
	OutOfOrder []Block
	// FinSeen says that the peer's FIN was received in order, at statement
	// FinAt; FinHeld that one stands after a hole.
	FinSeen, FinHeld bool
	FinAt            StatementRef
	// Unread counts the bytes that the application can read.
	Unread Fact
	// Acknowledged is the highest ack number that the stack has sent.
	Acknowledged uint32

	fin     uint32   // the sequence number of the FIN
	history []uint32 // values of RCV.NXT since the last matched packet, oldest first
	highest uint32   // after the last byte that was ever sent by the peer
	anyData bool
	// nextUncertain says that a segment may have been refused for want of
	// buffer, so that RCV.NXT lies between NextLow and Next.
	nextUncertain bool

	pendingAcks []pendingAck  // pure ACKs that can have been sent since the last matched packet
	dupAcks     int           // immediate ACKs since RCV.NXT moved
	blocked     []blockedRead // reads that wait for data, oldest first
	reads       int           // since the last matched packet
}

// pendingAck is a pure ACK that the stack may have sent, or may send (Linux:
// ICSK_ACK_SCHED).
type pendingAck struct {
	ack   uint32
	cause StatementRef
}

// blockedRead is a blocking read whose result is decided later.
type blockedRead struct {
	statement       StatementRef
	length, claimed int64
}

// clip makes appending to its lists copy them.
func (r *ReceiveSide) clip() {
	r.OutOfOrder = slices.Clip(r.OutOfOrder)
	r.history = slices.Clip(r.history)
	r.blocked = slices.Clip(r.blocked)
	r.pendingAcks = slices.Clip(r.pendingAcks)
}

// begin sets RCV.NXT after the peer's SYN, which ends at the given number.
func (r *ReceiveSide) begin(end uint32) {
	r.Next, r.NextLow, r.highest = 1, 1, end
	r.history = []uint32{1}
}

// moved notes a new value of RCV.NXT.
func (r *ReceiveSide) moved(next uint32) {
	if next == r.Next {
		return
	}
	r.Next = next
	if !r.nextUncertain {
		r.NextLow = next
	}
	r.history = append(r.history, next)
	r.dupAcks = 0
}

// full reports whether one of the lists holds all that is kept of the past.
func (r *ReceiveSide) full() bool {
	return max(len(r.pendingAcks), len(r.history), len(r.OutOfOrder)) >= mostKept
}

// mostKept is how much of the past is kept of a connection: ranges after
// holes, values of RCV.NXT and ACKs that may be sent.
const mostKept = 1000

// certainWindow is how much the stack certainly takes with its initial receive
// window, in bytes (Linux: tcp_select_initial_window, less what small segments
// waste).
const certainWindow = 60000

// queued is what became of a segment that begins at or before RCV.NXT.
type queued struct {
	next    uint32 // RCV.NXT, the FIN included
	bytes   int64  // that came into order
	hadHole bool   // ranges stood after a hole before
	again   bool   // part of it had arrived before
	finish  bool   // the peer's FIN came into order
}

// takeInOrder joins a segment that begins at or before RCV.NXT with what stood
// after a hole (Linux: tcp_data_queue, tcp_ofo_queue). RCV.NXT does not move
// yet: see moved.
func (r *ReceiveSide) takeInOrder(seg segment, at StatementRef) queued {
	q := queued{
		hadHole: len(r.OutOfOrder) > 0,
		again:   before(seg.seq, r.Next) || overlaps(r.OutOfOrder, Block{seg.seq, seg.end}),
	}
	r.OutOfOrder, q.next = takeReached(r.OutOfOrder, seg.end)
	if r.FinHeld && q.next == r.fin+1 {
		q.next-- // the FIN is no byte
	}
	q.bytes = int64(int32(q.next - r.Next))
	q.finish = seg.fin() > 0 && !after(seg.end, q.next) || r.FinHeld && r.fin == q.next
	if q.finish {
		r.FinSeen, r.FinAt, r.FinHeld, r.fin = true, at, false, q.next
		q.next++
	}
	return q
}

// keepOutOfOrder keeps a segment after a hole and reports whether part of it had
// arrived before.
func (r *ReceiveSide) keepOutOfOrder(seg segment) (again bool) {
	block := Block{seg.seq, seg.finish()} // a FIN counts too
	again = overlaps(r.OutOfOrder, block)
	r.OutOfOrder = insertBlock(r.OutOfOrder, block)
	if seg.fin() > 0 {
		r.FinHeld, r.fin = true, seg.end
	}
	r.anyData = true
	return again
}

// firstHole is the last byte that is missing before what was received out of
// order.
func (r *ReceiveSide) firstHole() (last uint32) {
	end := r.highest
	if r.FinHeld {
		end = r.fin
	}
	for _, b := range r.OutOfOrder {
		if before(b.Left, end) {
			end = b.Left
		}
	}
	return end - 1
}

// deliver makes bytes readable.
func (r *ReceiveSide) deliver(bytes int64) {
	low, top, ok := r.Unread.Range()
	if !ok || bytes == 0 {
		return
	}
	if !r.nextUncertain {
		low += bytes
	}
	if top <= forever {
		top += bytes
	}
	r.Unread = Between(low, top)
}

// consume takes bytes out of the receive queue, as a read claims.
func (r *ReceiveSide) consume(bytes int64) {
	if low, top, ok := r.Unread.Range(); ok && bytes > 0 {
		r.Unread = Between(max(low-bytes, 0), max(top-bytes, 0))
	}
	r.reads++
}

// consumeUnknown is a read of which nobody knows how much it took.
func (r *ReceiveSide) consumeUnknown() {
	r.Unread = Unknown()
	r.reads++
}

// ackPending reports whether an ACK of that number can have been sent since no
// later than the given statement.
func (r *ReceiveSide) ackPending(ack uint32, since StatementRef) bool {
	for _, p := range r.pendingAcks {
		if p.ack == ack && !p.cause.After(since) {
			return true
		}
	}
	return false
}

// ackSent takes one pure ACK of that number, and those before it, off the ones
// that are pending.
func (r *ReceiveSide) ackSent(ack uint32) bool {
	for i, p := range r.pendingAcks {
		if p.ack == ack {
			r.pendingAcks = r.pendingAcks[i+1:]
			return true
		}
	}
	return false
}

// acknowledged notes the ack number of a segment of the stack.
func (r *ReceiveSide) acknowledged(seg segment) {
	pure := seg.length == 0 && !seg.has(synFinReset)
	switch {
	case pure && r.ackSent(seg.ack):
	case pure && r.nextUncertain && len(r.pendingAcks) > 0:
		r.pendingAcks = r.pendingAcks[1:]
	case pure:
		r.reads = max(r.reads-1, 0)
	case seg.ack == r.Next && seg.ack != r.Acknowledged:
		r.pendingAcks = nil
	}
	for i, value := range r.history {
		if value == seg.ack {
			r.history = r.history[i:]
			break
		}
	}
	r.Acknowledged = later(r.Acknowledged, seg.ack)
}

// wasNext reports whether RCV.NXT had that value since the last matched packet.
func (r *ReceiveSide) wasNext(ack uint32) bool { return slices.Contains(r.history, ack) }
