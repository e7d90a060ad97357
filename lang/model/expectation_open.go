package model

import "github.com/pktlang/pkt/lang"

// impossibleOpen judges a segment without SYN or RST of an open connection.
func (x *expectation) impossibleOpen() *Observation {
	if o := x.impossibleFlags(); o != nil {
		return o
	}
	if o := x.impossibleAck(); o != nil {
		return o
	}
	if o := x.impossibleSequence(); o != nil {
		return o
	}
	return x.impossibleCause()
}

// impossibleFlags judges the flags.
func (x *expectation) impossibleFlags() *Observation {
	switch seg := x.seg; {
	case seg.has(lang.FIN) && !x.c.Send.FinQueued:
		return &Observation{Node: x.tcp.Flags, Detail: FinWithoutClose{}}
	case seg.has(lang.PSH) && seg.empty() && x.linux():
		return &Observation{Node: x.tcp.Flags, Detail: FlagsWrong{Cause: PushEmpty}}
	}
	return nil
}

// impossibleAck judges the ack number: RCV.NXT at some moment since the last
// matched packet (RFC 9293, section 3.10.7.4).
func (x *expectation) impossibleAck() *Observation {
	r, seg := &x.c.Receive, x.seg
	if x.tcp.Ack == nil {
		return &Observation{Node: x.tcp.Flags, Detail: AckMissing{Ack: r.Next}}
	}
	below := AckBelowReceived{Claimed: seg.ack, Expected: r.Next, Cause: AckNeverNext}
	switch {
	case after(seg.ack, r.Next):
		return x.ackBeyond()
	case before(seg.ack, r.Acknowledged):
		below.Cause, below.Before, below.Earlier = AckGoesBack, r.Acknowledged,
			x.c.timers.sent.statement.Or(StatementAt(0))
	case r.nextUncertain || r.wasNext(seg.ack):
		return nil
	}
	return &Observation{Node: x.tcp.Ack, Detail: below}
}

// ackBeyond reports an ack number that is too high, in the terms of what the
// peer sent.
func (x *expectation) ackBeyond() *Observation {
	r := &x.c.Receive
	detail := AckBeyondReceived{Claimed: x.seg.ack, Next: r.Next, Cause: AckInOrder}
	o := &Observation{Node: x.tcp.Ack}
	switch {
	case len(r.OutOfOrder) > 0 || r.FinHeld:
		detail.Cause, detail.Last = AckAfterHole, r.firstHole()
	case r.FinSeen:
		detail.Cause, detail.Last = AckAfterFin, r.fin
	}
	if len(r.OutOfOrder) > 0 {
		o.Related = at(x.c.timers.received.statement, AtPeerLast)
	}
	o.Detail = detail
	return o
}

// impossibleSequence judges the sequence number and length.
func (x *expectation) impossibleSequence() *Observation {
	s, seg := &x.c.Send, x.seg
	if seg.empty() {
		return x.impossibleEmpty()
	}
	finish := seg.finish()
	switch {
	case after(seg.seq, s.Next):
		return &Observation{Node: x.tcp.Seq, Detail: SequenceGap{Claimed: seg.seq, Next: s.Next},
			Related: at(x.c.timers.sent.statement, AtLastExpected)}
	case after(seg.end, s.WrittenTop) && !s.FinSent:
		detail := DataNotWritten{Claimed: seg.end, Written: s.WrittenTop, Cause: WrittenLess}
		if s.WrittenTop == s.Next && !s.lastWrite.Any() {
			detail.Cause = WrittenNothing
		}
		return &Observation{Node: x.tcp.Seq, Detail: detail, Related: at(s.lastWrite, AtWrite)}
	case seg.has(lang.FIN) && seg.end != s.WrittenTop && before(seg.end, s.WrittenLow):
		return &Observation{Node: x.tcp.Seq, Detail: FinBeforeData{Claimed: seg.end, Written: s.WrittenLow},
			Related: at(s.lastWrite, AtWrite)}
	case s.FinSent && after(finish, s.Next):
		return &Observation{Node: x.tcp.Seq,
			Detail: DataNotWritten{Claimed: finish, Written: s.Next - 1, Cause: WrittenFin}}
	case seg.seq == s.Next:
		return x.impossibleNewData()
	case !after(finish, s.unacknowledgedLow):
		return &Observation{Node: x.tcp.Seq, Detail: SequenceAcknowledged{Unacknowledged: s.Unacknowledged},
			Related: at(x.c.timers.received.statement, AtPeerAck)}
	}
	return x.impossibleRetransmission()
}

