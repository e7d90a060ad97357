package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// inboundSynSent is a segment to a connection whose SYN is out (RFC 9293,
// section 3.10.7.3; Linux: tcp_rcv_synsent_state_process).
func (w *walker) inboundSynSent(c *Connection, seg segment, tcp *lang.TCP) {
	acceptable := seg.hasAck && after(seg.ack, c.Send.Unacknowledged) && !after(seg.ack, c.Send.Next)
	switch {
	case c.Send.Next == 0:
		w.notYetExpected(c, "the SYN", "the port and the sequence numbers")
		w.inboundSynSent(c, seg, tcp)
	case seg.has(lang.ACK) && !acceptable:
		if !seg.has(lang.RST) {
			c.resetCause = w.index
		}
	case seg.has(lang.RST):
		if seg.has(lang.ACK) {
			w.dropped(c)
		}
	case seg.has(lang.SYN) && seg.has(lang.ACK):
		w.synAckArrived(c, seg, tcp)
		c.scheduleAck(w.index, w.state.Clock)
	case seg.has(lang.SYN):
		w.simultaneousOpen(c, seg, tcp)
	}
}

// synAckArrived completes an active open.
func (w *walker) synAckArrived(c *Connection, seg segment, tcp *lang.TCP) {
	c.Options.Peer = synOptions(tcp, w.index)
	c.negotiate()
	c.State, c.Peer = Established, SynReceived
	w.window(c, seg, tcp)
	if c.Options.Peer.Timestamps && !validEcho(tcp) {
		c.setUncertain("the timestamps of the SYN-ACK cannot be judged")
	}
	partial := seg.ack != c.Send.Next
	c.acknowledge(seg.ack)
	c.Send.unacknowledgedLow = 0
	if partial {
		// Data in the SYN was not taken: it goes out again at once, with the
		// ACK (Linux: tcp_rcv_fastopen_synack).
		c.Send.Next = seg.ack
	}
	w.ownMaxSegment(c)
	c.Receive.Next, c.Receive.NextLow, c.Receive.highest = 1, 1, seg.end
	c.Receive.history = []uint32{1}
	if seg.length > 0 || seg.has(lang.FIN) {
		w.synAckData(c, seg)
	}
	w.handshakeDone(c)
	if !partial && c.Send.WrittenTop == c.Send.Next && seg.length == 0 && !seg.has(lang.FIN) {
		w.sendsAck(c, true)
		return
	}
	if partial && c.Send.WrittenLow == c.Send.WrittenTop {
		w.sendsData(c, false)
	}
}

// validEcho reports whether the timestamps option of a SYN-ACK can be taken as
// good: a wrong echo draws a RST.
func validEcho(tcp *lang.TCP) bool {
	for _, o := range tcp.Options.List {
		if ts, ok := o.(*lang.Timestamps); ok {
			return ts.Ecr.Value < 5000
		}
	}
	return true
}

// synAckData is data or a FIN on a SYN-ACK, which the stack may take or leave.
func (w *walker) synAckData(c *Connection, seg segment) {
	c.Receive.uncertain = true
	end := seg.end
	if seg.has(lang.FIN) {
		c.Receive.FinSeen, c.Receive.FinAt, c.Receive.fin = true, w.index, end
		c.State = CloseWait
		end++
	}
	c.Receive.moved(end)
	c.Receive.highest = end
	c.Receive.Unread = Between(0, seg.length)
	c.Receive.anyData = true
}

// simultaneousOpen is a SYN that crosses ours (RFC 9293, section 3.5).
func (w *walker) simultaneousOpen(c *Connection, seg segment, tcp *lang.TCP) {
	c.Options.Peer = synOptions(tcp, w.index)
	c.negotiate()
	c.State, c.Peer = SynReceived, SynSent
	w.window(c, seg, tcp)
	c.Receive.Next, c.Receive.NextLow, c.Receive.highest = 1, 1, 1
	c.Receive.history = []uint32{1}
	if seg.length > 0 {
		c.setUncertain("a SYN with data crossed ours")
		return
	}
	w.sends(c, dueSegment{what: "the SYN-ACK", kind: synAckSegment, flags: lang.SYN | lang.ACK, ack: 1})
}

