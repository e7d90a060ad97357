package vocab

import (
	"slices"
	"strings"
	"sync"
)

// Call is a system call that a script may make, or a function of the tool that
// is written like one (cap_set, psp_rx_assoc).
type Call struct {
	Name    string
	Dialect Dialect
	Params  []Param
	// MinArgs and MaxArgs bound the number of arguments. They differ only for
	// fcntl and ioctl.
	MinArgs, MaxArgs int
	// ElsewhereArgs are numbers of arguments that another dialect expects of
	// a call that has the same name there.
	ElsewhereArgs []int
	Result        ResultKind
	// Opens is what the call opens, where it opens a descriptor.
	Opens DescriptorKind
	// Reopens is set where the number that the call is expected to return may
	// be open already, as google/packetdrill allows for accept: the new
	// descriptor hides the old one.
	Reopens bool
	// Blocking calls may stand with a start and an end time ("+0...0.2").
	Blocking bool
	Doc      string
	Source   string
}

// Param is one parameter of a Call.
type Param struct {
	Name string
	Kind ParamKind
	// Constants are the kinds of constants that fit; empty where a plain
	// number or a structure is expected.
	Constants []ConstantKind
	// Descriptor says what the call does to the descriptors that the argument
	// itself names. Those in a structure's fields are told by FieldUse.
	Descriptor DescriptorUse
	// Socket is set where the tool itself insists on the descriptor of a socket,
	// whatever the call is expected to return.
	Socket bool
	// Out is set where the kernel writes the value: the script states what it
	// expects to find there.
	Out bool
	// Optional parameters may be left out, from the right.
	Optional bool
	// Ellipsis says whether "..." may stand for the argument.
	Ellipsis EllipsisUse
}

// EllipsisUse says what "..." means as an argument of google/packetdrill.
type EllipsisUse uint8

// The uses of "...".
const (
	// NoEllipsis: the argument must be written out.
	NoEllipsis EllipsisUse = iota
	// EllipsisAllowed: "..." stands for what the tool makes up, such as its
	// own address; something else may be written.
	EllipsisAllowed
	// EllipsisUsual is EllipsisAllowed where nearly every script writes "...".
	EllipsisUsual
	// EllipsisRequired: nothing but "..." is accepted.
	EllipsisRequired
)

// ParamKind is what an argument is.
type ParamKind uint8

// The kinds of parameters. The AST node that fits is named where it is not a
// plain number or symbol.
const (
	Number              ParamKind = iota // any integer
	Descriptor                           // a descriptor of the script
	Family                               // an address family, AF_
	SocketType                           // SOCK_, with SOCK_NONBLOCK or'ed in
	Protocol                             // IPPROTO_
	SocketAddress                        // a sockaddr, or the family alone
	AddressLength                        // the length of a sockaddr
	Backlog                              // the length of the accept queue
	Buffer                               // "..." or NULL
	Length                               // a number of bytes
	Flags                                // or'ed constants
	Vector                               // an array of iovec
	ElementCount                         // the number of elements of an array
	MessageHeader                        // a msghdr
	FileCommand                          // F_ of fcntl
	FileCommandArgument                  // what an F_ command takes
	Request                              // a request of ioctl
	RequestArgument                      // what an ioctl request returns, in brackets
	ShutdownHow                          // SHUT_
	OptionLevel                          // SOL_ or IPPROTO_
	OptionName                           // SO_, TCP_, IP_ and so on, by level
	OptionValue                          // what the option takes, see Constant.Value
	OptionLength                         // its size in bytes
	PollArray                            // an array of pollfd
	Timeout                              // milliseconds; -1 waits for ever
	CapabilitySet                        // CAP_EFFECTIVE and so on
	Capability                           // CAP_NET_ADMIN and so on
	CapabilityOperation                  // CAP_SET or CAP_CLEAR
	Path                                 // a string
	Offset                               // a position in a file, in bytes
	EpollOperation                       // EPOLL_CTL_
	EpollEvent                           // an epoll_event
	DescriptorPair                       // [read end, write end]
	SecurityIndex                        // an SPI of PSP
	Structure                            // a structure or array of a dialect
)

