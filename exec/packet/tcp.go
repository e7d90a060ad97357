package packet

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
)

// TCPHeader is a TCP header with what follows it, in network byte order (RFC
// 9293, section 3.1).
type TCPHeader []byte

// Seq is the sequence number.
func (t TCPHeader) Seq() uint32 { return binary.BigEndian.Uint32(t[4:]) }

// SetSeq writes the sequence number.
func (t TCPHeader) SetSeq(seq uint32) { binary.BigEndian.PutUint32(t[4:], seq) }

// Ack is the acknowledgment number, whether or not the flag is set.
func (t TCPHeader) Ack() uint32 { return binary.BigEndian.Uint32(t[8:]) }

// SetAck writes the acknowledgment number.
func (t TCPHeader) SetAck(ack uint32) { binary.BigEndian.PutUint32(t[8:], ack) }

// Length is the length of the header with its options, in bytes.
func (t TCPHeader) Length() int { return int(t[12]>>4) * 4 }

// Flags are the flags, AE included.
func (t TCPHeader) Flags() lang.FlagSet {
	return lang.FlagSet(binary.BigEndian.Uint16(t[12:]) & 0x1ff)
}

// SetFlags writes the flags, AE included.
func (t TCPHeader) SetFlags(f lang.FlagSet) {
	v := binary.BigEndian.Uint16(t[12:])
	binary.BigEndian.PutUint16(t[12:], v&^0x1ff|uint16(f))
}

// Has reports whether all of the flags are set.
func (t TCPHeader) Has(f lang.FlagSet) bool { return t.Flags()&f == f }

// reserved are the three bits between data offset and AE.
func (t TCPHeader) reserved() int { return int(t[12] >> 1 & 7) }

// Window is the window field, not scaled.
func (t TCPHeader) Window() uint16 { return binary.BigEndian.Uint16(t[14:]) }

// Urgent is the urgent pointer.
func (t TCPHeader) Urgent() uint16 { return binary.BigEndian.Uint16(t[18:]) }

// options are the bytes of the option list. A data offset that points beyond
// the packet or into the fixed header gives an empty list.
func (t TCPHeader) options() []byte {
	n := t.Length()
	if n < tcpLength || n > len(t) {
		return nil
	}
	return t[tcpLength:n]
}
