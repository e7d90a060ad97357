package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// segment is what the model needs of a TCP packet. Numbers are relative to the
// initial sequence numbers.
type segment struct {
	flags    lang.FlagSet
	seq, ack uint32
	hasAck   bool  // the ACK flag is set and a number is given
	length   int64 // of its data
	end      uint32
}

func (g segment) has(f lang.FlagSet) bool { return g.flags&f != 0 }

// inbound walks over a TCP segment from the peer.
func (w *walker) inbound(p *lang.Packet, tcp *lang.TCP) {
	if p.Ports != nil || len(p.Encapsulations) > 0 || p.PSP != nil {
		w.foreign()
		return
	}
	s := w.state
	c := s.editConnection(s.subject.connection)
	if c == nil {
		d := w.subjectDescriptor()
		if d != nil && (!d.TCP || d.Role != Listening) {
			// The reference sends it to an address that nobody knows yet.
			if d.early < 0 {
				d.early = w.index
			}
			return
		}
		w.firstSegment(d, tcp)
		return
	}
	if w.reopens(c, tcp) {
		return
	}
	seg := c.inboundSegment(tcp)
	if !c.Tracked() {
		w.track(c, seg)
		return
	}
	if seg.has(lang.ACK) && tcp.Ack == nil && !seg.has(lang.RST) && c.State != Closed {
		w.missingAck(c, tcp, &seg)
	}
	w.expire(c)
	c.lastInbound, c.lastInboundAt = w.index, s.Clock
	if w.signals(c, seg, tcp) {
		c.lastSignal = w.index
	}
	switch c.State {
	case Closed, TimeWait:
		w.inboundClosed(c, seg)
	case SynSent:
		w.inboundSynSent(c, seg, tcp)
	case SynReceived:
		w.inboundSynReceived(c, seg, tcp)
	default:
		w.inboundSynchronized(c, seg, tcp)
	}
}

// duplicateThreshold is how many duplicate ACKs tell of a loss (RFC 5681, section
// 3.2; Linux: net.ipv4.tcp_reordering).
const duplicateThreshold = 3

// signals reports whether a segment may make the stack send something again. One
// that only repeats SND.UNA says nothing where SACK is in use and no block has
// come, and without SACK only the third one does (Linux: tcp_newreno_mark_lost).
func (w *walker) signals(c *Connection, seg segment, tcp *lang.TCP) bool {
	repeats := seg.flags&^lang.PSH == lang.ACK && seg.length == 0 && seg.ack == c.Send.Unacknowledged
	blocks := tcp.Options != nil && optionNamed(tcp.Options.List, "sack") != nil
	if !repeats || blocks || c.State < Established {
		c.Send.duplicates = 0
		return true
	}
	c.Send.duplicates++
	switch e := w.state.Environment; {
	case c.Options.SACK.Is(1):
		return len(c.Send.sacked) > 0
	case c.Options.SACK.Is(0) && !c.Send.retransmitted:
		_, set := e.sysctls["tcp_reordering"]
		return c.Send.duplicates >= duplicateThreshold || set || e.sysctlsUnknown
	}
	return true
}

// expire gives up a connection that may be gone: without a descriptor it lives
// on for net.ipv4.tcp_fin_timeout or TCP_LINGER2 (60 s by default), in
// TIME-WAIT for 60 s.
func (w *walker) expire(c *Connection) {
	const life = 50_000_000
	if !c.orphaned && c.State != TimeWait || c.State == Closed {
		return
	}
	_, top := w.state.Clock.Since(c.lastOutboundAt)
	if _, set := w.state.Environment.sysctls["tcp_fin_timeout"]; set || top > life && top < forever || c.optionsSet.Any(TimersOptions) {
		c.setUncertain("it may have expired after close()")
	}
}

// foreign is a packet with ports or headers of its own: the reference sends it
// past the socket under test.
func (w *walker) foreign() {
	if c := w.state.editConnection(w.state.subject.connection); c != nil {
		c.setUncertain("packets with ports or headers of their own were used")
	}
}

