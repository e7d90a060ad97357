package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// outbound walks over a TCP segment that the script expects of the stack.
func (w *walker) outbound(p *lang.Packet, tcp *lang.TCP) {
	if p.Ports != nil || len(p.Encapsulations) > 0 || p.PSP != nil {
		w.foreign()
		return
	}
	s := w.state
	c := s.editConnection(s.subject.connection)
	if c == nil {
		w.outboundWithout(tcp)
		return
	}
	seg := c.outboundSegment(tcp)
	switch {
	case w.state.Environment.Stack == Linux && !seg.has(lang.SYN|lang.RST|lang.ACK):
		w.reportOn(c, Observation{Kind: FlagsWrong, Node: tcp.Flags,
			Message: "the stack sends no segment without one of SYN, RST and ACK (RFC 9293, section 3.1)"})
		c.diverge(w.index)
	case c.Tracked():
		w.judge(c, seg, tcp)
	case len(c.due) > 0 && !w.matchDue(c, seg, tcp):
		w.missing(c, tcp, seg)
	}
	w.sent(c, seg, tcp)
	c.lastOutbound, c.lastOutboundAt = w.index, s.Clock
}

// outboundWithout is a segment expected while no connection exists.
func (w *walker) outboundWithout(tcp *lang.TCP) {
	s := w.state
	d := w.subjectDescriptor()
	switch {
	case s.subject.descriptor < 0:
		w.report(Observation{Kind: NoSocket, Node: tcp,
			Message: "a segment is expected, but the script has no socket yet that could send one"})
	case d == nil || !d.TCP || d.OptionsSet.Any(OtherOptions) || s.Environment.LossPossible:
	case d.Role == Listening:
		w.report(Observation{Kind: SegmentUncaused, Node: tcp, Related: w.related(d.ListenedAt, "the socket listens since here"),
			Message: "a segment is expected of a listening socket, but no SYN has arrived that it could answer"})
	case d.Role == Fresh && s.Environment.Stack != Linux:
	case d.Role == Fresh && d.early >= 0:
		w.reportAt(d.early, nil, d.Number, Observation{Kind: NotListening, Node: w.place(d.early, "").Node,
			Related: append(w.related(d.Opened, "the socket was made here"), w.place(w.index, "so the stack does not send this")),
			Message: fmt.Sprintf("a segment arrives, but descriptor %d neither listens nor connects: nothing answers it", d.Number)})
		d.early, d.OptionsSet = -1, d.OptionsSet|OtherOptions
	case d.Role == Fresh:
		w.report(Observation{Kind: SegmentUncaused, Node: tcp, Related: w.related(d.Opened, "the socket was made here"),
			Message: "a segment is expected, but the last socket is neither connected nor listening: it sends nothing"})
	}
}

func (w *walker) related(statement int, text string) []Place {
	if statement < 0 || statement >= len(w.script.Statements) {
		return nil
	}
	return []Place{w.place(statement, text)}
}

// outboundSegment reads a segment of the stack in relative numbers.
func (c *Connection) outboundSegment(tcp *lang.TCP) segment {
	g := segment{flags: tcp.Flags.Set, seq: uint32(tcp.Seq.Left.Value), length: tcp.Seq.Length.Value, hasAck: tcp.Ack != nil}
	if tcp.Ack != nil {
		g.ack = uint32(tcp.Ack.Value)
	}
	if g.has(lang.SYN) {
		if c.Send.Next == 0 {
			c.localISN = g.seq
		}
		g.seq -= c.localISN
		g.ack -= c.peerISN
	}
	g.end = g.seq + uint32(g.length)
	if g.has(lang.SYN) {
		g.end++
	}
	return g
}

