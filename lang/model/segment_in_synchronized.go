package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// inboundSynchronized is a segment to an open connection, in the order of RFC
// 9293, section 3.10.7.4 (Linux: tcp_rcv_established, tcp_rcv_state_process).
func (w *walker) inboundSynchronized(c *Connection, seg segment, tcp *lang.TCP) {
	if !w.inWindow(c, seg) {
		w.refused(c, seg)
		return
	}
	switch {
	case seg.has(lang.RST):
		w.inboundReset(c, seg)
		return
	case seg.has(lang.SYN):
		w.challenge(c)
		return
	case !seg.has(lang.ACK):
		return // RFC 9293: a segment without ACK is dropped
	}
	if !w.validAck(c, seg, tcp) {
		return
	}
	timestampOld := w.oldTimestamp(c, tcp)
	if timestampOld {
		c.setUncertain("a segment with an unusual timestamp arrived")
		return
	}
	w.receive(c, seg, tcp)
}

// inWindow is the first check of RFC 9293, section 3.10.7.4; what it refuses
// certainly lies outside the receive window.
func (w *walker) inWindow(c *Connection, seg segment) bool {
	if c.Receive.uncertain {
		if seg.length == 0 && !seg.has(lang.FIN) && seg.seq != c.Receive.Next {
			w.challenge(c)
		}
		return true
	}
	return !before(seg.end+seg.fin(), c.Receive.NextLow) || seg.length > 0 || seg.has(lang.FIN)
}

func (g segment) fin() uint32 {
	if g.has(lang.FIN) {
		return 1
	}
	return 0
}

// refused is a segment outside the window: an ACK answers it, but not each
// time (Linux: tcp_send_dupack, tcp_oow_rate_limited).
func (w *walker) refused(c *Connection, seg segment) {
	if !seg.has(lang.RST) {
		w.challenge(c)
	}
}

// challenge notes that an ACK may go out (RFC 5961).
func (w *walker) challenge(c *Connection) {
	c.scheduleAck(w.index, w.state.Clock)
}

// inboundReset is a RST (RFC 9293, section 3.10.7.4, second check; RFC 5961,
// section 3: only the exact number resets).
func (w *walker) inboundReset(c *Connection, seg segment) {
	switch {
	case seg.seq == c.Receive.Next && !c.Receive.uncertain:
		w.dropped(c)
		c.resetCause, c.socketError = w.index, true
	case seg.seq == c.Receive.Next || c.Receive.uncertain || len(c.Receive.OutOfOrder) > 0:
		c.setUncertain("a RST arrived that may or may not count")
	case after(seg.seq, c.Receive.Next) && before(seg.seq, c.Receive.Next+0x8000):
		w.challenge(c)
	case c.State == SynReceived:
	default:
		w.challenge(c)
	}
}

// validAck holds the ack number against what was sent (RFC 5961, section 5.2)
// and reports what the peer cannot have received.
func (w *walker) validAck(c *Connection, seg segment, tcp *lang.TCP) bool {
	w.challengeIfOdd(c, seg)
	switch {
	case c.orphaned && c.State == FinWait2:
		// What is left of it does not look (Linux: tcp_timewait_state_process).
		return true
	case after(seg.ack, c.sendLimit()):
		// Legal to inject, and often the point of a test: nothing is certain
		// about the answer, which differs between kernels.
		w.reportOn(c, Observation{Kind: AckOfUnsent, Certainty: Remark, Node: ackNode(tcp),
			Claimed: Exactly(int64(seg.ack)), Expected: Between(int64(c.Send.Unacknowledged), int64(c.sendLimit())),
			Message: fmt.Sprintf("the peer acknowledges %d, but no more than %d can have been sent: the stack discards the segment", seg.ack, c.sendLimit())})
		return false
	case before(seg.ack, c.Send.Unacknowledged):
		behind := int64(c.Send.Unacknowledged - seg.ack)
		if behind <= min(c.Send.MaxWindow, c.Send.delivered) {
			return true
		}
		if seg.length > 0 || seg.has(lang.FIN) {
			c.Receive.uncertain = true // kernels differ in whether they take its data
		}
	}
	return true
}