// follow keeps an uncertain connection roughly up to date.
func (w *walker) track(c *Connection, seg segment) {
	c.lastInbound, c.lastInboundAt = w.index, w.state.Clock
	if c.State == SynSent && seg.has(lang.SYN) && seg.has(lang.ACK) || c.State == SynReceived && seg.has(lang.ACK) {
		c.State, c.Peer = Established, Established
		w.handshakeDone(c)
	}
	if seg.has(lang.RST) {
		c.State = Closed
	}
	c.Receive.Unread = Unknown()
}

// inboundSegment reads a segment from the peer in relative numbers: a SYN
// carries the script's own, everything else counts from the SYNs
// (packetdrill: remote_seq_script_to_live_offset).
func (c *Connection) inboundSegment(tcp *lang.TCP) segment {
	g := segment{flags: tcp.Flags.Set, seq: uint32(tcp.Seq.Left.Value), length: tcp.Seq.Length.Value}
	if tcp.Ack != nil {
		g.ack, g.hasAck = uint32(tcp.Ack.Value), g.has(lang.ACK)
	}
	if g.has(lang.SYN) {
		if g.has(lang.ACK) && c.State == SynSent {
			c.peerISN = g.seq
		}
		if !c.Active || g.has(lang.ACK) || c.State != SynSent {
			g.seq -= c.peerISN
		} else {
			c.peerISN, g.seq = g.seq, 0
		}
		g.ack -= c.localISN
	}
	g.end = g.seq + uint32(g.length)
	if g.has(lang.SYN) {
		g.end++
	}
	return g
}

// missingAck reports an ACK flag without a number, which acknowledges 0, and
// goes on as if the right number stood there.
func (w *walker) missingAck(c *Connection, tcp *lang.TCP, seg *segment) {
	right := c.Send.Next
	if c.State == SynReceived || c.State == SynSent {
		right = 1
	}
	w.reportOn(c, Observation{Kind: AckMissing, Node: tcp.Flags, Claimed: Exactly(0), Expected: Exactly(int64(right)),
		Message:     "the ACK flag is set but no ack number is given, which acknowledges 0: Linux discards a segment that acknowledges what was never sent (since 6.7)",
		Label:       fmt.Sprintf("add `ack %d`", right),
		Replacement: fmt.Sprintf("ack %d", right)})
	seg.ack, seg.hasAck = right, true
}

// reopens reports whether a segment is a SYN that reaches the listening socket
// again, because the segments before it made no connection.
func (w *walker) reopens(c *Connection, tcp *lang.TCP) bool {
	if c.Active || c.State != Closed || !c.Tracked() || tcp.Flags.Set&(lang.SYN|lang.ACK|lang.RST) != lang.SYN {
		return false
	}
	d := w.state.editDescriptor(c.Listener)
	if d == nil || d.Role != Listening || !d.Bound || w.state.subject.connection != c.ID {
		return false
	}
	w.firstSegment(d, tcp)
	return true
}

// firstSegment is the first one that a listening socket, or no socket, gets.
func (w *walker) firstSegment(d *Descriptor, tcp *lang.TCP) {
	s := w.state
	c := s.newConnection()
	s.subject.connection = c.ID
	c.opened, c.lastInbound, c.lastInboundAt = w.index, w.index, s.Clock
	c.peerISN = uint32(tcp.Seq.Left.Value)
	c.Options.Peer = synOptions(tcp, w.index)
	w.oldTimestamp(c, tcp)
	seg := c.inboundSegment(tcp)
	if !seg.has(lang.SYN) {
		c.peerISN = 0
		seg.seq = uint32(tcp.Seq.Left.Value)
		seg.end = seg.seq + uint32(seg.length)
	}
	if d != nil {
		c.Listener, c.optionsSet = d.Number, d.OptionsSet
		d.children = append(d.children, c.ID)
	}
	if d != nil && !d.Bound {
		w.unbound(c, d, seg)
		return
	}
	if d == nil {
		w.inboundClosed(c, seg)
		return
	}
	if !seg.has(lang.SYN) || seg.has(lang.ACK|lang.RST) {
		w.inboundClosed(c, seg) // RFC 9293, section 3.10.7.2: a RST answers an ACK
		return
	}
	w.passiveOpen(c, d, seg, tcp)
}

