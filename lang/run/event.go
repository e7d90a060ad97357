package run

import "github.com/pktlang/pkt/lang/program"

// Event tells that an event of the script began, or that it is over.
type Event struct {
	Index int               `json:"index"` // among the script's events, from 0
	Line  int               `json:"line"`  // from 1
	Kind  program.EventKind `json:"kind"`
	// Name is the name of a system call.
	Name string `json:"name,omitempty"`
	// Finished is false when the event begins, and true when it is over.
	Finished bool `json:"finished,omitempty"`
	// Planned is when the script says that it happens.
	Planned int64 `json:"planned"`
	// Actual is when the runner injected, called or started the command, or
	// when the stack sent the packet that was expected. Zero until Finished.
	Actual int64 `json:"actual"`
	// Anytime is set where the script leaves the time open.
	Anytime bool `json:"anytime,omitempty"`
	// Until is when a blocking call is to return.
	Until int64 `json:"until,omitempty"`
}

// Packet is one that was injected into the stack or that the stack sent.
type Packet struct {
	// Line is that of the event which the packet belongs to; 0 for a packet
	// that no event expected.
	Line    int   `json:"line"`
	Inbound bool  `json:"inbound"` // injected into the stack
	Time    int64 `json:"time"`
	// Text is the packet in script syntax, with the script's sequence numbers.
	Text string `json:"text"`
	// Live is the packet with its live sequence numbers, as -v shows it.
	Live string `json:"live"`
	// Bytes is the packet from its outermost IP header on. A stream has it only
	// where it was asked for.
	Bytes []byte `json:"bytes,omitempty"`
}

// Stray reports whether no event expected the packet.
func (p *Packet) Stray() bool { return p.Line == 0 }