func (w *walker) challengeIfOdd(c *Connection, seg segment) {
	if after(seg.ack, c.Send.Next) || before(seg.ack, c.Send.Unacknowledged) {
		w.challenge(c)
	}
}

// sendLimit is the highest number that can have been sent by now, whether a
// line has looked at it or not.
func (c *Connection) sendLimit() uint32 {
	limit := later(c.Send.WrittenTop, c.Send.Next)
	if c.Send.FinQueued && !c.Send.FinSent {
		limit++
	}
	return limit
}

func ackNode(tcp *lang.TCP) lang.Node {
	if tcp.Ack != nil {
		return tcp.Ack
	}
	return tcp.Flags
}

// oldTimestamp reports whether PAWS (RFC 7323, section 5) may refuse a segment.
func (w *walker) oldTimestamp(c *Connection, tcp *lang.TCP) bool {
	if tcp.Options == nil {
		return false
	}
	for _, o := range tcp.Options.List {
		if ts, ok := o.(*lang.Timestamps); ok {
			old := before(uint32(ts.Val.Value), c.Options.recent)
			if !old {
				c.Options.recent = uint32(ts.Val.Value)
			}
			return old
		}
	}
	return false
}

// receive takes an acceptable segment: its acknowledgment, window, data and
// FIN.
func (w *walker) receive(c *Connection, seg segment, tcp *lang.TCP) {
	w.takeAck(c, seg, tcp)
	if c.State == TimeWait && seg.length == 0 && !seg.has(lang.FIN) || c.State == Closed {
		return
	}
	if seg.has(lang.URG) {
		c.Receive.Unread = AtLeast(0)
	}
	if seg.length > 0 || seg.has(lang.FIN) {
		w.takeData(c, seg)
	}
}

// takeAck processes the acknowledgment and window of a segment (Linux:
// tcp_ack).
func (w *walker) takeAck(c *Connection, seg segment, tcp *lang.TCP) {
	before0 := c.Send.Unacknowledged
	w.checkSackBlocks(c, tcp)
	w.window(c, seg, tcp)
	if after(seg.ack, before0) {
		c.acknowledge(seg.ack)
	}
	switch {
	case !after(c.Send.Next, c.Send.Unacknowledged):
		c.Send.lossSuspected = false
	case seg.ack == before0 && seg.length == 0, len(c.Send.sacked) > 0, seg.has(lang.ECE):
		c.Send.lossSuspected, c.Send.lossEver = true, true
	}
	if c.Send.FinQueued && c.Send.Unacknowledged == c.sendLimit() {
		w.finAcknowledged(c)
	}
	if c.Send.Unacknowledged != before0 && c.State != Closed && c.State != TimeWait {
		w.sendsData(c, false)
		if c.Send.FinQueued && !c.Send.FinSent {
			w.sendsFin(c)
		}
	}
}

// acknowledge moves SND.UNA.
func (c *Connection) acknowledge(ack uint32) {
	moved := int64(int32(ack - c.Send.Unacknowledged))
	if moved <= 0 {
		return
	}
	c.Send.delivered += moved
	mss, _, ok := c.Send.MaxSegment.Range()
	if !ok {
		mss = 1
	}
	c.Send.segmentsDelivered += moved/max(mss, 1) + 1
	c.Send.Unacknowledged = ack
	keep := 0
	for keep < len(c.Send.sent) && !after(c.Send.sent[keep].Right, ack) {
		keep++
	}
	c.Send.sent = c.Send.sent[keep:]
	var sacked []Block
	for _, b := range c.Send.sacked {
		if after(b.Right, ack) {
			sacked = append(sacked, b)
		}
	}
	c.Send.sacked = sacked
}

// finAcknowledged moves the state when the peer acknowledges our FIN.
func (w *walker) finAcknowledged(c *Connection) {
	switch c.State {
	case FinWait1:
		c.State = FinWait2
	case Closing:
		c.State = TimeWait
	case LastAck:
		c.State = Closed
	}
}

