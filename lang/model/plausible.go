package model

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
)

// Plausible is a packet that fits a moment of a script.
type Plausible struct {
	// Text is the packet in script syntax without a time:
	// "> . 1:1(0) ack 1001".
	Text string
	// Why says what it is, such as "acknowledges the data".
	Why string
	// Certain tells that the stack sends it whatever comes next.
	Certain bool
}

// NextPlausible proposes packets of a direction to stand behind the statement
// with that index (-1 for the beginning), the most likely one first. It
// proposes nothing where nothing is certain enough.
func (m *Model) NextPlausible(direction lang.Direction, statement int) []Plausible {
	s := m.After(statement)
	c := s.Current()
	if direction == lang.Inbound {
		return s.plausibleInbound(c)
	}
	if c == nil || !c.Tracked() {
		return nil
	}
	return s.plausibleOutbound(c)
}

func (s *State) plausibleOutbound(c *Connection) []Plausible {
	var out []Plausible
	for i := range c.due {
		e := &c.due[i]
		out = append(out, Plausible{s.describe(c, e.flags, e.seq, e.lengthTop, e.ack), e.what, true})
	}
	if len(out) > 0 || c.State < Established {
		return out
	}
	if _, unsent, _ := c.NotSent().Range(); unsent > 0 {
		room := unsent
		if window, ok := c.Send.Window.Value(); ok {
			room = min(room, window-c.Outstanding())
		}
		if room > 0 {
			out = append(out, Plausible{s.describe(c, lang.ACK|lang.PSH, c.Send.Next, room, c.Receive.Next), "sends what was written", false})
		}
	}
	if c.Send.FinQueued && !c.Send.FinSent && c.Send.Next == c.Send.WrittenTop {
		out = append(out, Plausible{s.describe(c, lang.ACK|lang.FIN, c.Send.Next, 0, c.Receive.Next), "the FIN that close() or shutdown() asks for", false})
	}
	if len(c.Receive.pendingAcks) > 0 {
		out = append(out, Plausible{s.describe(c, lang.ACK, c.Send.Next, 0, c.Receive.Next), "acknowledges what arrived", false})
	}
	if len(c.Send.sent) > 0 && !c.Send.FinSent {
		t := c.Send.sent[0]
		length := int64(t.Right - t.Left)
		if _, mss, ok := c.Send.MaxSegment.Range(); ok {
			length = min(length, mss)
		}
		out = append(out, Plausible{s.describe(c, lang.ACK, t.Left, length, c.Receive.Next), "a retransmission", false})
	}
	return out
}

func (s *State) plausibleInbound(c *Connection) []Plausible {
	if c == nil {
		if d := s.Descriptor(s.subject.descriptor); d != nil && d.Role == Listening {
			return []Plausible{{"< S 0:0(0) win 65535 <mss 1460,sackOK,nop,nop,nop,wscale 8>", "opens a connection", false}}
		}
		return nil
	}
	if !c.Tracked() || c.Send.Next == 0 {
		return nil
	}
	if c.State == SynSent {
		return []Plausible{
			{fmt.Sprintf("< S. 0:0(0) ack %d win 65535 <mss 1460,sackOK,nop,nop,nop,wscale 8>", c.Send.Next+c.localISN), "accepts the connection", false},
			{fmt.Sprintf("< R. 0:0(0) ack %d win 0", c.Send.Next+c.localISN), "refuses the connection", false},
		}
	}
	if c.State == Closed {
		return nil
	}
	seq := c.Receive.highest
	var out []Plausible
	add := func(flags lang.FlagSet, length int64, ack uint32, why string) {
		out = append(out, Plausible{s.peerSegment(c, flags, seq, length, ack), why, false})
	}
	switch {
	case c.State == SynReceived:
		add(lang.ACK, 0, 1, "completes the handshake")
	case c.Outstanding() > 0:
		add(lang.ACK, 0, c.Send.Next, "acknowledges everything")
	}
	if !c.Receive.FinSeen && !c.Receive.FinHeld && c.State != SynReceived {
		add(lang.ACK|lang.PSH, 1000, c.Send.Next, "data from the peer")
		add(lang.ACK|lang.FIN, 0, c.Send.Next, "the peer closes")
		add(lang.ACK|lang.RST, 0, c.Send.Next, "the peer resets")
	}
	return out
}

// describe writes a segment of the stack under test.
func (s *State) describe(c *Connection, flags lang.FlagSet, seq uint32, length int64, ack uint32) string {
	options := ""
	if flags&lang.SYN != 0 {
		seq, ack, options = seq+c.localISN, ack+c.peerISN, " <...>"
		if flags&lang.ACK != 0 {
			options = s.synAckOptions(c)
		}
	} else if length > 0 {
		flags |= lang.PSH
	}
	text := fmt.Sprintf("> %s %d:%d(%d)", flags, seq, seq+uint32(length), length)
	if flags&lang.ACK != 0 {
		text += fmt.Sprintf(" ack %d", ack)
	}
	if flags&lang.SYN == 0 && c.Options.Timestamps.Is(1) {
		options = fmt.Sprintf(" <nop,nop,TS val %d ecr %d>", c.Options.localTimestamp, c.Options.recent)
	}
	if flags == lang.ACK && length == 0 && c.Options.SACK.Is(1) && len(c.Receive.OutOfOrder) > 0 && !c.Options.Timestamps.Is(1) {
		options = " <nop,nop," + sackText(c.Receive.OutOfOrder[:min(len(c.Receive.OutOfOrder), mostBlocks)]) + ">"
	}
	return text + options
}

// synAckOptions are the options of our SYN-ACK, as far as they are certain.
func (s *State) synAckOptions(c *Connection) string {
	peer, e := c.Options.Peer, s.Environment
	mtu, ok := e.MTU.Value()
	if !ok || !peer.Seen || !e.SelftestDefaults || peer.FastOpen || c.optionsSet.Any(ReceiveBufferOptions|OtherOptions) {
		return " <...>"
	}
	var out []string
	out = append(out, fmt.Sprintf("mss %d", mtu-40))
	sack, ts := peer.SACK && e.sysctlFact("tcp_sack").Is(1), peer.Timestamps && e.sysctlFact("tcp_timestamps").Is(1)
	timestamp := fmt.Sprintf("TS val 0 ecr %d", c.Options.recent)
	switch {
	case sack && ts:
		out = append(out, "sackOK", timestamp)
	case sack:
		out = append(out, "nop", "nop", "sackOK")
	case ts:
		out = append(out, "nop", "nop", timestamp)
	}
	if shift, certain := e.windowScale(); peer.Scale >= 0 {
		if !certain {
			return " <...>"
		}
		out = append(out, "nop", fmt.Sprintf("wscale %d", shift))
	}
	return " <" + strings.Join(out, ",") + ">"
}

// peerSegment writes a segment of the peer.
func (s *State) peerSegment(c *Connection, flags lang.FlagSet, seq uint32, length int64, ack uint32) string {
	window := int64(65535)
	if v, ok := c.Send.Window.Value(); ok {
		if shift, certain := c.peerScale(); certain && c.State != SynReceived {
			window = min(v>>max(shift, 0), 65535)
		} else {
			window = min(v>>max(c.Options.Peer.Scale, 0), 65535)
		}
	}
	text := fmt.Sprintf("< %s %d:%d(%d) ack %d win %d", flags, seq, seq+uint32(length), length, ack, window)
	if c.Options.Timestamps.Is(1) {
		text += fmt.Sprintf(" <nop,nop,TS val %d ecr %d>", c.Options.recent, c.Options.localTimestamp)
	}
	return text
}
