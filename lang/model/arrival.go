package model

import "github.com/pktlang/pkt/lang"

// arrival is a segment from the peer on its way into a connection.
type arrival struct {
	*walker
	c   *Connection
	seg segment
	tcp *lang.TCP
}

// inbound walks over a TCP segment from the peer.
func (w *walker) inbound(tcp *lang.TCP) {
	c := w.state.editConnection(w.state.subject.connection)
	if c == nil {
		d := w.subjectDescriptor()
		if d != nil && (!d.TCP || d.Role != Listening) {
			// google/packetdrill sends it to an address that nobody knows yet.
			d.unanswered = d.unanswered.Or(w.here())
			return
		}
		w.firstSegment(d, tcp)
		return
	}
	if d := w.reopens(c, tcp); d != nil {
		w.firstSegment(d, tcp)
		return
	}
	a := arrival{w, c, c.inboundSegment(tcp), tcp}
	if !c.Tracked() {
		a.untracked()
		return
	}
	if a.seg.has(lang.ACK) && tcp.Ack == nil && !a.seg.has(lang.RST) && c.State != Closed {
		a.missingAck()
	}
	w.expire(c)
	c.timers.received = w.now()
	if a.tellsOfLoss() {
		c.timers.lossSignal = w.here()
	}
	switch c.State {
	case Closed, TimeWait:
		a.inClosed()
	case SynSent:
		a.inSynSent()
	case SynReceived:
		a.inSynReceived()
	default:
		a.inSynchronized()
	}
}

// untracked keeps an uncertain connection roughly up to date.
func (a *arrival) untracked() {
	c, seg := a.c, a.seg
	c.timers.received = a.now()
	if c.State == SynSent && seg.has(lang.SYN) && seg.has(lang.ACK) || c.State == SynReceived && seg.has(lang.ACK) {
		c.State, c.Peer = Established, Established
		a.handshakeDone(c)
	}
	if seg.has(lang.RST) {
		c.State = Closed
	}
	c.Receive.Unread = Unknown()
}

// missingAck reports an ACK flag without a number, which acknowledges 0, and
// goes on as if the right number stood there.
func (a *arrival) missingAck() {
	right := a.c.Send.Next
	if a.c.State == SynReceived || a.c.State == SynSent {
		right = 1
	}
	a.reportOn(a.c, Observation{Node: a.tcp.Flags, Detail: AckMissing{Ack: right, Injected: true}})
	a.seg.ack, a.seg.hasAck = right, true
}

// mayAnswer notes that the stack may answer with an ACK (RFC 5961: a challenge
// ACK, whose number is limited).
func (a *arrival) mayAnswer() { a.c.scheduleAck(a.here()) }

// inClosed is a segment without a connection: anything but a RST is answered by
// one (RFC 9293, section 3.10.7.1; Linux: tcp_v4_send_reset). In TIME-WAIT an
// ACK may answer instead.
func (a *arrival) inClosed() {
	c, seg := a.c, a.seg
	if seg.has(lang.RST) {
		return
	}
	c.resetCause = a.here()
	a.mayAnswer()
	if c.State == TimeWait && seg.has(lang.SYN) {
		c.setUncertain(SynInTimeWait)
	}
	if c.State == TimeWait || !seg.has(lang.ACK|lang.SYN) || seg.has(lang.ACK) && !seg.hasAck || len(c.due) > 0 {
		return
	}
	if seg.has(lang.ACK) {
		a.sendsReset(c, lang.RST, seg.ack, 0)
	} else {
		a.sendsReset(c, lang.RST|lang.ACK, 0, seg.end)
	}
}

// takeWindow notes the peer's window (RFC 9293, section 3.10.7.4: SND.WND; RFC
// 7323, section 2.3: the window of a SYN is never scaled).
func (a *arrival) takeWindow() {
	if a.tcp.Win == nil {
		return
	}
	s, value := &a.c.Send, a.tcp.Win.Value
	if !a.seg.has(lang.SYN) {
		shift, certain := a.c.Options.peerShift()
		if !certain {
			s.Window = Unknown()
			return
		}
		value <<= shift
	}
	s.Window, s.windowFrom = Exactly(value), a.seg.seq
	s.MaxWindow = max(s.MaxWindow, value)
}

// updateWindow takes the window of a segment of an open connection, if it is
// newer. Linux takes one that shrinks only from a segment that brings anything
// else, or where it closes (tcp_may_update_window); RFC 9293 always does.
func (a *arrival) updateWindow() {
	s, seg := &a.c.Send, a.seg
	known, certain := s.Window.Value()
	newer := after(seg.ack, s.Unacknowledged) || after(seg.seq, s.windowFrom)
	if a.tcp.Win == nil || newer || !certain {
		a.takeWindow()
		return
	}
	shift, _ := a.c.Options.peerShift()
	if value := a.tcp.Win.Value << shift; seg.seq == s.windowFrom && (value > known || value == 0 || !a.linux()) {
		a.takeWindow()
	}
}
