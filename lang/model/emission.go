package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// emission is a segment that the stack certainly sent at a known moment. The
// script has to expect it before it expects any later one, since the reference
// compares what the stack sends in order.
type emission struct {
	what  string // for messages: "the SYN-ACK", "an ACK"
	cause int    // the statement at which it was sent
	at    Clock
	flags lang.FlagSet // SYN, FIN, RST and ACK as they must be
	// finMay tells that a FIN may be on it or not.
	finMay bool
	seq    uint32
	// ack is its ack number, acks that there are others it may have.
	ack  uint32
	acks []uint32
	// loose tells that it may also have any number from ackLow up.
	loose  bool
	ackLow uint32
	// lengthLow and lengthTop bound its data, in bytes.
	lengthLow, lengthTop int64
	kind                 emissionKind
	// blocks are its SACK blocks, where blocksKnown is set.
	blocks      []Block
	blocksKnown bool
}

// emissionKind says what an emission answers.
type emissionKind uint8

const (
	synEmission emissionKind = iota
	synAckEmission
	ackEmission
	dataEmission
	finEmission
	resetEmission
)

const controlFlags = lang.SYN | lang.FIN | lang.RST | lang.ACK

// matches tells whether a segment with the given numbers is the emission.
func (e *emission) matches(seg segment) bool {
	want := e.flags
	if e.finMay {
		want |= seg.flags & lang.FIN
	}
	if seg.flags&controlFlags != want || seg.seq != e.seq || seg.length < e.lengthLow || seg.length > e.lengthTop {
		return false
	}
	if want&lang.ACK == 0 || seg.ack == e.ack || e.loose && between(seg.ack, e.ackLow, e.ack) {
		return true
	}
	for _, a := range e.acks {
		if a == seg.ack {
			return true
		}
	}
	return false
}

// differsInAck tells whether a segment is the emission but for its ack number.
func (e *emission) differsInAck(seg segment) bool {
	if seg.flags&lang.ACK == 0 {
		return false
	}
	seg.ack = e.ack
	return e.matches(seg)
}

// differsInLength tells whether a segment is the emission but for its length.
func (e *emission) differsInLength(seg segment) bool {
	seg.length = e.lengthLow
	return e.kind == dataEmission && e.matches(seg)
}

// String is the emission in script syntax, "> S. 0:0(0) ack 1".
func (e *emission) String() string {
	flags := ""
	for _, f := range []struct {
		flag lang.FlagSet
		text string
	}{{lang.SYN, "S"}, {lang.FIN, "F"}, {lang.RST, "R"}} {
		if e.flags&f.flag != 0 {
			flags += f.text
		}
	}
	ack := ""
	if e.flags&lang.ACK != 0 {
		flags += "."
		ack = fmt.Sprintf(" ack %d", e.ack)
	}
	if e.lengthLow != e.lengthTop {
		return fmt.Sprintf("> %s %d:...%s", flags, e.seq, ack)
	}
	return fmt.Sprintf("> %s %d:%d(%d)%s", flags, e.seq, e.seq+uint32(e.lengthTop), e.lengthTop, ack)
}

// expect notes that the stack sends something now.
func (w *walker) expect(c *Connection, e emission) {
	if !c.Followed() || w.state.Environment.Disturbed || w.state.Environment.Stack != Linux {
		return
	}
	e.cause, e.at = w.index, w.state.Clock
	c.expected = append(c.expected, e)
}

// mostBlocks is how many SACK blocks Linux remembers (TCP_NUM_SACKS); the
// option holds one less beside timestamps.
const mostBlocks = 4

// expectAck notes that the stack acknowledges at once. BlocksKnown tells that
// its SACK blocks are just the ranges behind the hole, and no duplicate
// (DSACK, RFC 2883).
func (w *walker) expectAck(c *Connection, blocksKnown bool) {
	if c.touched.Any(TouchedAcks | TouchedOther) {
		return
	}
	w.expect(c, emission{what: "an ACK", kind: ackEmission, flags: lang.ACK, seq: c.Send.Next, ack: c.Receive.Next, loose: c.Receive.loose, ackLow: c.Receive.Acknowledged,
		blocks: c.Receive.OutOfOrder, blocksKnown: blocksKnown && !c.Receive.loose && len(c.Receive.OutOfOrder) <= mostBlocks})
}

// expectData notes that the stack sends what was written, if nothing holds it
// back: nothing is in flight, so that neither Nagle's algorithm nor the
// congestion window nor a deferred large segment does (Linux:
// tcp_write_xmit). Whole tells that it all comes from the write under the walk,
// so that the first segment takes all of it or at least one MSS.
func (w *walker) expectData(c *Connection, whole bool) {
	e := w.state.Environment
	if c.Send.Unacknowledged != c.Send.Next || c.Send.anyMore || e.Stack != Linux || c.touched.Any(TouchedCork|TouchedOther) || c.Receive.loose {
		return
	}
	unsent, _, _ := c.NotSent().Range()
	window, known := c.Send.Window.Value()
	mss, _, ok := c.Send.MaxSegment.Range()
	if unsent <= 0 || !known || !ok || window < min(unsent, max(mss, 1)) || window == 0 {
		return
	}
	if len(c.expected) > 0 {
		return
	}
	_, top, _ := c.NotSent().Range()
	least := int64(1)
	if whole {
		least = min(unsent, w.leastSegments(c)*max(mss, 1), window)
	}
	w.expect(c, emission{what: "the data", kind: dataEmission, flags: lang.ACK, finMay: c.Send.FinQueued, seq: c.Send.Next,
		ack: c.Receive.Next, lengthLow: least, lengthTop: min(top, window)})
}

// leastSegments is how many segments Linux at least puts into what it hands to a
// device that splits them (net.ipv4.tcp_min_tso_segs).
func (w *walker) leastSegments(c *Connection) int64 {
	e := w.state.Environment
	ecn := c.Options.Peer.ECN || !c.Options.Peer.Seen
	_, set := e.sysctls["tcp_min_tso_segs"]
	_, memory := e.sysctls["tcp_wmem"]
	if !e.Baseline || e.opaque || e.Segmentation.Is(0) || ecn || set || memory || c.Send.lossSeen || c.touched.Any(TouchedSendBuffer) {
		return 1
	}
	return 2
}

// expectFin notes that the stack sends its FIN, if nothing stands before it.
func (w *walker) expectFin(c *Connection) {
	window, known := c.Send.Window.Value()
	if c.Send.WrittenLow != c.Send.WrittenTop || c.Send.Next != c.Send.WrittenTop || !known || window <= c.Outstanding() || c.Receive.loose {
		return
	}
	for _, e := range c.expected {
		if e.kind == dataEmission {
			return
		}
	}
	mss, _, ok := c.Send.MaxSegment.Range()
	if c.Outstanding() > 0 && (c.Send.troubled || !ok || c.Outstanding() >= defaultInitialWindow*mss) {
		return
	}
	if c.touched.Any(TouchedOther) {
		return
	}
	w.expect(c, emission{what: "the FIN", kind: finEmission, flags: lang.FIN | lang.ACK, seq: c.Send.Next, ack: c.Receive.Next})
}

// expectReset notes that the stack sends a RST.
func (w *walker) expectReset(c *Connection, flags lang.FlagSet, seq, ack uint32) {
	c.resetCause = w.index
	w.expect(c, emission{what: "a RST", kind: resetEmission, flags: flags, seq: seq, ack: ack})
}
