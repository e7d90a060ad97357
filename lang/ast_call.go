package lang

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

// Note is the text in parentheses after a result.
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
