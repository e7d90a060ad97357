package model

import "github.com/pktlang/pkt/lang"

// sent notes what a segment that the script expects changes.
func (x *expectation) sent() {
	c, s, seg := x.c, &x.c.Send, x.seg
	if seg.has(lang.RST) {
		// Without an ACK it answers a segment that the handshake cannot take,
		// and the handshake goes on (RFC 9293, section 3.10.7.4).
		if seg.has(lang.ACK) || c.State > SynReceived {
			c.drop()
		}
		return
	}
	c.timers.ackDelay.sent(seg, x.state.Clock)
	if seg.has(lang.SYN) {
		x.synSent()
	}
	s.advance(seg, x.now())
	if after(seg.end, s.WrittenLow) && !seg.has(lang.SYN) {
		s.WrittenLow = seg.end
		s.WrittenTop = later(s.WrittenTop, seg.end)
	}
	if seg.has(lang.FIN) && !s.FinSent {
		s.FinSent = true
		c.finSent()
	}
	if s.Next == s.WrittenTop {
		s.moreToCome, s.firstUnsent = false, StatementRef{}
	}
	s.unacknowledgedLow = s.Unacknowledged
	if seg.has(lang.ACK) {
		c.Receive.acknowledged(seg)
	}
	if ts := timestampsIn(x.tcp); ts != nil {
		c.Options.localTimestamp = uint32(ts.Val.Value)
	}
}

// finSent moves the state when a FIN is expected that nothing has queued.
func (c *Connection) finSent() {
	switch c.State {
	case Established, SynReceived:
		c.State = FinWait1
	case CloseWait:
		c.State = LastAck
	}
}

// synSent notes the stack's SYN or SYN-ACK.
func (x *expectation) synSent() {
	c, s, seg := x.c, &x.c.Send, x.seg
	first := s.Next == 0
	if first {
		c.Options.Local = synOptions(x.tcp, x.here())
		s.WrittenLow, s.WrittenTop = later(s.WrittenLow, 1), later(s.WrittenTop, 1)
	}
	if !seg.has(lang.ACK) {
		if first {
			c.State = SynSent
		}
		if after(seg.end, s.WrittenTop) {
			s.WrittenLow, s.WrittenTop = seg.end, seg.end
		}
		return
	}
	if c.State == Closed && !c.orphaned && !c.wasReset() {
		c.State, c.Peer = SynReceived, SynSent
	}
	c.Options.negotiate()
	c.updateMaxSegment(x.state.Environment, x.ownMSS(c))
	if first && after(seg.ack, 1) && c.Options.Peer.Seen {
		x.fastOpened()
	}
}

// fastOpened is a SYN-ACK that takes the data of the SYN (RFC 7413): the
// connection can be accepted, read and written before the handshake ends.
func (x *expectation) fastOpened() {
	r := &x.c.Receive
	r.moved(x.seg.ack)
	r.NextLow = x.seg.ack
	r.Unread = Exactly(int64(x.seg.ack - 1))
	r.anyData = true
	x.enqueueAccept(x.c)
}
