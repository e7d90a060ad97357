package lang

import (
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// Span is where a node stands, in bytes from the start of its Statement (not of
// the file), so that a statement can be kept as it is when text before it
// changes. Statement.Range turns it into a place in the file.
type Span struct {
	Off, End int32
}

// Where returns the span itself; embedding Span makes a type a Node.
func (s Span) Where() Span { return s }

// Empty tells whether the span covers nothing.
func (s Span) Empty() bool { return s.Off >= s.End }

// Node is a part of the syntax tree.
type Node interface {
	Where() Span
}

// Script is a parsed file. It is immutable and safe for concurrent use.
type Script struct {
	File *source.File
	// Statements cover the file without a gap: the first begins at 0, each
	// begins where the one before ends, the last ends with the file.
	Statements  []*Statement
	Definitions Definitions // those given from outside and those in the script
	outer       Definitions // only those given from outside
}

// StatementKind says what a Statement is.
type StatementKind uint8

// The kinds of statements.
const (
	BadStatement     StatementKind = iota // could not be parsed; see Problems
	OptionStatement                       // --name=value
	InitStatement                         // the command before the first event
	EventStatement                        // a time and an action
	CleanupStatement                      // the command behind the last event
	EndStatement                          // comments and white space behind the last statement
)

// Statement is one option, event or untimed command, with the comments and
// white space before it and those behind it on its last line.
type Statement struct {
	Kind   StatementKind
	Base   int   // offset of its first byte in the file
	Length int32 // bytes
	// Core covers the statement itself, without comments around it.
	Core   Span
	Tokens []Token // every token and comment in it
	Option *Option // OptionStatement
	Time   *Time   // EventStatement
	// Action is set in EventStatement, and is a *Command in InitStatement and
	// CleanupStatement.
	Action Action
	// Problems are this statement's own syntax errors, relative to Base.
	Problems []diag.Diagnostic
}

// Range is where a node of this statement stands in the file.
func (s *Statement) Range(n Node) source.Range {
	w := n.Where()
	return source.Range{Start: s.Base + int(w.Off), End: s.Base + int(w.End)}
}

// Start is the offset in the file at which the statement itself begins, behind
// the comments before it.
func (s *Statement) Start() int { return s.Base + int(s.Core.Off) }

// Time is when an event happens.
type Time struct {
	Span
	Kind  TimeKind
	Start Decimal // zero for AnyTime
	Stop  Decimal // the end of a range; zero otherwise
}

// TimeKind is the form of a time.
type TimeKind uint8

// The forms of times. "Relative" is to the event before.
const (
	AbsoluteTime  TimeKind = iota // 1.5
	RelativeTime                  // +.1
	AnyTime                       // *
	AbsoluteRange                 // 1~1.2
	RelativeRange                 // +.1~+.2
)

// Relative tells whether the time counts from the event before.
func (k TimeKind) Relative() bool { return k == RelativeTime || k == RelativeRange }

// Decimal is a number of seconds as written.
type Decimal struct {
	Span
	Text string
	// Microseconds, cut off and not rounded, as the reference computes it.
	Microseconds int64
}

// Action is what an event does: *Packet, *SystemCall, *Command or *Code.
type Action interface {
	Node
	action()
}

func (*Packet) action()     {}
func (*SystemCall) action() {}
func (*Command) action()    {}
func (*Code) action()       {}

// Option is a line such as --tolerance_usecs=10000.
type Option struct {
	Span
	Name     string // without the dashes
	NameSpan Span   // with the dashes
	Value    *OptionValue
}

// OptionValue is what stands behind the equals sign.
type OptionValue struct {
	Span
	Text string // without quotes
	// Define and Is are set for --define NAME=value; Text then is the value
	// with its quotes, as on the command line.
	Define *Word
}

// Command is text between backquotes, for /bin/sh.
type Command struct {
	Span
	Text     string
	TextSpan Span
}

// Code is a snippet between %{ and }%.
type Code struct {
	Span
	Text     string // without spaces and tabs at its ends
	TextSpan Span
}

// Number is an integer as written.
type Number struct {
	Span
	// Keyword is the word that introduces the number ("ack", "win"), if one
	// does.
	Keyword Span
	Text    string // as written; the name where a definition was used
	Value   int64
	Hex     bool
	Defined bool // the value comes from a definition
	// Pending is set where a word stands that looks like a definition which
	// was not given; Value is 0 then and means nothing.
	Pending bool
}

// Word is a name: a system call, a symbol, a definition's use.
type Word struct {
	Span
	// Name is the word, or what a definition replaced it with.
	Name string
	// Defined is the word as written, where a definition replaced it.
	Defined string
}

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

// TCP is a segment.
type TCP struct {
	Span
	Flags   Flags
	Seq     SequenceRange
	Ack     *Number
	Win     *Number
	Urg     *Number
	Options *TCPOptions
}

// Flags are the TCP flags.
type Flags struct {
	Span
	Text string // as written: "S.", "P", "-"
	Set  FlagSet
	// ACE is the value of the digit, or -1 where none was given
	// (draft-ietf-tcpm-accurate-ecn).
	ACE int
}

// Has tells whether all of the given flags are set.
func (f Flags) Has(set FlagSet) bool { return f.Set&set == set }

// FlagSet is a set of TCP flags with the bits of the header (RFC 9293, section
// 3.1), AE being bit 8.
type FlagSet uint16

// The TCP flags.
const (
	FIN FlagSet = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

// SequenceRange is "left:right(length)", relative to the initial sequence
// number; right is the number behind the last byte.
type SequenceRange struct {
	Span
	Left, Right, Length Number
	// In the nplab dialect, "..." before the length leaves the place open, and
	// "!" behind it says that the numbers are not relative.
	Open, Absolute bool
}

// TCPOptions is the list in angle brackets.
type TCPOptions struct {
	Span
	Unchecked bool // <...>
	List      []TCPOption
}

// TCPOption is one option: *MSS, *WindowScale, *SACKPermitted, *SACK,
// *Timestamps, *NoOperation, *EndOfList, *MD5, *FastOpen, *AccECN or
// *OtherOption.
type TCPOption interface {
	Node
	// OptionName is the word that the option begins with.
	OptionName() string
}

type (
	// MSS is "mss N" (RFC 9293, section 3.7.1).
	MSS struct {
		Span
		Value Number
	}
	// WindowScale is "wscale N" (RFC 7323).
	WindowScale struct {
		Span
		Shift Number
	}
	// SACKPermitted is "sackOK" (RFC 2018).
	SACKPermitted struct{ Span }
	// SACK is "sack left:right left:right" (RFC 2018).
	SACK struct {
		Span
		Blocks []SACKBlock
	}
	// Timestamps is "TS val N ecr N" (RFC 7323).
	Timestamps struct {
		Span
		Val, Ecr Number
	}
	// NoOperation is "nop".
	NoOperation struct{ Span }
	// EndOfList is "eol".
	EndOfList struct{ Span }
	// MD5 is "md5 HEX" (RFC 2385).
	MD5 struct {
		Span
		Digest HexBlob
	}
	// FastOpen is "FO COOKIE" or "FOEXP COOKIE" (RFC 7413).
	FastOpen struct {
		Span
		Experimental bool
		Cookie       *HexBlob // nil where the cookie is absent
	}
	// AccECN is "ECN e0b N ceb N e1b N" in the order written; the first field
	// decides the option kind (draft-ietf-tcpm-accurate-ecn, section 3.2.3).
	AccECN struct {
		Span
		Fields []AccECNField
	}
	// OtherOption is an option of a dialect, kept as words and values.
	OtherOption struct {
		Span
		Name   Word
		Fields []Field
	}
)

// OptionName implements TCPOption.
func (*MSS) OptionName() string { return "mss" }

// OptionName implements TCPOption.
func (*WindowScale) OptionName() string { return "wscale" }

// OptionName implements TCPOption.
func (*SACKPermitted) OptionName() string { return "sackOK" }

// OptionName implements TCPOption.
func (*SACK) OptionName() string { return "sack" }

// OptionName implements TCPOption.
func (*Timestamps) OptionName() string { return "TS" }

// OptionName implements TCPOption.
func (*NoOperation) OptionName() string { return "nop" }

// OptionName implements TCPOption.
func (*EndOfList) OptionName() string { return "eol" }

// OptionName implements TCPOption.
func (*MD5) OptionName() string { return "md5" }

// OptionName implements TCPOption.
func (o *FastOpen) OptionName() string {
	if o.Experimental {
		return "FOEXP"
	}
	return "FO"
}

// OptionName implements TCPOption.
func (*AccECN) OptionName() string { return "ECN" }

// OptionName implements TCPOption.
func (o *OtherOption) OptionName() string { return o.Name.Name }

// SACKBlock is one block of a SACK option, in sequence space.
type SACKBlock struct {
	Span
	Left, Right Number
}

// HexBlob is a string of hex digits, such as a fast open cookie.
type HexBlob struct {
	Span
	Text  string // the digits, after definitions
	Bytes []byte
	// Pending is set where a word stands that looks like a definition which
	// was not given, or that a dialect has in place of digits; Bytes is empty
	// then.
	Pending bool
}

// AccECNField is one counter of an AccECN option.
type AccECNField struct {
	Span
	Name  string // e0b, ceb or e1b
	Value Number
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

// SystemCall is a call with its expected result.
type SystemCall struct {
	Span
	// Until is the time at which a blocking call ends, in "+0...0.2 read(...)".
	Until  *Decimal
	Name   Word
	Args   []Expr
	Open   Span // the opening parenthesis
	Close  Span // the closing one
	Result Expr
	Errno  *Word
	Note   *Note
}

// Note is the text in parentheses behind a result.
type Note struct {
	Span
	Text string // the words, joined with one space
}

// Expr is an argument or a result: *Ellipsis, *Number, *Word, *String, *Or,
// *Assign, *Array, *List, *InetAddress, *Sockaddr, *MsgHdr, *ControlMessage,
// *SCMTimestamping, *SockExtendedErr, *Iovec, *PollFD, *EpollEvent, *Linger,
// *MPLS, *GRE, and in dialects *CallExpr and *AddressExpr.
type Expr interface {
	Node
	expr()
}

func (*Ellipsis) expr()        {}
func (*Number) expr()          {}
func (*Word) expr()            {}
func (*String) expr()          {}
func (*Or) expr()              {}
func (*Assign) expr()          {}
func (*Array) expr()           {}
func (*List) expr()            {}
func (*InetAddress) expr()     {}
func (*Sockaddr) expr()        {}
func (*MsgHdr) expr()          {}
func (*ControlMessage) expr()  {}
func (*SCMTimestamping) expr() {}
func (*SockExtendedErr) expr() {}
func (*Iovec) expr()           {}
func (*PollFD) expr()          {}
func (*EpollEvent) expr()      {}
func (*Linger) expr()          {}
func (*MPLS) expr()            {}
func (*GRE) expr()             {}
func (*CallExpr) expr()        {}
func (*AddressExpr) expr()     {}

type (
	// Ellipsis is "...": don't care, or made up by the tool.
	Ellipsis struct{ Span }
	// String is one string or several that stand beside each other.
	String struct {
		Span
		// Raw is the text between the quotes, parts joined, escapes not yet
		// replaced; Bytes replaces them.
		Raw    string
		Parts  []Span // each with its quotes
		Prefix bool   // "GET"...: only the beginning is given
	}
	// Or is a|b|c.
	Or struct {
		Span
		Terms []Expr
	}
	// Assign is name=value.
	Assign struct {
		Span
		Name  Word
		Size  []Expr // name(size)=value, in a dialect
		Value Expr
	}
	// Array is [a, b].
	Array struct {
		Span
		Elements []Expr
	}
	// List is {a, b} where it is none of the known structures.
	List struct {
		Span
		Elements []Expr
	}
	// InetAddress is inet_addr("...") or inet6_addr("...").
	InetAddress struct {
		Span
		Version int // 4 or 6
		Text    string
	}
	// Sockaddr is {sa_family=AF_INET, sin_port=htons(N), sin_addr=inet_addr("...")}.
	Sockaddr struct {
		Span
		Family  Word
		Port    Expr // a *Number in the base dialect
		Address Expr // an *InetAddress in the base dialect
	}
	// MsgHdr is {msg_name(...)=..., msg_iov(n)=[...], msg_flags=f, msg_control=[...]}.
	MsgHdr struct {
		Span
		Name    Expr // always *Ellipsis in the base dialect
		IovLen  Number
		Iov     *Array
		Flags   Expr
		Control *Array // nil when absent
	}
	// ControlMessage is {cmsg_level=, cmsg_type=, cmsg_data=}.
	ControlMessage struct {
		Span
		Level, Type, Data Expr
	}
	// SCMTimestamping is {scm_sec=, scm_nsec=}.
	SCMTimestamping struct {
		Span
		Seconds, Nanoseconds Number
	}
	// SockExtendedErr is {ee_errno=, ee_origin=, ee_type=, ee_code=, ee_info=, ee_data=}.
	SockExtendedErr struct {
		Span
		Errno, Origin, Type, Code, Info, Data Expr
	}
	// Iovec is {..., length}.
	Iovec struct {
		Span
		Base   Expr
		Length Expr
	}
	// PollFD is {fd=, events=, revents=}.
	PollFD struct {
		Span
		FD, Events Expr
		Revents    Expr // nil when absent
	}
	// EpollEvent is {events=, fd=} with fd, ptr, u32 or u64.
	EpollEvent struct {
		Span
		Events Expr
		Field  Word // fd, ptr, u32 or u64
		Value  Expr
	}
	// Linger is {onoff=, linger=}.
	Linger struct {
		Span
		OnOff, Seconds Number
	}
	// CallExpr is name(args) inside an argument, in a dialect.
	CallExpr struct {
		Span
		Name Word
		Args []Expr
	}
	// AddressExpr is a bare IP address inside an argument, in a dialect.
	AddressExpr struct {
		Span
		Text string
	}
)

// Events returns the timed events, in order.
func (s *Script) Events() []*Statement { return s.of(EventStatement) }

// Options returns the option lines, in order.
func (s *Script) Options() []*Statement { return s.of(OptionStatement) }

func (s *Script) of(kind StatementKind) []*Statement {
	var out []*Statement
	for _, st := range s.Statements {
		if st.Kind == kind {
			out = append(out, st)
		}
	}
	return out
}

// Init is the command before the first event, or nil.
func (s *Script) Init() *Statement { return s.first(InitStatement) }

// Cleanup is the command behind the last event, or nil.
func (s *Script) Cleanup() *Statement { return s.first(CleanupStatement) }

func (s *Script) first(kind StatementKind) *Statement {
	for _, st := range s.Statements {
		if st.Kind == kind {
			return st
		}
	}
	return nil
}

// Diagnostics returns all syntax errors of the script, in order, with ranges
// in the file.
func (s *Script) Diagnostics() []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, st := range s.Statements {
		for _, p := range st.Problems {
			out = append(out, p.Shift(st.Base))
		}
	}
	return out
}