// judge holds an expected segment of a certain connection against what the
// stack can send. After a segment that it cannot send, the script and the
// stack diverge, and nothing more is certain of the connection.
func (w *walker) judge(c *Connection, seg segment, tcp *lang.TCP) {
	c.dropMergedAcks(seg)
	if w.matchDue(c, seg, tcp) {
		w.checkOptions(c, seg, tcp)
		w.checkPush(c, seg, tcp)
		return
	}
	o, possible := w.possible(c, seg, tcp)
	if possible && len(c.due) > 0 && !w.precedes(c, seg) {
		e := c.due[0]
		switch {
		case e.differsInAck(seg):
			o, possible = w.ackTooLow(c, seg, tcp, e.ack, max(c.lastInbound, c.opened)), false
		case e.differsInLength(seg):
			o, possible = w.wrongLength(c, seg, tcp), false
		default:
			w.missing(c, tcp, seg)
			return
		}
	}
	if possible {
		w.checkOptions(c, seg, tcp)
		w.checkPush(c, seg, tcp)
		return
	}
	if len(c.due) > 0 {
		e := c.due[0]
		o.Related = append(o.Related, w.place(e.cause, fmt.Sprintf("here the stack sends %s: %s", e.what, e.String())))
	}
	w.reportDivergence(c, o)
	c.diverge(w.index)
}

// dropMergedAcks drops ACKs that nobody can tell are missing: the reference adds up
// segments until they have the expected length, and one without data before it
// that continues in the same numbers counts as part of it (packetdrill:
// verify_packet_fragments).
func (c *Connection) dropMergedAcks(seg segment) {
	for seg.length > 0 && len(c.due) > 0 {
		e := &c.due[0]
		if e.kind != ackSegment || e.seq != seg.seq || e.ack != seg.ack || len(e.blocks) > 0 {
			return
		}
		c.due = c.due[1:]
	}
}

// reportDivergence reports a segment that the stack cannot send. Where the peer has
// acknowledged something that no line has looked at, that line is missing: the
// report stands where the stack sent it.
func (w *walker) reportDivergence(c *Connection, o Observation) {
	numbers := o.Kind == SequenceGap || o.Kind == SequenceWrong
	if !numbers || !after(c.Send.Unacknowledged, c.Send.Next) {
		w.reportOn(c, o)
		return
	}
	cause, what, kind := c.Send.firstUnsent, "the data", SegmentMissing
	if cause < 0 && c.Send.FinQueued {
		cause, what, kind = c.Send.FinQueuedAt, "the FIN", FinMissing
	}
	if cause < 0 {
		w.reportOn(c, o)
		return
	}
	o.Kind, o.Node, o.Label = kind, w.place(cause, "").Node, ""
	o.Related = []Place{w.place(w.index, "this segment is compared with it")}
	if c.lastInbound >= 0 {
		o.Related = append(o.Related, w.place(c.lastInbound, "the peer has acknowledged it"))
	}
	o.Message = fmt.Sprintf("the stack sends %s (%d:%d) after this, but the next segment that the script expects is another, on line %d", what, c.Send.Next, c.Send.Unacknowledged, w.line(w.index))
	w.reportAt(cause, c, c.Descriptor, o)
}

// wrongLength reports data of another length than the stack sends.
func (w *walker) wrongLength(c *Connection, seg segment, tcp *lang.TCP) Observation {
	e := c.due[0]
	return Observation{Kind: SegmentWrong, Node: tcp.Seq, Claimed: Exactly(seg.length), Expected: Between(e.lengthLow, e.lengthTop),
		Message: fmt.Sprintf("%d bytes are expected, but the stack sends %s of what was written", seg.length, Between(e.lengthLow, e.lengthTop))}
}

// matchDue takes the segment that the stack sends first, if this is it.
func (w *walker) matchDue(c *Connection, seg segment, tcp *lang.TCP) bool {
	if len(c.due) == 0 {
		return false
	}
	e := c.due[0]
	if e.kind == dataSegment {
		// The reference adds up segments until they reach the expected
		// length, those of later writes too.
		_, unsent, _ := c.NotSent().Range()
		e.lengthTop = max(e.lengthTop, min(unsent, c.Send.MaxWindow))
	}
	if !e.matches(seg) {
		return false
	}
	c.due = c.due[1:]
	w.checkCauseTime(c, e.cause, e.at, tcp)
	w.checkBlocks(c, &e, tcp)
	return true
}

