package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// possible reports whether the stack can send a segment now, and if not, why.
func (w *walker) possible(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	linux := w.state.Environment.Stack == Linux
	switch {
	case !linux && (seg.has(lang.SYN|lang.RST) || c.State < Established):
		return Observation{}, true
	case seg.has(lang.RST):
		return w.possibleReset(c, seg, tcp)
	case seg.has(lang.SYN):
		return w.possibleSyn(c, seg, tcp)
	case c.State == Closed:
		return w.possibleClosed(c, seg, tcp)
	case c.State == SynSent:
		return Observation{Kind: SegmentUncaused, Node: tcp, Related: w.related(c.opened, "the connection attempt began here"),
			Message: "a segment other than a SYN is expected while the handshake is not complete: no SYN-ACK has arrived"}, false
	case c.State == SynReceived && !c.mayFastOpen():
		return w.possibleHalfOpen(c, seg, tcp)
	}
	for _, check := range []func(*Connection, segment, *lang.TCP) (Observation, bool){
		w.possibleFlags, w.possibleAck, w.possibleSequence, w.possibleCause,
	} {
		if o, ok := check(c, seg, tcp); !ok {
			return o, false
		}
	}
	return Observation{}, true
}

// mayFastOpen reports whether the connection may carry data before its handshake
// ends.
func (c *Connection) mayFastOpen() bool {
	return c.Options.Peer.Cookie || !c.Options.Peer.Seen || after(c.Receive.Next, 1)
}

func (w *walker) possibleClosed(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if seg.has(lang.FIN) && len(c.due) > 0 && c.due[0].kind == resetSegment {
		return Observation{Kind: SegmentWrong, Node: tcp.Flags, Label: "R.", Related: w.related(c.Receive.FinAt, "the peer's FIN"),
			Message: "a FIN is expected, but the application closed with data that it had not read: the stack sends a RST instead (RFC 2525, section 2.17)"}, false
	}
	o := Observation{Kind: SegmentUncaused, Node: tcp,
		Message: "a segment is expected of a connection that is closed: the stack could only answer with a RST"}
	if c.resetCause >= 0 {
		o.Related = w.related(c.resetCause, "the connection ended here")
	}
	return o, false
}

func (w *walker) possibleReset(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if c.resetCause >= 0 || c.optionsSet.Any(TimersOptions|LingerOptions|OtherOptions) || w.state.Environment.Stack != Linux {
		return Observation{}, true
	}
	return Observation{Kind: ResetUncaused, Node: tcp.Flags,
		Message: "a RST is expected, but nothing has happened that makes the stack reset the connection"}, false
}

// possibleSyn judges a SYN or SYN-ACK that is not the first one that the model
// waits for.
func (w *walker) possibleSyn(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	synAck := seg.has(lang.ACK)
	switch {
	case c.State >= Established && c.established >= 0 && !after(c.Receive.Next, 0):
	case synAck && c.Active && c.Options.Peer.Statement < 0:
		return Observation{Kind: SynAckUncaused, Node: tcp.Flags, Related: w.related(c.opened, "the connection attempt began here"),
			Message: "a SYN-ACK is expected of a socket that connects, but no SYN has arrived that it could answer"}, false
	case !synAck && !c.Active:
		return Observation{Kind: FlagsWrong, Node: tcp.Flags, Related: w.related(c.opened, "the peer's first segment"),
			Message: "a SYN is expected of a socket that did not connect"}, false
	case c.State == Closed && !c.Active:
		return Observation{Kind: SynAckUncaused, Node: tcp.Flags, Related: w.related(c.lastInbound, "the stack answers this segment"),
			Message: "a SYN-ACK is expected, but the segment before it draws a RST or nothing: it reaches no listening socket, or is no SYN"}, false
	}
	if c.Send.Next == 0 {
		if synAck && seg.ack != 1 && !(after(c.Receive.highest, 1) && seg.ack == c.Receive.highest) {
			return Observation{Kind: AckBeyondReceived, Node: ackNode(tcp), Claimed: Exactly(int64(seg.ack)), Expected: Exactly(1),
				Related: w.related(c.opened, "the SYN"),
				Message: fmt.Sprintf("the SYN-ACK acknowledges %d, but the SYN stands at %d", int64(seg.ack), int64(c.peerISN))}, false
		}
		return Observation{}, true
	}
	if synAck && c.State == SynReceived && seg.ack != c.Receive.Next && seg.ack != 1 {
		return Observation{Kind: AckBeyondReceived, Node: ackNode(tcp), Claimed: Exactly(int64(seg.ack)), Expected: Exactly(int64(c.Receive.Next)),
			Message: fmt.Sprintf("the SYN-ACK acknowledges %d, but the stack has %d", int64(seg.ack), c.Receive.Next)}, false
	}
	return w.possibleSynAgain(c, seg, tcp)
}

