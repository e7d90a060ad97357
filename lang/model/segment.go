package model

import "github.com/pktlang/pkt/lang"

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

// fin is the sequence space of its FIN.
func (g segment) fin() uint32 {
	if g.has(lang.FIN) {
		return 1
	}
	return 0
}

// finish is the sequence number after its data and FIN.
func (g segment) finish() uint32 { return g.end + g.fin() }

// empty reports whether it carries neither data nor a FIN.
func (g segment) empty() bool { return g.length == 0 && !g.has(lang.FIN) }

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
	g.endFrom(g.seq)
	return g
}

// outboundSegment reads a segment of the stack in relative numbers.
func (c *Connection) outboundSegment(tcp *lang.TCP) segment {
	g := segment{flags: tcp.Flags.Set, seq: uint32(tcp.Seq.Left.Value), length: tcp.Seq.Length.Value,
		hasAck: tcp.Ack != nil}
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
	g.endFrom(g.seq)
	return g
}

// endFrom sets the end of the data from its beginning; a SYN takes a number.
func (g *segment) endFrom(seq uint32) {
	g.end = seq + uint32(g.length)
	if g.has(lang.SYN) {
		g.end++
	}
}

// ackNode is where an observation about the ack number points.
func ackNode(tcp *lang.TCP) lang.Node {
	if tcp.Ack != nil {
		return tcp.Ack
	}
	return tcp.Flags
}
