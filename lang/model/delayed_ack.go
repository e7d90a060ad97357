package model

import "github.com/pktlang/pkt/lang"

// ackDelay follows whether Linux acknowledges data at once or waits, so that an
// answer of the application may carry the acknowledgment (RFC 9293, section
// 3.8.6.3; Linux: icsk_ack).
type ackDelay struct {
	// pingpong is set while Linux takes the connection for an interactive one.
	pingpong bool
	// data is the last data that arrived.
	data moment
	// pending is the segment that is not acknowledged, where it is the only one.
	pending moment
}

const (
	// leastAckTimeout is how long Linux delays an acknowledgment at least, and
	// how soon after data the application must send for Linux to take the
	// connection for an interactive one, in microseconds (TCP_ATO_MIN).
	leastAckTimeout = 40_000
	// leastPeerSegment is the first estimate of the peer's MSS, in bytes: more
	// than that is acknowledged at once (TCP_MSS_DEFAULT, tcp_measure_rcv_mss).
	leastPeerSegment = 536
)

// arrived notes data or a FIN from the peer. Segments out of order are
// acknowledged at once; a FIN makes the connection an interactive one while the
// application may still send (tcp_fin).
func (d *ackDelay) arrived(seg segment, inOrder, closed bool, at moment) {
	first := !d.pending.statement.Any()
	d.pending = moment{}
	if !inOrder {
		d.pingpong = false
		return
	}
	if seg.has(lang.FIN) {
		d.pingpong = !closed
	}
	if d.pingpong && d.data.statement.Any() && first && seg.length < leastPeerSegment {
		d.pending = at
	}
	if seg.length > 0 {
		d.data = at
	}
}

// acknowledged notes that what arrived may be acknowledged by now.
func (d *ackDelay) acknowledged() { d.pending = moment{} }

// sent notes a segment of the stack, which acknowledges what arrived. Data soon
// after some from the peer makes the connection an interactive one
// (tcp_event_data_sent).
func (d *ackDelay) sent(seg segment, now Clock) {
	d.acknowledged()
	if seg.length == 0 || !d.data.statement.Any() {
		return
	}
	if _, top := now.Since(d.data.clock); top < leastAckTimeout {
		d.pingpong = true
	}
}

// checkDelay remarks on an acknowledgment that is expected at once and that
// Linux delays. A route can change that, so it is no error. Where the window is
// closed, the receive buffer decides.
func (x *expectation) checkDelay() {
	c, seg := x.c, x.seg
	pending := c.timers.ackDelay.pending
	if !pending.statement.Any() || x.tcp.Flags.Set != lang.ACK || seg.length > 0 || !seg.hasAck ||
		seg.ack != c.Receive.Next ||
		x.tcp.Win != nil && x.tcp.Win.Value == 0 || x.state.Environment.QuickAcks ||
		c.optionsSet.Any(AcksOptions) || !x.linux() {
		return
	}
	if _, top := x.state.Clock.Since(pending.clock); top >= leastAckTimeout/2 {
		return
	}
	x.reportOn(c, Observation{Certainty: Remark, Node: x.tcp.Ack, Detail: AckDelayed{Delay: leastAckTimeout},
		Related: at(pending.statement, AtDelayed)})
}