// checkCauseTime holds an expected time against the moment at which the stack
// sends for certain.
func (w *walker) checkCauseTime(c *Connection, cause int, at Clock, tcp *lang.TCP) {
	s, t := w.state, w.statement.Time
	if t == nil || t.Kind == lang.AnyTime {
		return
	}
	low, _ := s.Clock.Since(at)
	// The reference allows more the longer the event before is ago; a busy
	// machine sends later than the moment of the cause.
	const busy = 3000
	allowed := w.toleranceHere() + busy
	if low <= allowed {
		return
	}
	w.reportOn(c, Observation{Kind: TimeCause, Node: t, Claimed: Exactly(low), Expected: Exactly(0),
		Message: fmt.Sprintf("the segment is expected %s after the event that makes the stack send it, but the stack sends it at once", seconds(low)),
		Label:   "+0",
		Related: w.related(cause, "the stack sends the segment here")})
}

// toleranceHere is the tolerance of the event under the walk: no less than the
// reference's where the time is absolute.
func (w *walker) toleranceHere() int64 {
	return w.state.Environment.Tolerance(w.statement.Time.Start.Microseconds)
}

// precedes reports whether a possible segment may come before the first one that
// is certain: an acknowledgment that was due, or a retransmission.
func (w *walker) precedes(c *Connection, seg segment) bool {
	e := c.due[0]
	if seg.has(lang.RST | lang.SYN) {
		return false
	}
	if seg.length == 0 && !seg.has(lang.FIN) {
		if e.kind == ackSegment && seg.ack == e.ack {
			return false
		}
		return c.Receive.reads > 0 || e.kind != ackSegment && c.ackPending(seg.ack, e.cause)
	}
	return before(seg.seq, e.seq)
}

// missing reports that the stack sends something before this segment that no
// line expects.
func (w *walker) missing(c *Connection, tcp *lang.TCP, seg segment) {
	for len(c.due) > 0 && !c.due[0].matches(seg) {
		e := c.due[0]
		c.due = c.due[1:]
		node := w.place(e.cause, "").Node
		kind := SegmentMissing
		if e.kind == finSegment {
			kind = FinMissing
		}
		w.reportAt(e.cause, c, c.Descriptor, Observation{Kind: kind, Node: node,
			Message: fmt.Sprintf("the stack sends %s here (%s), but the next segment that the script expects is another, on line %d", e.what, e.String(), w.line(w.index)),
			Label:   e.String(),
			Related: []Place{w.place(w.index, "this segment is compared with it")}})
		if e.kind == dataSegment {
			c.diverge(w.index)
			return
		}
	}
	if len(c.due) > 0 {
		w.matchDue(c, seg, tcp)
	}
}