// synTimeout is the initial retransmission timeout (RFC 6298, section 2.1;
// Linux: TCP_TIMEOUT_INIT).
const synTimeout = int64(1_000_000)

// possibleSynAgain judges a SYN that goes out again: only a timeout, or the
// peer's SYN again, makes it.
func (w *walker) possibleSynAgain(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if c.State > SynReceived && c.State != TimeWait && !c.optionsSet.Any(OtherOptions) {
		return Observation{Kind: SegmentUncaused, Node: tcp.Flags, Related: w.related(c.established, "the handshake was complete here"),
			Message: "a SYN is expected after the handshake"}, false
	}
	if c.lastInbound > c.lastOutbound || c.State == TimeWait || c.optionsSet.Any(OtherOptions|TimersOptions|DeferAcceptOptions) {
		return Observation{}, true
	}
	low, top := w.state.Clock.Since(c.lastOutboundAt)
	if o, late := w.synTooLate(c, low); late {
		return o, false
	}
	if top+w.toleranceHere() >= synTimeout*9/10 {
		return Observation{}, true
	}
	if _, set := w.state.Environment.sysctls["tcp_rto_max_ms"]; set {
		return Observation{}, true
	}
	return Observation{Kind: SegmentTooEarly, Node: tcp, Claimed: Exactly(top), Expected: AtLeast(synTimeout),
		Related: w.related(c.lastOutbound, "it went out here"),
		Message: fmt.Sprintf("the segment is expected again %s after it went out, but the first retransmission comes after 1s", seconds(top))}, false
}

// synTooLate judges the first retransmission of a SYN, which comes after one
// second: Linux fires a timer late by at most an eighth.
func (w *walker) synTooLate(c *Connection, low int64) (Observation, bool) {
	const latest = synTimeout * 9 / 8
	if len(c.Send.sent) != 1 || c.Send.sent[0].count != 1 || low <= latest+w.toleranceHere() || w.state.Environment.Stack != Linux {
		return Observation{}, false
	}
	return Observation{Kind: RetransmissionTimeout, Node: w.statement.Time, Claimed: Exactly(low), Expected: Exactly(synTimeout), Label: "+1",
		Related: w.related(c.lastOutbound, "it went out here"),
		Message: fmt.Sprintf("the first retransmission is expected %s after the segment went out, but it comes after 1s (RFC 6298, section 2.1; Linux: TCP_TIMEOUT_INIT)", seconds(low))}, true
}

// possibleHalfOpen judges a segment without SYN or RST while the handshake is
// not complete.
func (w *walker) possibleHalfOpen(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if c.Send.Next == 0 {
		return Observation{Kind: SegmentWrong, Node: tcp, Related: w.related(c.opened, "the SYN"),
			Message: "the stack answers the SYN with a SYN-ACK, which no line expects before this segment"}, false
	}
	if seg.length == 0 && !seg.has(lang.FIN) && len(c.Receive.pendingAcks) > 0 {
		return w.possibleEmpty(c, seg, tcp) // a challenge ACK
	}
	if c.Receive.uncertain || c.optionsSet.Any(OtherOptions|DeferAcceptOptions) {
		return Observation{}, true
	}
	return Observation{Kind: SegmentUncaused, Node: tcp, Related: w.related(c.Options.Local.Statement, "the SYN-ACK went out here"),
		Message: "a segment is expected before the handshake is complete: the peer has not acknowledged the SYN-ACK"}, false
}

