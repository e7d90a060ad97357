package model

import (
	"fmt"
	"slices"

	"github.com/pktlang/pkt/lang"
)

// DueSegment is a segment that the stack certainly sent at a known moment and
// that no line of the script has matched yet. The script has to expect it before
// it expects any later one, since the reference compares what the stack sends in
// order.
type DueSegment struct {
	// Answers says what the segment is.
	Answers DueKind
	// Flags are SYN, FIN, RST and ACK as they are; PSH is not told.
	Flags    lang.FlagSet
	Seq, Ack uint32 // relative, as in the script
	// Length is that of its data, in bytes.
	Length Fact
	// Cause is the statement at which it was sent.
	Cause StatementRef

	at Clock
	// finMay says that a FIN may be on it, where its data ends at finAt.
	finMay bool
	finAt  uint32
	// otherAck is a second ack number that it may have, where not 0.
	otherAck uint32
	// ackUncertain says that it may also have any number from ackLow up.
	ackUncertain bool
	ackLow       uint32
	// blocks are its SACK blocks, where blocksKnown is set.
	blocks      []Block
	blocksKnown bool
}

// DueKind says what a due segment is.
type DueKind uint8

// The kinds of due segments. Those of the handshake come first.
const (
	SynDue DueKind = iota
	SynAckDue
	SynAckAgainDue // to the peer's SYN, which came again
	AckDue
	DataDue
	FinDue
	ResetDue
)

const (
	synFinReset  = lang.SYN | lang.FIN | lang.RST
	controlFlags = synFinReset | lang.ACK
)

// Due returns what the script has to expect next, in the order in which the
// stack has sent it. It must not be changed.
func (c *Connection) Due() []DueSegment { return slices.Clip(c.due) }

// matches reports whether a segment with the given numbers is the one that is due.
func (d *DueSegment) matches(seg segment) bool {
	want := d.Flags
	if d.finMay && seg.end == d.finAt {
		want |= seg.flags & lang.FIN
	}
	low, top, _ := d.Length.Range()
	if seg.flags&controlFlags != want || seg.seq != d.Seq || seg.length < low || seg.length > top {
		return false
	}
	return want&lang.ACK == 0 || seg.ack == d.Ack || d.otherAck != 0 && seg.ack == d.otherAck ||
		d.ackUncertain && between(seg.ack, d.ackLow, d.Ack)
}

// differsInAck reports whether a segment is the one that is due but for its ack
// number.
func (d *DueSegment) differsInAck(seg segment) bool {
	if seg.flags&lang.ACK == 0 {
		return false
	}
	seg.ack = d.Ack
	return d.matches(seg)
}

// differsInLength reports whether a segment is the one that is due but for its
// length.
func (d *DueSegment) differsInLength(seg segment) bool {
	seg.length, _, _ = d.Length.Range()
	return d.Answers == DataDue && d.matches(seg)
}

// String is the segment in script syntax, "> S. 0:0(0) ack 1".
func (d *DueSegment) String() string {
	text := "> " + d.Flags.String()
	if low, top, _ := d.Length.Range(); low != top {
		text += fmt.Sprintf(" %d:...", d.Seq)
	} else {
		text += fmt.Sprintf(" %d:%d(%d)", d.Seq, d.Seq+uint32(top), top)
	}
	if d.Flags&lang.ACK != 0 {
		text += fmt.Sprintf(" ack %d", d.Ack)
	}
	return text
}

// sends notes that the stack sends something now.
func (w *walker) sends(c *Connection, d DueSegment) {
	e := w.state.Environment
	if !c.Tracked() || e.LossPossible || e.Stack != Linux {
		return
	}
	d.Cause, d.at = w.here(), w.state.Clock
	c.due = append(c.due, d)
}

// sendsSyn notes that our SYN goes out, with data up to a length.
func (w *walker) sendsSyn(c *Connection, length int64) {
	w.sends(c, DueSegment{Answers: SynDue, Flags: lang.SYN, Length: Between(0, length)})
}

// sendsSynAck notes that the stack answers a SYN; it may acknowledge otherAck
// instead, where that is not 0.
func (w *walker) sendsSynAck(c *Connection, kind DueKind, otherAck uint32) {
	w.sends(c, DueSegment{Answers: kind, Flags: lang.SYN | lang.ACK, Ack: 1, Length: Exactly(0), otherAck: otherAck})
}

