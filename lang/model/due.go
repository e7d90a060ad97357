package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// dueSegment is a segment that the stack certainly sent at a known moment. The
// script has to expect it before it expects any later one, since the reference
// compares what the stack sends in order.
type dueSegment struct {
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
	// uncertain tells that it may also have any number from ackLow up.
	uncertain bool
	ackLow    uint32
	// lengthLow and lengthTop bound its data, in bytes.
	lengthLow, lengthTop int64
	kind                 segmentType
	// blocks are its SACK blocks, where blocksKnown is set.
	blocks      []Block
	blocksKnown bool
}

// segmentType says what a due segment answers.
type segmentType uint8

const (
	synSegment segmentType = iota
	synAckSegment
	ackSegment
	dataSegment
	finSegment
	resetSegment
)

const controlFlags = lang.SYN | lang.FIN | lang.RST | lang.ACK

// matches reports whether a segment with the given numbers is the one that is due.
func (e *dueSegment) matches(seg segment) bool {
	want := e.flags
	if e.finMay {
		want |= seg.flags & lang.FIN
	}
	if seg.flags&controlFlags != want || seg.seq != e.seq || seg.length < e.lengthLow || seg.length > e.lengthTop {
		return false
	}
	if want&lang.ACK == 0 || seg.ack == e.ack || e.uncertain && between(seg.ack, e.ackLow, e.ack) {
		return true
	}
	for _, a := range e.acks {
		if a == seg.ack {
			return true
		}
	}
	return false
}

// differsInAck reports whether a segment is the one that is due but for its ack number.
func (e *dueSegment) differsInAck(seg segment) bool {
	if seg.flags&lang.ACK == 0 {
		return false
	}
	seg.ack = e.ack
	return e.matches(seg)
}

// differsInLength reports whether a segment is the one that is due but for its length.
func (e *dueSegment) differsInLength(seg segment) bool {
	seg.length = e.lengthLow
	return e.kind == dataSegment && e.matches(seg)
}

// String is the one that is due in script syntax, "> S. 0:0(0) ack 1".
func (e *dueSegment) String() string {
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

// sends notes that the stack sends something now.
func (w *walker) sends(c *Connection, e dueSegment) {
	if !c.Tracked() || w.state.Environment.LossPossible || w.state.Environment.Stack != Linux {
		return
	}
	e.cause, e.at = w.index, w.state.Clock
	c.due = append(c.due, e)
}

// mostBlocks is how many SACK blocks Linux remembers (TCP_NUM_SACKS); the
// option holds one less beside timestamps.
const mostBlocks = 4

// sendsAck notes that the stack acknowledges at once. BlocksKnown tells that
// its SACK blocks are just the ranges behind the hole, and no duplicate
// (DSACK, RFC 2883).
func (w *walker) sendsAck(c *Connection, blocksKnown bool) {
	if c.optionsSet.Any(AcksOptions | OtherOptions) {
		return
	}
	w.sends(c, dueSegment{what: "an ACK", kind: ackSegment, flags: lang.ACK, seq: c.Send.Next, ack: c.Receive.Next, uncertain: c.Receive.uncertain, ackLow: c.Receive.Acknowledged,
		blocks: c.Receive.OutOfOrder, blocksKnown: blocksKnown && !c.Receive.uncertain && len(c.Receive.OutOfOrder) <= mostBlocks})
}

// sendsData notes that the stack sends what was written, if nothing holds it
// back: nothing is in flight, so that neither Nagle's algorithm nor the
// congestion window nor a deferred large segment does (Linux:
// tcp_write_xmit). Whole tells that it all comes from the write under the walk,
// so that the first segment takes all of it or at least one MSS.
func (w *walker) sendsData(c *Connection, whole bool) {
	e := w.state.Environment
	if c.Send.Unacknowledged != c.Send.Next || c.Send.anyMore || e.Stack != Linux || c.optionsSet.Any(CorkOptions|OtherOptions) || c.Receive.uncertain {
		return
	}
	unsent, _, _ := c.NotSent().Range()
	window, known := c.Send.Window.Value()
	mss, _, ok := c.Send.MaxSegment.Range()
	if unsent <= 0 || !known || !ok || window < min(unsent, max(mss, 1)) || window == 0 {
		return
	}
	if len(c.due) > 0 {
		return
	}
	_, top, _ := c.NotSent().Range()
	least := int64(1)
	if whole {
		least = min(unsent, w.leastSegments(c)*max(mss, 1), window)
	}
	w.sends(c, dueSegment{what: "the data", kind: dataSegment, flags: lang.ACK, finMay: c.Send.FinQueued, seq: c.Send.Next,
		ack: c.Receive.Next, lengthLow: least, lengthTop: min(top, window)})
}

// leastSegments is how many segments Linux at least puts into what it hands to a
// device that splits them (net.ipv4.tcp_min_tso_segs).
func (w *walker) leastSegments(c *Connection) int64 {
	e := w.state.Environment
	ecn := c.Options.Peer.ECN || !c.Options.Peer.Seen
	_, set := e.sysctls["tcp_min_tso_segs"]
	_, memory := e.sysctls["tcp_wmem"]
	if !e.SelftestDefaults || e.sysctlsUnknown || e.Segmentation.Is(0) || ecn || set || memory || c.Send.lossEver || c.optionsSet.Any(SendBufferOptions) {
		return 1
	}
	return 2
}

// sendsFin notes that the stack sends its FIN, if nothing stands before it.
func (w *walker) sendsFin(c *Connection) {
	window, known := c.Send.Window.Value()
	if c.Send.WrittenLow != c.Send.WrittenTop || c.Send.Next != c.Send.WrittenTop || !known || window <= c.Outstanding() || c.Receive.uncertain {
		return
	}
	for _, e := range c.due {
		if e.kind == dataSegment {
			return
		}
	}
	mss, _, ok := c.Send.MaxSegment.Range()
	if c.Outstanding() > 0 && (c.Send.lossSuspected || !ok || c.Outstanding() >= defaultInitialWindow*mss) {
		return
	}
	if c.optionsSet.Any(OtherOptions) {
		return
	}
	w.sends(c, dueSegment{what: "the FIN", kind: finSegment, flags: lang.FIN | lang.ACK, seq: c.Send.Next, ack: c.Receive.Next})
}

// sendsReset notes that the stack sends a RST.
func (w *walker) sendsReset(c *Connection, flags lang.FlagSet, seq, ack uint32) {
	c.resetCause = w.index
	w.sends(c, dueSegment{what: "a RST", kind: resetSegment, flags: flags, seq: seq, ack: ack})
}