// possibleFlags judges the flags of a segment of an open connection.
func (w *walker) possibleFlags(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	switch {
	case seg.has(lang.FIN) && !c.Send.FinQueued:
		return Observation{Kind: FinWithoutClose, Node: tcp.Flags,
			Message: "a FIN is expected, but the application has not closed the connection: only close() or shutdown() makes the stack send one"}, false
	case seg.has(lang.PSH) && seg.length == 0 && !seg.has(lang.FIN) && w.state.Environment.Stack == Linux:
		return Observation{Kind: FlagsWrong, Node: tcp.Flags,
			Message: "PSH is expected on a segment without data: the stack sets it only where data ends"}, false
	}
	return Observation{}, true
}

// possibleAck judges the ack number: RCV.NXT at some moment since the last
// segment that was looked at (RFC 9293, section 3.10.7.4).
func (w *walker) possibleAck(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	r := &c.Receive
	if tcp.Ack == nil {
		return Observation{Kind: AckMissing, Node: tcp.Flags, Claimed: Exactly(0), Expected: Exactly(int64(r.Next)),
			Message: fmt.Sprintf("the ACK flag is expected but no ack number is given, which means 0: the stack acknowledges %d", r.Next),
			Label:   fmt.Sprintf("add `ack %d`", r.Next), Replacement: fmt.Sprintf("ack %d", r.Next)}, false
	}
	o := Observation{Node: tcp.Ack, Claimed: Exactly(int64(seg.ack)), Expected: Exactly(int64(r.Next)), Label: fmt.Sprintf("ack %d", r.Next)}
	switch {
	case after(seg.ack, r.Next):
		o.Kind = AckBeyondReceived
		o.Message = w.ackBeyond(c, seg)
		if len(r.OutOfOrder) > 0 {
			o.Related = w.related(c.lastInbound, "the last segment from the peer")
		}
		return o, false
	case before(seg.ack, r.Acknowledged):
		o.Kind = AckBehindReceived
		o.Message = fmt.Sprintf("the ack number goes back: %d was acknowledged before, on line %d", r.Acknowledged, w.line(max(c.lastOutbound, 0)))
		return o, false
	case r.uncertain:
		return o, true
	}
	for _, value := range r.history {
		if value == seg.ack {
			return o, true
		}
	}
	o.Kind = AckBehindReceived
	o.Message = fmt.Sprintf("the stack acknowledges %d here, not %d: RCV.NXT was never %d", r.Next, seg.ack, seg.ack)
	return o, false
}

// ackBeyond says why an ack number is too high, in the terms of what the peer
// sent.
func (w *walker) ackBeyond(c *Connection, seg segment) string {
	r := &c.Receive
	switch {
	case len(r.OutOfOrder) > 0 || r.FinHeld:
		hole := r.highest
		if r.FinHeld {
			hole = r.fin
		}
		for _, b := range r.OutOfOrder {
			if before(b.Left, hole) {
				hole = b.Left
			}
		}
		return fmt.Sprintf("expected ack %d, but the bytes %d to %d are missing: the stack acknowledges %d until they arrive", seg.ack, r.Next, hole-1, r.Next)
	case r.FinSeen:
		return fmt.Sprintf("expected ack %d, but the peer has sent no more than its FIN at %d: the stack acknowledges %d", seg.ack, r.fin, r.Next)
	}
	return fmt.Sprintf("expected ack %d, but the peer has sent only up to %d in order", seg.ack, r.Next)
}

