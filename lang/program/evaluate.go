package program

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// number evaluates an expression to an integer: a number, a symbol, several of
// them joined with |, or inet_addr("...").
func number(e lang.Expr) (int64, *fault) {
	switch e := e.(type) {
	case *lang.Number:
		return e.Value, nil
	case *lang.Word:
		return symbol(e)
	case *lang.Or:
		var all int64
		for _, term := range e.Terms {
			n, f := number(term)
			if f != nil {
				return 0, f
			}
			all |= n
		}
		return all, nil
	case *lang.InetAddress:
		if e.Version == 4 {
			return addressNumber(e)
		}
	}
	return 0, wrongKind(e, integerForm)
}

// addressNumber is an IPv4 address as inet_addr(3) returns it: the four bytes
// in network order, read as a number of this machine.
func addressNumber(e *lang.InetAddress) (int64, *fault) {
	addr, err := netip.ParseAddr(e.Text)
	if err != nil || !addr.Is4() {
		return 0, faultf(CodeArgumentValue, e, "%q is no IPv4 address", e.Text).onLinux()
	}
	b := addr.As4()
	return int64(binary.NativeEndian.Uint32(b[:])), nil
}

// symbol looks a symbol up. What is wrong with one that has no value is found
// where the names of the call are checked.
func symbol(w *lang.Word) (int64, *fault) {
	if c, ok := vocab.LookupConstant(w.Name); ok && c.HasValue {
		return c.Value, nil
	}
	return 0, said
}

// number32 evaluates to an int. Numbers up to 2^32-1 are taken too, as the
// unsigned form of the same 32 bits.
func number32(e lang.Expr) (int32, *fault) {
	n, f := number(e)
	if f == nil && (n > math.MaxUint32 || n < math.MinInt32) {
		f = faultf(CodeArgumentValue, e, "%d does not fit into 32 bits", n).onLinux()
	}
	return int32(n), f
}

// number8 evaluates to 8 bits, signed or unsigned.
func number8(e lang.Expr) (uint8, *fault) {
	n, f := number(e)
	if f == nil && (n > math.MaxUint8 || n < math.MinInt8) {
		f = faultf(CodeArgumentValue, e, "%d does not fit into 8 bits", n).onLinux()
	}
	return uint8(n), f
}

// bracketed32 evaluates the one element of [n] to an int.
func bracketed32(e lang.Expr) (int32, *fault) {
	inner, f := bracketed(e)
	if f != nil {
		return 0, f
	}
	return number32(inner)
}

// elements are those of [a, b] or {a, b}, which mean the same.
func elements(e lang.Expr) ([]lang.Expr, bool) {
	switch e := e.(type) {
	case *lang.Array:
		return e.Elements, true
	case *lang.List:
		return e.Elements, true
	}
	return nil, false
}

// bracketed is the one element of [a].
func bracketed(e lang.Expr) (lang.Expr, *fault) {
	list, ok := elements(e)
	if !ok {
		return nil, inBrackets(wrongKind(e, bracketForm))
	}
	if len(list) != 1 {
		return nil, faultf(CodeArgumentKind, e, "%d values in brackets where one is expected", len(list)).onLinux()
	}
	return list[0], nil
}

// inBrackets offers brackets around a bare number.
func inBrackets(f *fault) *fault {
	n, ok := f.node.(*lang.Number)
	if !ok {
		return f
	}
	text := "[" + n.Text + "]"
	return f.mark("write `%s`", text).replaceWith(text)
}

func isEllipsis(e lang.Expr) bool {
	_, ok := e.(*lang.Ellipsis)
	return ok
}

// form is what an expression must look like.
type form struct {
	what    string
	example string // empty where what says enough
	// reference is google/packetdrill's name of the kind of expression.
	reference string
}

var (
	integerForm   = form{"a number or a symbol", "", "integer"}
	ellipsisForm  = form{"`...`", "", "ellipsis"}
	stringForm    = form{"a string", "", "string"}
	bufferForm    = form{"`...`, NULL or a string", "", "ellipsis"}
	bracketForm   = form{"one value in brackets", "", "list"}
	pairForm      = form{"two descriptors in brackets", "[4, 5]", "list"}
	iovecsForm    = form{"an array of iovecs", "[{..., 100}]", "list"}
	iovecForm     = form{"an iovec", "{..., 100}", "iovec"}
	pollsForm     = form{"an array of pollfds", "[{fd=3, events=POLLIN, revents=POLLIN}]", "list"}
	pollForm      = form{"a pollfd", "{fd=3, events=POLLIN, revents=POLLIN}", "pollfd"}
	epollForm     = form{"an epoll event", "{events=EPOLLIN, fd=4}", "epollev"}
	messageForm   = form{"a message header", "{msg_name(...)=..., msg_iov(1)=[{..., 100}], msg_flags=0}", "msghdr"}
	controlForm   = form{"a control message", "{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=0}", "cmsg"}
	statisticForm = form{"a statistic", "TCP_NLA_SND_CWND=10", "binary_expression"}
	optionForm    = form{"the value of an option", "", "list"}
)

// wrongKind says that an expression is of another kind than it must be.
func wrongKind(e lang.Expr, want form) *fault {
	is, reference := kindOf(e)
	f := faultf(CodeArgumentKind, e, "%s where %s is expected", is, want.what).onLinux()
	if want.example != "" {
		f.mark("such as `%s`", want.example)
	}
	f.form = &want
	return f.says("Bad type; actual: %s expected: %s", reference, want.reference)
}

// kindOf names the kind of an expression in our words and in those of
// google/packetdrill's messages.
func kindOf(e lang.Expr) (ours, reference string) {
	switch e := e.(type) {
	case *lang.Ellipsis:
		return "`...`", "ellipsis"
	case *lang.Number:
		return "a number", "integer"
	case *lang.Or:
		return "values joined with `|`", "integer"
	case *lang.Word:
		return "a symbol", "integer"
	case *lang.String:
		return "a string", "string"
	case *lang.Assign:
		return "an assignment", "binary_expression"
	case *lang.Array:
		return "an array", "list"
	case *lang.List:
		return "a list", "list"
	case *lang.InetAddress:
		if e.Version == 6 {
			return "an IPv6 address", "in6_addr"
		}
		return "an IPv4 address", "integer"
	case *lang.Sockaddr:
		if strings.HasSuffix(e.Family.Name, "6") {
			return "a socket address", "sockaddr_in6"
		}
		return "a socket address", "sockaddr_in"
	case *lang.MsgHdr:
		return "a message header", "msghdr"
	case *lang.ControlMessage:
		return "a control message", "cmsg"
	case *lang.SCMTimestamping:
		return "a timestamp", "scm_timestamping"
	case *lang.SockExtendedErr:
		return "an extended error", "sock_extended_err"
	case *lang.Iovec:
		return "an iovec", "iovec"
	case *lang.PollFD:
		return "a pollfd", "pollfd"
	case *lang.EpollEvent:
		return "an epoll event", "epollev"
	case *lang.Linger:
		return "a linger structure", "linger"
	case *lang.MPLS:
		return "an MPLS label stack", "mpls_stack"
	case *lang.GRE:
		return "a GRE header", "gre"
	}
	return "something of another dialect", "unknown"
}