// takeData queues data and a FIN (RFC 9293, section 3.10.7.4, seventh and
// eighth check; Linux: tcp_data_queue).
func (w *walker) takeData(c *Connection, seg segment) {
	r := &c.Receive
	end := seg.end
	finish := end + seg.fin()
	r.highest = later(r.highest, finish)
	if seg.length > 0 && w.orphanReset(c, seg, end) {
		return
	}
	switch {
	case r.FinSeen && after(finish, r.Next):
		w.challenge(c)
	case !after(finish, r.Next):
		// All of it was there: the answer is an immediate ACK (RFC 9293;
		// Linux: tcp_send_dupack).
		if !r.uncertain && seg.length > 0 && r.dupAcks < immediateDuplicates {
			w.sendsAck(c, false)
			r.dupAcks++
		}
	case after(seg.seq, r.Next):
		w.outOfOrder(c, seg, finish)
	default:
		w.inOrder(c, seg, finish)
	}
	c.scheduleAck(w.index, w.state.Clock)
}

// immediateDuplicates is how many ACKs for segments out of order are certainly
// immediate: beyond the first few, Linux may compress them (tcp_comp_sack).
const immediateDuplicates = 3

// orphanReset is data for an application that has closed: the stack answers
// with a RST (RFC 9293, section 3.6.1; Linux: tcp_rcv_state_process).
func (w *walker) orphanReset(c *Connection, seg segment, end uint32) bool {
	if !c.orphaned || !after(end, c.Receive.Next) || c.State != FinWait1 && c.State != FinWait2 {
		return false
	}
	c.State = Closed
	c.resetCause = w.index
	if seg.hasAck && !c.Receive.uncertain {
		w.sends(c, dueSegment{what: "a RST", kind: resetSegment, flags: lang.RST, seq: seg.ack})
	}
	return true
}

// outOfOrder keeps a segment behind a hole and acknowledges at once what is in
// order (RFC 5681, section 3.2).
func (w *walker) outOfOrder(c *Connection, seg segment, finish uint32) {
	r := &c.Receive
	if int64(int32(finish-r.Acknowledged)) > certainWindow {
		r.uncertain = true
	}
	again := overlaps(r.OutOfOrder, Block{seg.seq, finish})
	r.OutOfOrder = insertBlock(r.OutOfOrder, Block{seg.seq, finish}) // a FIN counts too
	if seg.has(lang.FIN) {
		r.FinHeld, r.fin = true, seg.end
	}
	r.anyData = true
	if r.dupAcks < immediateDuplicates && seg.length > 0 {
		w.sendsAck(c, !again)
		r.dupAcks++
	}
}

// certainWindow is how much the stack certainly takes with its initial receive
// window, in bytes (Linux: tcp_select_initial_window, less what small segments
// waste).
const certainWindow = 60000

// inOrder takes a segment that begins at or before RCV.NXT.
func (w *walker) inOrder(c *Connection, seg segment, finish uint32) {
	r := &c.Receive
	hadHole, first := len(r.OutOfOrder) > 0, !r.anyData
	if _, top, ok := r.Unread.Range(); !ok || top+int64(len(r.OutOfOrder))+seg.length > certainWindow || c.optionsSet.Any(ReceiveBufferOptions) && seg.length > 0 {
		r.uncertain = r.uncertain || seg.length > 0
	}
	again := before(seg.seq, r.Next) || overlaps(r.OutOfOrder, Block{seg.seq, seg.end})
	previous, next := r.Next, seg.end
	r.OutOfOrder, next = takeInOrder(r.OutOfOrder, next)
	if r.FinHeld && next == r.fin+1 {
		next-- // the FIN is no byte
	}
	bytes := int64(int32(next - previous))
	finished := seg.has(lang.FIN) && !after(seg.end, next) || r.FinHeld && r.fin == next
	if finished {
		r.FinSeen, r.FinAt, r.FinHeld, r.fin = true, w.index, false, next
		next++
	}
	w.deliver(c, bytes)
	r.moved(next)
	r.anyData = r.anyData || bytes > 0
	if finished {
		w.peerFinished(c)
	}
	switch {
	case hadHole && seg.length > 0:
		w.sendsAck(c, !again)
	case first && w.state.Environment.StackShown && !r.uncertain && bytes > 0 && bytes <= certainWindow/4 && !c.anythingSent() && !finished:
		// The first data is acknowledged at once (Linux: tcp_incr_quickack).
		w.sendsAck(c, true)
	}
}