// possibleSequence judges the sequence number and length.
func (w *walker) possibleSequence(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if seg.length == 0 && !seg.has(lang.FIN) {
		return w.possibleEmpty(c, seg, tcp)
	}
	s := &c.Send
	o := Observation{Node: tcp.Seq, Claimed: Exactly(int64(seg.seq)), Expected: Exactly(int64(s.Next))}
	finish := seg.end + seg.fin()
	switch {
	case after(seg.seq, s.Next):
		o.Kind = SequenceGap
		o.Message = fmt.Sprintf("the expected data leaves a gap: the stack sends %d next, and the script does not look at %d to %d", s.Next, s.Next, seg.seq-1)
		o.Related = w.related(c.lastOutbound, "the last segment of the stack that the script looks at")
		return o, false
	case after(seg.end, s.WrittenTop) && !s.FinSent:
		o.Kind, o.Claimed, o.Expected = DataNotWritten, Exactly(int64(seg.end)), Between(int64(s.WrittenLow), int64(s.WrittenTop))
		o.Message = fmt.Sprintf("data up to %d is expected, but the application has written only up to %d", seg.end, s.WrittenTop)
		if s.WrittenTop == s.Next && s.lastWrite < 0 {
			o.Message = "data is expected, but the application has not written any"
		}
		o.Related = w.related(s.lastWrite, "the last write")
		return o, false
	case seg.has(lang.FIN) && seg.end != s.WrittenTop && before(seg.end, s.WrittenLow):
		o.Kind, o.Claimed, o.Expected = FinBeforeData, Exactly(int64(seg.end)), Exactly(int64(s.WrittenLow))
		o.Message = fmt.Sprintf("the FIN is expected at %d, but the application has written up to %d before it closed: the data goes first", seg.end, s.WrittenLow)
		o.Related = w.related(s.lastWrite, "the last write")
		return o, false
	case s.FinSent && after(finish, s.Next):
		o.Kind, o.Claimed, o.Expected = DataNotWritten, Exactly(int64(finish)), Exactly(int64(s.Next))
		o.Message = fmt.Sprintf("data behind the FIN is expected: the FIN at %d was the last thing to send", s.Next-1)
		return o, false
	case seg.seq == s.Next:
		return w.possibleNewData(c, seg, tcp)
	case !after(finish, s.unacknowledgedLow):
		o.Kind = SequenceOldData
		o.Message = fmt.Sprintf("the segment is expected again, but the peer has acknowledged it: SND.UNA is %d", s.Unacknowledged)
		o.Related = w.related(c.lastInbound, "the last acknowledgment")
		return o, false
	}
	return w.possibleRetransmission(c, seg, tcp)
}

// possibleEmpty judges the sequence number of a segment without data: SND.NXT,
// the byte before SND.UNA for a probe of the window or the peer (Linux:
// tcp_xmit_probe_skb), or the end of a window that shrank (RFC 9293, section
// 3.8.6.2.1; Linux: tcp_acceptable_seq).
func (w *walker) possibleEmpty(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	s := &c.Send
	if seg.seq == s.Next || seg.seq == s.Unacknowledged-1 || seg.seq == s.unacknowledgedLow-1 {
		return Observation{}, true
	}
	window, known := s.Window.Value()
	if !known || window < c.Outstanding() {
		return Observation{}, true
	}
	o := Observation{Kind: SequenceWrong, Node: tcp.Seq, Claimed: Exactly(int64(seg.seq)), Expected: Exactly(int64(s.Next)),
		Label:   fmt.Sprintf("%d:%d(0)", s.Next, s.Next),
		Message: fmt.Sprintf("a segment without data carries SND.NXT, which is %d here, not %d", s.Next, seg.seq)}
	if after(seg.seq, s.Next) {
		o.Message += fmt.Sprintf(": the script has not looked at %d to %d", s.Next, seg.seq-1)
	}
	o.Related = w.related(c.lastOutbound, "the last segment of the stack that the script looks at")
	return o, false
}