// mostBlocks is how many SACK blocks Linux remembers (TCP_NUM_SACKS); the
// option holds one less beside timestamps.
const mostBlocks = 4

// sendsAck notes that the stack acknowledges at once. blocksKnown says that
// its SACK blocks are just the ranges after the hole, and no duplicate
// (DSACK, RFC 2883).
func (w *walker) sendsAck(c *Connection, blocksKnown bool) {
	if c.optionsSet.Any(AcksOptions | OtherOptions) {
		return
	}
	r := &c.Receive
	w.sends(c, DueSegment{
		Answers: AckDue, Flags: lang.ACK, Seq: c.Send.Next, Ack: r.Next, Length: Exactly(0),
		ackUncertain: r.nextUncertain, ackLow: r.Acknowledged,
		blocks: r.OutOfOrder, blocksKnown: blocksKnown && !r.nextUncertain && len(r.OutOfOrder) <= mostBlocks,
	})
}

// sendsData notes that the stack sends what was written, if nothing holds it
// back: nothing is in flight, so that neither Nagle's algorithm nor the
// congestion window nor a deferred large segment does (Linux:
// tcp_write_xmit). whole says that it all comes from the write under the walk,
// so that the first segment takes all of it or at least one MSS.
func (w *walker) sendsData(c *Connection, whole bool) {
	s := &c.Send
	if s.Unacknowledged != s.Next || s.moreToCome || w.state.Environment.Stack != Linux ||
		c.optionsSet.Any(CorkOptions|OtherOptions) || c.Receive.nextUncertain {
		return
	}
	unsent, top, _ := s.notSent().Range()
	window, known := s.Window.Value()
	mss, _, ok := s.MaxSegment.Range()
	if unsent <= 0 || !known || !ok || window < min(unsent, max(mss, 1)) || window == 0 || len(c.due) > 0 {
		return
	}
	least := int64(1)
	if whole {
		least = min(unsent, w.leastSegments(c)*max(mss, 1), window)
	}
	w.sends(c, DueSegment{Answers: DataDue, Flags: lang.ACK, finMay: s.FinQueued, finAt: s.WrittenTop, Seq: s.Next,
		Ack:    c.Receive.Next,
		Length: Between(least, min(top, window))})
}

// leastSegments is how many segments Linux at least puts into what it hands to a
// device that splits them (net.ipv4.tcp_min_tso_segs).
func (w *walker) leastSegments(c *Connection) int64 {
	e := w.state.Environment
	ecn := c.Options.Peer.ECN || !c.Options.Peer.Seen
	if !e.SelftestDefaults || e.sysctlsUnknown || e.Segmentation.Is(0) || ecn || e.isSet("tcp_min_tso_segs") ||
		e.isSet("tcp_wmem") ||
		c.Send.lossEver || c.optionsSet.Any(SendBufferOptions) {
		return 1
	}
	return 2
}

// sendsFin notes that the stack sends its FIN, if nothing stands before it.
func (w *walker) sendsFin(c *Connection) {
	s := &c.Send
	window, known := s.Window.Value()
	if s.WrittenLow != s.WrittenTop || s.Next != s.WrittenTop || !known || window <= s.outstanding() ||
		c.Receive.nextUncertain {
		return
	}
	for i := range c.due {
		if c.due[i].Answers == DataDue {
			return
		}
	}
	mss, _, ok := s.MaxSegment.Range()
	if s.outstanding() > 0 && (s.lossSuspected || !ok || s.outstanding() >= defaultInitialWindow*mss) ||
		c.optionsSet.Any(OtherOptions) {
		return
	}
	w.sends(c, DueSegment{Answers: FinDue, Flags: lang.FIN | lang.ACK, Seq: s.Next, Ack: c.Receive.Next,
		Length: Exactly(0)})
}

// sendsReset notes that the stack sends a RST.
func (w *walker) sendsReset(c *Connection, flags lang.FlagSet, seq, ack uint32) {
	c.resetCause = w.here()
	w.sends(c, DueSegment{Answers: ResetDue, Flags: flags, Seq: seq, Ack: ack, Length: Exactly(0)})
}