// anythingSent reports whether the application has written or the stack has sent
// anything behind its SYN: the connection may be in ping-pong mode then, in
// which Linux delays ACKs.
func (c *Connection) anythingSent() bool {
	return c.Send.Next != 1 || c.Send.WrittenTop != 1
}

// deliver gives bytes in order to the application, and first to a read that
// waits for them.
func (w *walker) deliver(c *Connection, bytes int64) {
	r := &c.Receive
	low, top, ok := r.Unread.Range()
	if !ok || bytes == 0 {
		return
	}
	if r.uncertain {
		r.Unread = Between(low, addLimited(top, bytes))
	} else {
		r.Unread = Between(low+bytes, addLimited(top, bytes))
	}
	w.wakeReads(c)
}

func addLimited(top, bytes int64) int64 {
	if top > forever {
		return top
	}
	return top + bytes
}

// peerFinished moves the state at the peer's FIN.
func (w *walker) peerFinished(c *Connection) {
	c.Peer = FinWait1
	switch c.State {
	case Established, SynReceived:
		c.State = CloseWait
	case FinWait1:
		c.State = Closing
	case FinWait2:
		c.State = TimeWait
	}
	w.wakeReads(c)
}

// wakeReads ends blocking reads that have something to return now.
func (w *walker) wakeReads(c *Connection) {
	r := &c.Receive
	for len(r.pending) > 0 {
		p := r.pending[0]
		low, top, ok := r.Unread.Range()
		if !ok || top == 0 && !r.FinSeen {
			return
		}
		r.pending = r.pending[1:]
		if low == top && p.claimed >= 0 && p.length > 0 {
			if got := min(low, p.length); got != p.claimed && low > 0 {
				w.wrongRead(c, p.statement, got, p.claimed)
			}
		}
		w.consume(c, p.claimed)
	}
}

// consume takes bytes out of the receive queue, as a read claims.
func (w *walker) consume(c *Connection, bytes int64) {
	low, top, ok := c.Receive.Unread.Range()
	if ok && bytes > 0 {
		c.Receive.Unread = Between(max(low-bytes, 0), max(top-bytes, 0))
	}
	c.Receive.reads++
}

// checkSackBlocks takes the peer's SACK blocks, and reports those of data that
// was never sent.
func (w *walker) checkSackBlocks(c *Connection, tcp *lang.TCP) {
	if tcp.Options == nil {
		return
	}
	for _, o := range tcp.Options.List {
		sack, ok := o.(*lang.SACK)
		if !ok {
			continue
		}
		if c.Options.SACK.Is(0) {
			w.reportOn(c, Observation{Kind: OptionNotNegotiated, Certainty: Remark, Node: sack,
				Message: "the peer sends SACK blocks, but the handshake did not negotiate SACK: the stack ignores them"})
		}
		for _, b := range sack.Blocks {
			w.takeSackBlock(c, b)
		}
	}
}

func (w *walker) takeSackBlock(c *Connection, b lang.SACKBlock) {
	block := Block{uint32(b.Left.Value), uint32(b.Right.Value)}
	if after(block.Right, c.Send.Next) {
		w.reportOn(c, Observation{Kind: SackOutside, Certainty: Remark, Node: b,
			Claimed: Exactly(b.Right.Value), Expected: Between(int64(c.Send.Unacknowledged), int64(c.Send.Next)),
			Message: fmt.Sprintf("the peer selectively acknowledges up to %d, but only %d was sent: the stack ignores the block", b.Right.Value, c.Send.Next)})
		return
	}
	for _, known := range c.Send.sacked {
		if known.contains(block) {
			return
		}
	}
	c.Send.delivered += int64(block.Right - block.Left)
	mss, _, ok := c.Send.MaxSegment.Range()
	if !ok {
		mss = 1
	}
	c.Send.segmentsDelivered += int64(block.Right-block.Left)/max(mss, 1) + 1
	c.Send.sacked = insertBlock(c.Send.sacked, block)
}
