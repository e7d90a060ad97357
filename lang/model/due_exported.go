package model

import "github.com/pktlang/pkt/lang"

// DueSegment is a segment that the stack has certainly sent and that no
// line of the script has matched yet.
type DueSegment struct {
	// Flags are SYN, FIN, RST and ACK as they are; PSH is not told.
	Flags    lang.FlagSet
	Seq, Ack uint32 // relative, as in the script
	// Length is that of its data, in bytes.
	Length Fact
	// Cause is the statement at which it was sent.
	Cause int
}

// Expected returns what the script has to expect next, in the order in which
// the stack has sent it.
func (c *Connection) Due() []DueSegment {
	out := make([]DueSegment, len(c.due))
	for i, e := range c.due {
		out[i] = DueSegment{Flags: e.flags, Seq: e.seq, Ack: e.ack, Length: Between(e.lengthLow, e.lengthTop), Cause: e.cause}
	}
	return out
}