// sent notes what a segment that the script expects changes.
func (w *walker) sent(c *Connection, seg segment, tcp *lang.TCP) {
	s := &c.Send
	switch {
	case seg.has(lang.RST):
		// Without an ACK it answers a segment that the handshake cannot take,
		// and the handshake goes on (RFC 9293, section 3.10.7.4).
		if seg.has(lang.ACK) || c.State > SynReceived {
			w.dropped(c)
		}
		return
	case seg.has(lang.SYN):
		w.synSent(c, seg, tcp)
	}
	finish := seg.end + seg.fin()
	if after(finish, seg.seq) {
		w.transmitted(c, Block{seg.seq, finish})
	}
	s.lossSuspected = s.lossSuspected || before(seg.seq, s.Next)
	s.retransmitted = s.retransmitted || before(seg.seq, s.Next) && after(finish, seg.seq)
	s.lossEver = s.lossEver || s.lossSuspected
	if after(finish, s.Next) {
		s.Next = finish
	}
	if after(seg.end, s.WrittenLow) && !seg.has(lang.SYN) {
		s.WrittenLow = seg.end
		s.WrittenTop = later(s.WrittenTop, seg.end)
	}
	if seg.has(lang.FIN) && !s.FinSent {
		s.FinSent = true
		switch c.State {
		case Established, SynReceived:
			c.State = FinWait1
		case CloseWait:
			c.State = LastAck
		}
	}
	if s.Next == s.WrittenTop {
		s.anyMore, s.firstUnsent = false, -1
	}
	s.unacknowledgedLow = s.Unacknowledged
	if seg.has(lang.ACK) {
		c.acked(seg)
	}
	if tcp.Options != nil {
		if ts, ok := optionNamed(tcp.Options.List, "TS").(*lang.Timestamps); ok {
			c.Options.localTimestamp = uint32(ts.Val.Value)
		}
	}
}

// acked notes the ack number of a segment of ours.
func (c *Connection) acked(seg segment) {
	r := &c.Receive
	pure := seg.length == 0 && seg.flags&(lang.SYN|lang.FIN|lang.RST) == 0
	switch {
	case pure && c.ackSent(seg.ack):
	case pure && r.uncertain && len(r.pendingAcks) > 0:
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

// ackPending reports whether an ACK of that number has been due since no later than
// the given statement.
func (c *Connection) ackPending(ack uint32, statement int) bool {
	for _, d := range c.Receive.pendingAcks {
		if d.ack == ack && d.cause <= statement {
			return true
		}
	}
	return false
}

// ackSent takes one pure ACK off those that were due, and those before it.
func (c *Connection) ackSent(ack uint32) bool {
	for i, d := range c.Receive.pendingAcks {
		if d.ack == ack {
			c.Receive.pendingAcks = c.Receive.pendingAcks[i+1:]
			return true
		}
	}
	return false
}

// transmitted notes a transmission, for the retransmissions that may follow.
func (w *walker) transmitted(c *Connection, b Block) {
	count := 1
	for _, t := range c.Send.sent {
		if t.Left == b.Left {
			count = t.count + 1
		}
	}
	const enough = 256
	if len(c.Send.sent) >= enough {
		c.Send.sent = c.Send.sent[len(c.Send.sent)-enough/2:]
	}
	c.Send.sent = append(c.Send.sent, transmission{b, w.index, w.state.Clock, count})
}

// synSent notes our SYN or SYN-ACK.
func (w *walker) synSent(c *Connection, seg segment, tcp *lang.TCP) {
	first := c.Send.Next == 0
	if first {
		c.Options.Local = synOptions(tcp, w.index)
		c.Send.WrittenLow, c.Send.WrittenTop = later(c.Send.WrittenLow, 1), later(c.Send.WrittenTop, 1)
	}
	if !seg.has(lang.ACK) {
		if first {
			c.State = SynSent
		}
		if after(seg.end, c.Send.WrittenTop) {
			c.Send.WrittenLow, c.Send.WrittenTop = seg.end, seg.end
		}
		return
	}
	if c.State == Closed && !c.orphaned && c.resetCause < 0 {
		c.State, c.Peer = SynReceived, SynSent
	}
	c.negotiate()
	w.ownMaxSegment(c)
	if first && after(seg.ack, 1) && c.Options.Peer.Seen {
		w.fastOpened(c, seg)
	}
}

// fastOpened is a SYN-ACK that takes the data of the SYN (RFC 7413): the
// connection can be accepted, read and written before the handshake ends.
func (w *walker) fastOpened(c *Connection, seg segment) {
	bytes := int64(seg.ack - 1)
	c.Receive.moved(seg.ack)
	c.Receive.NextLow = seg.ack
	c.Receive.Unread = Exactly(bytes)
	c.Receive.anyData = true
	w.enqueueAccept(c)
}