// possibleNewData judges data that was not sent before, against the peer's
// window and the greatest congestion window that there can be.
func (w *walker) possibleNewData(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	s := &c.Send
	if c.State == SynReceived || !s.Window.Known() {
		return Observation{}, true
	}
	flight := int64(int32(seg.end - s.Unacknowledged))
	if s.MaxWindow > 0 && seg.length > 0 && flight > s.MaxWindow {
		return Observation{Kind: DataBeyondWindow, Node: tcp.Seq, Claimed: Exactly(int64(seg.end)), Expected: Between(int64(s.Unacknowledged), int64(s.Unacknowledged)+s.MaxWindow),
			Related: w.related(c.lastInbound, "the peer's last window"),
			Message: fmt.Sprintf("data up to %d is expected, but the peer's window has never allowed more than %d", seg.end, int64(s.Unacknowledged)+s.MaxWindow)}, false
	}
	return w.withinCongestionWindow(c, seg, tcp)
}

// withinCongestionWindow holds what is in flight against an upper bound of the
// congestion window: it grows by at most one segment for each that the peer
// received (RFC 5681, section 3.1).
func (w *walker) withinCongestionWindow(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	s, e := &c.Send, w.state.Environment
	initial, known := e.InitialWindow.Value()
	_, mss, ok := s.MaxSegment.Range()
	if !known || !ok || e.Stack != Linux || c.optionsSet.Any(OtherOptions) {
		return Observation{}, true
	}
	segments := initial + s.segmentsDelivered + 3
	flight := int64(int32(seg.end - s.Unacknowledged))
	for _, b := range s.sacked {
		flight -= int64(b.Right - b.Left)
	}
	if flight <= segments*mss {
		return Observation{}, true
	}
	return Observation{Kind: DataBeyondCongestion, Node: tcp.Seq, Claimed: Exactly(flight), Expected: Between(0, segments*mss),
		Related: w.related(c.lastInbound, "the last acknowledgment"),
		Message: fmt.Sprintf("%d bytes are expected in flight, but the congestion window can be no more than %d segments of %d bytes: an acknowledgment is missing", flight, segments, mss)}, false
}

// possibleCause judges whether anything can have made the stack send a segment
// without data.
func (w *walker) possibleCause(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if seg.length > 0 || seg.has(lang.FIN) || c.Receive.reads > 0 || c.ackPending(seg.ack, w.index) || c.Receive.uncertain && len(c.Receive.pendingAcks) > 0 {
		return Observation{}, true
	}
	if c.optionsSet.Any(TimersOptions|OtherOptions|ReceiveBufferOptions) || w.state.Environment.Stack != Linux {
		return Observation{}, true
	}
	if seg.seq != c.Send.Next {
		_, top := w.state.Clock.Since(c.lastOutboundAt)
		if top+w.toleranceHere() >= leastTimeout {
			return Observation{}, true // a probe
		}
	}
	if len(c.Receive.pendingAcks) > 0 {
		d := c.Receive.pendingAcks[len(c.Receive.pendingAcks)-1]
		return w.ackTooLow(c, seg, tcp, d.ack, d.cause), false
	}
	o := Observation{Kind: SegmentUncaused, Node: tcp,
		Message: "an ACK is expected, but nothing has arrived since the last one that the stack would acknowledge"}
	o.Related = w.related(c.lastOutbound, "the last segment of the stack")
	return o, false
}

// ackTooLow says that the stack acknowledges more than is expected.
func (w *walker) ackTooLow(c *Connection, seg segment, tcp *lang.TCP, right uint32, cause int) Observation {
	o := Observation{Kind: AckBehindReceived, Node: ackNode(tcp), Claimed: Exactly(int64(seg.ack)), Expected: Exactly(int64(right)),
		Label: fmt.Sprintf("ack %d", right), Replacement: fmt.Sprintf("ack %d", right),
		Related: w.related(cause, "the segment that it acknowledges")}
	o.Message = fmt.Sprintf("ack %d is expected, but the stack has everything up to %d by now and acknowledges that", seg.ack, right)
	if c.Receive.FinSeen && seg.ack == right-1 {
		o.Message = fmt.Sprintf("ack %d is expected, which does not acknowledge the peer's FIN at %d: the stack sends ack %d", seg.ack, c.Receive.fin, right)
		o.Related = w.related(c.Receive.FinAt, "the FIN")
	}
	return o
}