// impossibleEmpty judges the sequence number of a segment without data: SND.NXT,
// the byte before SND.UNA for a probe of the window or the peer (Linux:
// tcp_xmit_probe_skb), or the end of a window that shrank (RFC 9293, section
// 3.8.6.2.1; Linux: tcp_acceptable_seq).
func (x *expectation) impossibleEmpty() *Observation {
	s, seq := &x.c.Send, x.seg.seq
	if seq == s.Next || seq == s.Unacknowledged-1 || seq == s.unacknowledgedLow-1 {
		return nil
	}
	if window, known := s.Window.Value(); !known || window < x.c.Outstanding() {
		return nil
	}
	return &Observation{Node: x.tcp.Seq, Detail: SequenceWrong{Claimed: seq, Next: s.Next},
		Related: at(x.c.timers.sent.statement, AtLastExpected)}
}

// impossibleNewData judges data that was not sent before, against the peer's
// window and the greatest congestion window that there can be.
func (x *expectation) impossibleNewData() *Observation {
	s, seg := &x.c.Send, x.seg
	if x.c.State == SynReceived || !s.Window.Known() {
		return nil
	}
	flight := int64(int32(seg.end - s.Unacknowledged))
	if s.MaxWindow > 0 && seg.length > 0 && flight > s.MaxWindow {
		return &Observation{Node: x.tcp.Seq,
			Detail:  DataBeyondWindow{Claimed: seg.end, Limit: int64(s.Unacknowledged) + s.MaxWindow},
			Related: at(x.c.timers.received.statement, AtPeerWindow)}
	}
	return x.beyondCongestionWindow(flight)
}

// beyondCongestionWindow holds what is in flight against an upper bound of the
// congestion window: it grows by at most one segment for each that the peer
// received (RFC 5681, section 3.1).
func (x *expectation) beyondCongestionWindow(flight int64) *Observation {
	for _, b := range x.c.Send.sacked {
		flight -= int64(b.Right - b.Left)
	}
	segments, mss, known := x.congestionWindow(x.c)
	if !known || flight <= segments*mss {
		return nil
	}
	return &Observation{Node: x.tcp.Seq, Detail: DataBeyondCongestion{Flight: flight, Segments: segments, MSS: mss},
		Related: at(x.c.timers.received.statement, AtPeerAck)}
}

// congestionWindow is the greatest congestion window that there can be, in
// segments, and their greatest size in bytes.
func (w *walker) congestionWindow(c *Connection) (segments, mss int64, known bool) {
	initial, known := w.state.Environment.InitialWindow.Value()
	_, mss, ok := c.Send.MaxSegment.Range()
	const spare = 3 // for limited transmit (RFC 3042) and what is acknowledged meanwhile
	return initial + c.Send.segmentsDelivered + spare, mss, known && ok && w.linux() && !c.optionsSet.Any(OtherOptions)
}

// impossibleCause judges whether anything can have made the stack send a segment
// without data.
func (x *expectation) impossibleCause() *Observation {
	c, r, seg := x.c, &x.c.Receive, x.seg
	switch {
	case !seg.empty(), r.reads > 0, r.ackPending(seg.ack, x.here()), r.nextUncertain && len(r.pendingAcks) > 0,
		c.optionsSet.Any(TimersOptions | OtherOptions | ReceiveBufferOptions), !x.linux(), x.mayProbe():
		return nil
	case len(r.pendingAcks) > 0:
		last := r.pendingAcks[len(r.pendingAcks)-1]
		return x.ackOverdue(last.ack, last.cause)
	}
	return &Observation{Node: x.tcp, Detail: SegmentUncaused{Cause: NothingArrived},
		Related: at(c.timers.sent.statement, AtStackLast)}
}

// ackOverdue reports an ack number below the one that the stack sends.
func (x *expectation) ackOverdue(right uint32, cause StatementRef) *Observation {
	r := &x.c.Receive
	detail := AckBelowReceived{Claimed: x.seg.ack, Expected: right, Cause: AckOverdue}
	related := at(cause, AtAcknowledged)
	if r.FinSeen && x.seg.ack == right-1 {
		detail.Cause, detail.Before = AckWithoutFin, r.fin
		related = at(r.FinAt, AtPeerFin)
	}
	return &Observation{Node: ackNode(x.tcp), Detail: detail, Related: related}
}
