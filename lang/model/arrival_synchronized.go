package model

import "github.com/pktlang/pkt/lang"

// inSynchronized is a segment to an open connection, in the order of RFC 9293,
// section 3.10.7.4 (Linux: tcp_rcv_established, tcp_rcv_state_process).
func (a *arrival) inSynchronized() {
	seg := a.seg
	switch {
	case !a.inWindow():
		if !seg.has(lang.RST) {
			a.mayAnswer() // but not each time (Linux: tcp_oow_rate_limited)
		}
	case seg.has(lang.RST):
		a.reset()
	case seg.has(lang.SYN):
		a.mayAnswer()
	case !seg.has(lang.ACK):
		// RFC 9293: a segment without ACK is dropped.
	case !a.validAck():
	case a.c.Options.takeTimestamp(a.tcp):
		a.c.setUncertain(UnusualTimestamp)
	default:
		a.take()
	}
}

// inWindow is the first check of RFC 9293, section 3.10.7.4; what it refuses
// certainly lies outside the receive window.
func (a *arrival) inWindow() bool {
	r, seg := &a.c.Receive, a.seg
	if r.nextUncertain {
		if seg.empty() && seg.seq != r.Next {
			a.mayAnswer()
		}
		return true
	}
	return !seg.empty() || !before(seg.end, r.NextLow)
}

// reset is a RST (RFC 9293, section 3.10.7.4, second check; RFC 5961, section
// 3: only the exact number resets).
func (a *arrival) reset() {
	c, r := a.c, &a.c.Receive
	exact := a.seg.seq == r.Next
	switch {
	case exact && !r.nextUncertain:
		c.drop()
		c.resetCause, c.socketError = a.here(), true
	case exact || r.nextUncertain || len(r.OutOfOrder) > 0:
		c.setUncertain(DoubtfulReset)
	case c.State == SynReceived && !r.mayHold(a.seg.seq):
	default:
		a.mayAnswer()
	}
}

// mayHold reports whether a number after RCV.NXT may lie in the receive window.
func (r *ReceiveSide) mayHold(seq uint32) bool {
	return after(seq, r.Next) && before(seq, r.Next+0x8000)
}

// validAck holds the ack number against what was sent (RFC 5961, section 5.2)
// and reports what the peer cannot have received.
func (a *arrival) validAck() bool {
	c, s, seg := a.c, &a.c.Send, a.seg
	if after(seg.ack, s.Next) || before(seg.ack, s.Unacknowledged) {
		a.mayAnswer()
	}
	switch {
	case c.orphaned && c.State == FinWait2:
		// What is left of it does not look (Linux: tcp_timewait_state_process).
	case after(seg.ack, s.limit()):
		// Legal to inject, and often the point of a test: nothing is certain
		// about the answer, which differs between kernels.
		a.reportOn(c, Observation{Certainty: Remark, Node: ackNode(a.tcp),
			Detail: AckOfUnsent{Claimed: seg.ack, Limit: s.limit()}})
		return false
	case before(seg.ack, s.Unacknowledged) && !seg.empty():
		if below := int64(s.Unacknowledged - seg.ack); below > min(s.MaxWindow, s.delivered) {
			c.Receive.nextUncertain = true // kernels differ in whether they take its data
		}
	}
	return true
}

// take takes an acceptable segment: its acknowledgment, window, data and FIN.
func (a *arrival) take() {
	a.takeAck()
	if a.c.State == TimeWait && a.seg.empty() || a.c.State == Closed {
		return
	}
	if a.seg.has(lang.URG) {
		a.c.Receive.Unread = AtLeast(0)
	}
	if !a.seg.empty() {
		a.takeData()
	}
}