var paramKindNames = [...]string{
	Number:              "number",
	Descriptor:          "descriptor",
	Family:              "address family",
	SocketType:          "socket type",
	Protocol:            "protocol",
	SocketAddress:       "socket address",
	AddressLength:       "address length",
	Backlog:             "backlog",
	Buffer:              "buffer",
	Length:              "length",
	Flags:               "flags",
	Vector:              "iovec array",
	ElementCount:        "element count",
	MessageHeader:       "msghdr",
	FileCommand:         "fcntl command",
	FileCommandArgument: "fcntl argument",
	Request:             "ioctl request",
	RequestArgument:     "ioctl argument",
	ShutdownHow:         "shutdown direction",
	OptionLevel:         "option level",
	OptionName:          "option name",
	OptionValue:         "option value",
	OptionLength:        "option length",
	PollArray:           "pollfd array",
	Timeout:             "timeout",
	CapabilitySet:       "capability set",
	Capability:          "capability",
	CapabilityOperation: "capability operation",
	Path:                "path",
	Offset:              "offset",
	EpollOperation:      "epoll operation",
	EpollEvent:          "epoll_event",
	DescriptorPair:      "descriptor pair",
	SecurityIndex:       "security parameters index",
	Structure:           "structure",
}

// String is the kind in words, for messages.
func (k ParamKind) String() string { return nameOf(paramKindNames[:], k) }

// ResultKind is what a call returns when it succeeds; on failure all return -1
// with an errno.
type ResultKind uint8

// The kinds of results.
const (
	ZeroResult       ResultKind = iota // 0
	DescriptorResult                   // a new descriptor, under the number that the script gives it
	BytesResult                        // a number of bytes
	ReadyResult                        // a number of ready descriptors
	ValueResult                        // depends on an argument
)

var resultNames = [...]string{
	ZeroResult:       "0",
	DescriptorResult: "fd",
	BytesResult:      "bytes",
	ReadyResult:      "ready",
	ValueResult:      "value",
}

// String is the result as it stands in a signature.
func (k ResultKind) String() string { return nameOf(resultNames[:], k) }

// Accepts reports whether the call may be written with n arguments in any
// dialect.
func (c *Call) Accepts(n int) bool {
	return c.MinArgs <= n && n <= c.MaxArgs || slices.Contains(c.ElsewhereArgs, n)
}

// Signature is the call in script syntax, such as
// "socket(domain, type, protocol) = fd".
func (c *Call) Signature() string {
	var b strings.Builder
	b.WriteString(c.Name)
	b.WriteByte('(')
	for i, p := range c.Params {
		if p.Optional {
			b.WriteByte('[')
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.Name)
		if p.Optional {
			b.WriteByte(']')
		}
	}
	b.WriteString(") = ")
	b.WriteString(c.Result.String())
	return b.String()
}

// callIndex is filled at the first use.
var callIndex = sync.OnceValue(func() map[string]*Call {
	index := make(map[string]*Call)
	for _, c := range SystemCalls() {
		index[c.Name] = c
	}
	return index
})

var allCalls = sync.OnceValue(func() []*Call {
	var out []*Call
	for _, table := range [][]Call{calls, dialectCalls} {
		for i := range table {
			c := table[i]
			c.MaxArgs = len(c.Params)
			c.MinArgs = c.MaxArgs
			for c.MinArgs > 0 && c.Params[c.MinArgs-1].Optional {
				c.MinArgs--
			}
			for n := range c.Params {
				c.Params[n].setDescriptor()
			}
			out = append(out, &c)
		}
	}
	slices.SortFunc(out, func(a, b *Call) int { return strings.Compare(a.Name, b.Name) })
	return out
})

// SystemCall finds a call by its name.
func SystemCall(name string) (*Call, bool) {
	c, ok := callIndex()[name]
	return c, ok
}

// SystemCalls returns all calls, by name.
func SystemCalls() []*Call { return allCalls() }
