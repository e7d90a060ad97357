package lang

// Direction of a packet.
type Direction uint8

// The directions, as seen from the stack under test.
const (
	Inbound  Direction = iota // < injected into the stack
	Outbound                  // > expected from the stack
)

// String is the sign used in scripts.
func (d Direction) String() string {
	if d == Inbound {
		return "<"
	}
	return ">"
}

// Packet is injected or expected.
type Packet struct {
	Span
	Direction      Direction
	DirectionSpan  Span
	Encapsulations []Encapsulation
	IP             *IPInfo
	PSP            *PSP
	Ports          *Ports
	// Named are addresses by name, addr[a] > addr[b], in the mptcp dialect.
	Named     *NamedAddresses
	Transport Transport
	// UDP are the ports of an encapsulation in UDP, /udp(S > D), in the nplab
	// dialect.
	UDP *Ports
}

// TCP returns the packet's TCP segment, or nil when it is something else.
func (p *Packet) TCP() *TCP {
	t, _ := p.Transport.(*TCP)
	return t
}

// Transport is what a packet carries: *TCP, *UDP, *ICMP or, in a dialect,
// *OtherTransport.
type Transport interface {
	Node
	transport()
}

func (*TCP) transport()  {}
func (*UDP) transport()  {}
func (*ICMP) transport() {}

func (*OtherTransport) transport() {}

// OtherTransport is a packet of a protocol that a dialect adds, such as SCTP or
// UDP-Lite; what it says is kept as text.
type OtherTransport struct {
	Span
	Protocol Word
	Text     string // as written, with the protocol's name
}

// NamedAddresses are addr[a] > addr[b]; either may be absent.
type NamedAddresses struct {
	Span
	Source, Destination string // the names in brackets
}

// Encapsulation is an outer header: *IPHeader, *GRE or *MPLS.
type Encapsulation interface {
	Node
	encapsulation()
}

func (*IPHeader) encapsulation() {}
func (*GRE) encapsulation()      {}
func (*MPLS) encapsulation()     {}

// IPHeader is "ipv4 a > b:" or "ipv6 a > b:".
type IPHeader struct {
	Span
	Version             int // 4 or 6
	IP                  *IPInfo
	Source, Destination Address
}

// Address is an IP address as written.
type Address struct {
	Span
	Text string
}

// GRE is "gre:" with or without its header fields; as an expression it stands
// in braces.
type GRE struct {
	Span
	Present *GREFields
}

// GREFields are the fields of a GRE header (RFC 2784, RFC 2890).
type GREFields struct {
	Span
	FlagWords []Word // none, checksum, key, sequence#
	Flags     Number // its value is also set from FlagWords
	Sum, Off, Key,
	Seq Number
}

// MPLS is a label stack (RFC 3032).
type MPLS struct {
	Span
	Labels []MPLSLabel
}

// MPLSLabel is one entry of a label stack.
type MPLSLabel struct {
	Span
	Label, TrafficClass, TTL Number
	Bottom                   bool // [S]
}

// IPInfo is what is said of the IP header, in parentheses or brackets.
type IPInfo struct {
	Span
	ECN       *Word   // noecn, ect0, ect1, ect01 or ce
	TOS       *Number // tos 0xNN
	FlowLabel *Number
	TTL       *Number
	// Other holds fields of dialects, such as dscp, class and hlim.
	Other []Field
}

// Field is a name with a value, in a dialect's list.
type Field struct {
	Span
	Name  Word
	Value Expr // nil for a bare word
}

// PSP is "encap psp spi N".
type PSP struct {
	Span
	SPI Number
}

// Ports are "S > D".
type Ports struct {
	Span
	Source, Destination Number
}

// UDP is "udp (length)".
type UDP struct {
	Span
	Length Number
}

// ICMP is "icmp type code mtu N id N [echoed]".
type ICMP struct {
	Span
	Type   Word
	Code   *Word
	MTU    *Number
	ID     *Number
	Echoed *Echoed
}

// Echoed is the packet that an ICMP error carries.
type Echoed struct {
	Span
	Kind   EchoedKind
	Seq    *SequenceRange // EchoedTCP
	Length *Number        // EchoedUDP and EchoedRaw: payload in bytes
	UDP    *Ports         // of an encapsulation in UDP, in the nplab dialect
}

// EchoedKind is the protocol of an echoed packet.
type EchoedKind uint8

// The protocols of echoed packets.
const (
	EchoedTCP   EchoedKind = iota // [start:end(length)]
	EchoedUDP                     // [udp (length)]
	EchoedRaw                     // [raw (length)]
	EchoedOther                   // a protocol of a dialect
)