// unbound reports a SYN to a socket that listens on a port which the kernel
// chose: packetdrill sends it to its own port, 8080 by default.
func (w *walker) unbound(c *Connection, d *Descriptor, seg segment) {
	if !w.state.Environment.LossPossible && seg.has(lang.SYN) && !d.OptionsSet.Any(OtherOptions) {
		node := w.place(d.ListenedAt, "").Node
		w.reportAt(d.ListenedAt, c, d.Number, Observation{Kind: ListenUnbound, Node: node, Related: []Place{w.place(w.index, "this segment does not reach the socket")},
			Message: fmt.Sprintf("descriptor %d listens without bind(): the kernel chooses a port, and the segments of the script go to another", d.Number)})
	}
	c.setUncertain("its listener is not bound")
}

// passiveOpen is a SYN at a listening socket (RFC 9293, section 3.10.7.2).
func (w *walker) passiveOpen(c *Connection, d *Descriptor, seg segment, tcp *lang.TCP) {
	c.State, c.Peer = SynReceived, SynSent
	c.Receive.Next, c.Receive.NextLow, c.Receive.highest = 1, 1, seg.end
	c.Receive.history = []uint32{1}
	c.Send.WrittenLow, c.Send.WrittenTop = 1, 1
	w.window(c, seg, tcp)
	if seg.has(lang.FIN) || c.Options.Peer.Other || d.OptionsSet.Any(OtherOptions) {
		c.setUncertain("its SYN is unusual")
		return
	}
	e := dueSegment{what: "the SYN-ACK", kind: synAckSegment, flags: lang.SYN | lang.ACK, ack: 1}
	if seg.length > 0 && w.fastOpenPossible(d) {
		e.acks = []uint32{1 + uint32(seg.length)}
	}
	w.sends(c, e)
}

// fastOpenPossible reports whether a listening socket may take data in a SYN
// (RFC 7413): it was asked to, or net.ipv4.tcp_fastopen may ask it to.
func (w *walker) fastOpenPossible(d *Descriptor) bool {
	const withoutSocketOption = 0x400
	if !d.FastOpenQueue.Is(0) {
		return true
	}
	v, certain := w.state.Environment.sysctlFact("tcp_fastopen").Value()
	return !certain || v&withoutSocketOption != 0
}

// inboundClosed is a segment without a connection: anything but a RST is
// answered by one (RFC 9293, section 3.10.7.1; Linux: tcp_v4_send_reset). In
// TIME-WAIT an ACK may answer instead.
func (w *walker) inboundClosed(c *Connection, seg segment) {
	if seg.has(lang.RST) {
		return
	}
	c.resetCause = w.index
	c.scheduleAck(w.index, w.state.Clock)
	if c.State == TimeWait && seg.has(lang.SYN) {
		c.setUncertain("a SYN arrived in TIME-WAIT")
	}
	if c.State == TimeWait || !seg.has(lang.ACK) && !seg.has(lang.SYN) {
		return
	}
	if seg.has(lang.ACK) && !seg.hasAck || c.orphaned && c.Send.FinSent && c.resetCause < 0 {
		return
	}
	e := dueSegment{what: "a RST", kind: resetSegment, flags: lang.RST, seq: seg.ack}
	if !seg.has(lang.ACK) {
		e.flags, e.seq, e.ack = lang.RST|lang.ACK, 0, seg.end
	}
	if len(c.due) == 0 {
		w.sends(c, e)
	}
}

// window notes the peer's window (RFC 9293, section 3.10.7.4: SND.WND; RFC
// 7323, section 2.3: the window of a SYN is never scaled).
func (w *walker) window(c *Connection, seg segment, tcp *lang.TCP) {
	if tcp.Win == nil {
		return
	}
	value := tcp.Win.Value
	if !seg.has(lang.SYN) {
		shift, certain := c.peerScale()
		if !certain {
			c.Send.Window = Unknown()
			return
		}
		value <<= max(shift, 0)
	}
	c.Send.Window = Exactly(value)
	c.Send.MaxWindow = max(c.Send.MaxWindow, value)
}