// inboundSynReceived is a segment to a half-open connection (RFC 9293, section
// 3.10.7.4; Linux: tcp_check_req).
func (w *walker) inboundSynReceived(c *Connection, seg segment, tcp *lang.TCP) {
	switch {
	case seg.has(lang.RST):
		w.inboundReset(c, seg)
	case seg.has(lang.SYN):
		if !seg.has(lang.ACK) || !c.Active {
			w.synAgain(c, seg)
			return
		}
		w.finishHandshake(c, seg, tcp)
	case !seg.hasAck:
	case c.Send.Next == 0:
		w.notYetExpected(c, "the SYN-ACK", "the sequence numbers")
		w.inboundSynReceived(c, seg, tcp)
	case seg.ack == 0 || after(seg.ack, c.Send.Next):
		c.resetCause = w.index
		if seg.length == 0 && !seg.has(lang.FIN) && c.Send.Next == 1 {
			w.sends(c, dueSegment{what: "a RST", kind: resetSegment, flags: lang.RST, seq: seg.ack})
		}
	case before(seg.seq, 1) || after(seg.seq, 1+0xffff):
		c.scheduleAck(w.index, w.state.Clock)
	case c.optionsSet.Any(DeferAcceptOptions) && seg.length == 0:
	default:
		w.finishHandshake(c, seg, tcp)
	}
}

// notYetExpected reports a segment that is injected before the script looked at our
// SYN: the reference learns there how to translate the numbers of all that
// follows. From there on the SYN counts as looked at.
func (w *walker) notYetExpected(c *Connection, what, numbers string) {
	if len(c.due) > 0 {
		e := c.due[0]
		w.reportAt(e.cause, c, c.Descriptor, Observation{Kind: SegmentMissing, Node: w.place(e.cause, "").Node, Label: e.String(),
			Message: fmt.Sprintf("the stack sends %s here (%s), which the script has to expect before it injects the segment on line %d: packetdrill learns %s of the stack from it", what, e.String(), w.line(w.index), numbers),
			Related: []Place{w.place(w.index, "this segment cannot be translated")}})
	}
	c.diverge(w.index)
	c.Send.Next = 1
}

// synAgain is a SYN to a connection that answered it already: the SYN-ACK goes
// out again, the first time certainly (Linux: tcp_check_req).
func (w *walker) synAgain(c *Connection, seg segment) {
	c.scheduleAck(w.index, w.state.Clock)
	if seg.seq != 0 || c.synRepeated || c.mayFastOpen() || seg.length > 0 {
		return
	}
	c.synRepeated = true
	w.sends(c, dueSegment{what: "the SYN-ACK again", kind: synAckSegment, flags: lang.SYN | lang.ACK, ack: 1})
}

// finishHandshake takes the segment that acknowledges our SYN.
func (w *walker) finishHandshake(c *Connection, seg segment, tcp *lang.TCP) {
	c.State, c.Peer = Established, Established
	w.window(c, seg, tcp)
	c.acknowledge(seg.ack)
	w.handshakeDone(c)
	if c.Send.FinQueued {
		c.State = FinWait1
	}
	if seg.has(lang.SYN) {
		return
	}
	w.receive(c, seg, tcp)
}

// handshakeDone makes the connection known to accept() and connect().
func (w *walker) handshakeDone(c *Connection) {
	if c.established >= 0 {
		return
	}
	c.established = w.index
	if c.Active {
		if d := w.state.editDescriptor(c.Descriptor); d != nil {
			d.Role = Connected
		}
		return
	}
	w.enqueueAccept(c)
}

// enqueueAccept puts a connection into its listener's accept queue, or gives it
// to an accept() that waits.
func (w *walker) enqueueAccept(c *Connection) {
	d := w.state.editDescriptor(c.Listener)
	if d == nil || d.Role != Listening || c.Descriptor >= 0 {
		return
	}
	for _, id := range d.Queue {
		if id == c.ID {
			return
		}
	}
	d.maybe = false
	if len(d.pending) > 0 {
		number := d.pending[0]
		d.pending = d.pending[1:]
		w.bindAccepted(c, number)
		return
	}
	d.Queue = append(d.Queue, c.ID)
}

// bindAccepted ties a connection to the descriptor that accept() returns.
func (w *walker) bindAccepted(c *Connection, number int64) {
	c.Descriptor = number
	if a := w.state.editDescriptor(number); a != nil {
		a.Connection, a.Role = c.ID, Connected
		if a.OptionsSet != 0 {
			c.optionsSet |= a.OptionsSet
		}
	}
}

// ownMaxSegment works out the effective MSS once both SYNs are known.
func (w *walker) ownMaxSegment(c *Connection) {
	own := Exactly(0)
	if d := w.state.Descriptor(c.Descriptor); d != nil {
		own = d.MaxSegment
	} else if d := w.state.Descriptor(c.Listener); d != nil {
		own = d.MaxSegment
	}
	c.updateMaxSegment(w.state.Environment, own)
}

// dropped ends a connection without a word. What it has sent before still waits
// to be looked at.
func (w *walker) dropped(c *Connection) {
	c.State, c.Peer = Closed, Closed
}
