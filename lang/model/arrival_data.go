package model

import "github.com/pktlang/pkt/lang"

// takeData queues data and a FIN (RFC 9293, section 3.10.7.4, seventh and
// eighth check; Linux: tcp_data_queue).
func (a *arrival) takeData() {
	r, seg := &a.c.Receive, a.seg
	finish := seg.finish()
	r.highest = later(r.highest, finish)
	a.c.timers.ackDelay.arrived(seg, seg.seq == r.Next, a.c.Send.FinQueued, a.now())
	if seg.length > 0 && a.toOrphan() {
		return
	}
	switch {
	case r.FinSeen && after(finish, r.Next):
		a.mayAnswer()
	case !after(finish, r.Next):
		// All of it was there: the answer is an immediate ACK (RFC 9293;
		// Linux: tcp_send_dupack).
		if !r.nextUncertain && seg.length > 0 {
			a.sendsDuplicateAck(false)
		}
	case after(seg.seq, r.Next):
		a.outOfOrder()
	default:
		a.inOrder()
	}
	a.mayAnswer()
}

// immediateDuplicates is how many ACKs for segments out of order are certainly
// immediate: beyond the first few, Linux may compress them (tcp_comp_sack).
const immediateDuplicates = 3

// sendsDuplicateAck notes an immediate ACK that leaves RCV.NXT where it was.
func (a *arrival) sendsDuplicateAck(blocksKnown bool) {
	if a.c.Receive.dupAcks < immediateDuplicates {
		a.sendsAck(a.c, blocksKnown)
		a.c.Receive.dupAcks++
	}
}

// toOrphan is data for an application that has closed: the stack answers with a
// RST (RFC 9293, section 3.6.1; Linux: tcp_rcv_state_process).
func (a *arrival) toOrphan() bool {
	c := a.c
	if !c.orphaned || !after(a.seg.end, c.Receive.Next) || c.State != FinWait1 && c.State != FinWait2 {
		return false
	}
	c.State = Closed
	c.resetCause = a.here()
	if a.seg.hasAck && !c.Receive.nextUncertain {
		a.sendsReset(c, lang.RST, a.seg.ack, 0)
	}
	return true
}

// outOfOrder keeps a segment after a hole and acknowledges at once what is in
// order (RFC 5681, section 3.2).
func (a *arrival) outOfOrder() {
	r := &a.c.Receive
	if int64(int32(a.seg.finish()-r.Acknowledged)) > certainWindow {
		r.nextUncertain = true
	}
	again := r.keepOutOfOrder(a.seg)
	if a.seg.length > 0 {
		a.sendsDuplicateAck(!again)
	}
}

// inOrder takes a segment that begins at or before RCV.NXT.
func (a *arrival) inOrder() {
	c, r, seg := a.c, &a.c.Receive, a.seg
	if seg.length > 0 && a.mayOverflow() {
		r.nextUncertain = true
	}
	first := !r.anyData
	q := r.takeInOrder(seg, a.here())
	r.deliver(q.bytes)
	if q.bytes != 0 && r.Unread.Known() {
		a.wakeReads(c)
	}
	r.moved(q.next)
	r.anyData = r.anyData || q.bytes > 0
	if q.finish {
		a.peerFinished()
	}
	switch {
	case q.hadHole && seg.length > 0:
		a.sendsAck(c, !q.again)
	case first && q.bytes > 0 && q.bytes <= certainWindow/4 && !q.finish && !r.nextUncertain &&
		a.state.Environment.StackShown && !c.anythingSent():
		// The first data is acknowledged at once (Linux: tcp_incr_quickack).
		a.sendsAck(c, true)
	}
}

// mayOverflow reports whether the receive buffer may not have room for a
// segment.
func (a *arrival) mayOverflow() bool {
	r := &a.c.Receive
	_, top, ok := r.Unread.Range()
	return !ok || top+int64(len(r.OutOfOrder))+a.seg.length > certainWindow || a.c.optionsSet.Any(ReceiveBufferOptions)
}

// peerFinished moves the state at the peer's FIN (RFC 9293, section 3.10.7.4,
// eighth check).
func (a *arrival) peerFinished() {
	c := a.c
	c.Peer = FinWait1
	switch c.State {
	case Established, SynReceived:
		c.State = CloseWait
	case FinWait1:
		c.State = Closing
	case FinWait2:
		c.State = TimeWait
	}
	a.wakeReads(c)
}
