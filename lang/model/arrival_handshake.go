package model

import "github.com/pktlang/pkt/lang"

// inSynSent is a segment to a connection whose SYN is out (RFC 9293, section
// 3.10.7.3; Linux: tcp_rcv_synsent_state_process).
func (a *arrival) inSynSent() {
	c, seg := a.c, a.seg
	acceptable := seg.hasAck && after(seg.ack, c.Send.Unacknowledged) && !after(seg.ack, c.Send.Next)
	switch {
	case c.Send.Next == 0:
		a.synNotExpected(SynNotExpected)
		a.inSynSent()
	case seg.has(lang.ACK) && !acceptable:
		if !seg.has(lang.RST) {
			c.resetCause = a.here()
		}
	case seg.has(lang.RST):
		if seg.has(lang.ACK) {
			c.drop()
		}
	case seg.has(lang.SYN) && seg.has(lang.ACK):
		a.synAckArrived()
		a.mayAnswer()
	case seg.has(lang.SYN):
		a.simultaneousOpen()
	}
}

// synNotExpected reports a segment that is injected before the script expects
// the stack's SYN: google/packetdrill learns there how to translate the numbers of
// all that follows. From there on the SYN counts as expected.
func (a *arrival) synNotExpected(cause SegmentMissingCause) {
	c := a.c
	if len(c.due) > 0 {
		due := c.due[0]
		a.reportAt(due.Cause, c, c.Descriptor, Observation{Node: a.action(due.Cause),
			Detail: SegmentMissing{Segment: due, Cause: cause, By: a.here()}, Related: at(a.here(), AtUntranslated)})
	}
	c.diverge(a.here())
	c.Send.Next = 1
}

// synAckArrived completes an active open.
func (a *arrival) synAckArrived() {
	c, seg := a.c, a.seg
	c.Options.Peer = synOptions(a.tcp, a.here())
	c.Options.negotiate()
	c.State, c.Peer = Established, SynReceived
	a.takeWindow()
	if ts := timestampsIn(a.tcp); ts != nil && c.Options.Peer.Timestamps && ts.Ecr.Value >= latestEcho {
		c.setUncertain(UnusualEcho)
	}
	partial := seg.ack != c.Send.Next
	c.Send.acknowledge(seg.ack)
	c.Send.unacknowledgedLow = 0
	if partial {
		// Data in the SYN was not taken: it goes out again at once, with the
		// ACK (Linux: tcp_rcv_fastopen_synack).
		c.Send.Next = seg.ack
	}
	c.updateMaxSegment(a.state.Environment, a.ownMSS(c))
	c.Receive.begin(seg.end)
	if !seg.empty() {
		a.synAckData()
	}
	a.handshakeDone(c)
	switch {
	case !partial && c.Send.WrittenTop == c.Send.Next && seg.empty():
		a.sendsAck(c, true)
	case partial && c.Send.WrittenLow == c.Send.WrittenTop:
		a.sendsData(c, false)
	}
}

// latestEcho is the echo of a timestamp up to which a SYN-ACK is taken as good:
// a wrong one draws a RST.
const latestEcho = 5000

// synAckData is data or a FIN on a SYN-ACK, which the stack may take or leave.
func (a *arrival) synAckData() {
	r, end := &a.c.Receive, a.seg.end
	r.nextUncertain = true
	if a.seg.has(lang.FIN) {
		r.FinSeen, r.FinAt, r.fin = true, a.here(), end
		a.c.State = CloseWait
		end++
	}
	r.moved(end)
	r.highest = end
	r.Unread = Between(0, a.seg.length)
	r.anyData = true
}

// simultaneousOpen is a SYN that crosses the stack's (RFC 9293, section 3.5).
func (a *arrival) simultaneousOpen() {
	c := a.c
	c.Options.Peer = synOptions(a.tcp, a.here())
	c.Options.negotiate()
	c.State, c.Peer = SynReceived, SynSent
	a.takeWindow()
	c.Receive.begin(1)
	if a.seg.length > 0 {
		c.setUncertain(SynDataCrossed)
		return
	}
	a.sendsSynAck(c, SynAckDue, 0)
}

// inSynReceived is a segment to a half-open connection (RFC 9293, section
// 3.10.7.4; Linux: tcp_check_req).
func (a *arrival) inSynReceived() {
	c, seg := a.c, a.seg
	switch {
	case seg.has(lang.RST):
		a.reset()
	case seg.has(lang.SYN) && (!seg.has(lang.ACK) || !c.Active):
		a.synAgain()
	case seg.has(lang.SYN):
		a.finishHandshake()
	case !seg.hasAck:
	case c.Send.Next == 0:
		a.synNotExpected(SynAckNotExpected)
		a.inSynReceived()
	case seg.ack == 0 || after(seg.ack, c.Send.Next):
		c.resetCause = a.here()
		if seg.empty() && c.Send.Next == 1 {
			a.sendsReset(c, lang.RST, seg.ack, 0)
		}
	case before(seg.seq, 1) || after(seg.seq, 1+0xffff):
		a.mayAnswer()
	case c.optionsSet.Any(DeferAcceptOptions) && seg.length == 0:
	default:
		a.finishHandshake()
	}
}

// synAgain is a SYN to a connection that answered it already: the SYN-ACK goes
// out again, the first time certainly (Linux: tcp_check_req).
func (a *arrival) synAgain() {
	c, seg := a.c, a.seg
	a.mayAnswer()
	if seg.seq != 0 || c.synRepeated || c.mayFastOpen() || seg.length > 0 {
		return
	}
	c.synRepeated = true
	a.sendsSynAck(c, SynAckAgainDue, 0)
}

// finishHandshake takes the segment that acknowledges the stack's SYN.
func (a *arrival) finishHandshake() {
	c := a.c
	c.State, c.Peer = Established, Established
	a.takeWindow()
	c.Send.acknowledge(a.seg.ack)
	a.handshakeDone(c)
	if c.Send.FinQueued {
		c.State = FinWait1
	}
	if !a.seg.has(lang.SYN) {
		a.take()
	}
}

// handshakeDone makes the connection known to accept() and connect().
func (w *walker) handshakeDone(c *Connection) {
	if c.established.Any() {
		return
	}
	c.established = w.here()
	if !c.Active {
		w.enqueueAccept(c)
	} else if d := w.state.editDescriptor(c.Descriptor); d != nil {
		d.Role = Connected
	}
}
