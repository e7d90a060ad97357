//go:build linux

package calls

import (
	"encoding/binary"
	"fmt"
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
	return 0, wrongKind(e, "a number", "integer")
}

// addressNumber is an IPv4 address as inet_addr(3) returns it: the four bytes
// in network order, read as a number of this machine.
func addressNumber(e *lang.InetAddress) (int64, *fault) {
	addr, err := netip.ParseAddr(e.Text)
	if err != nil || !addr.Is4() {
		return 0, faultf(e, "%q is no IPv4 address", e.Text)
	}
	b := addr.As4()
	return int64(binary.NativeEndian.Uint32(b[:])), nil
}

func symbol(w *lang.Word) (int64, *fault) {
	c, ok := vocab.LookupConstant(w.Name)
	if ok && c.HasValue {
		return c.Value, nil
	}
	f := faultf(w, "unknown symbol %s", w.Name)
	f.reference = fmt.Sprintf("unknown symbol: '%s'", w.Name)
	if ok {
		f.message = fmt.Sprintf("%s has no value on Linux", w.Name)
		return 0, f
	}
	if w.Defined != "" {
		f.notes = append(f.notes, fmt.Sprintf("%s is defined as %s", w.Defined, w.Name))
	}
	if name, ok := vocab.Suggest(w.Name, linuxConstants()); ok {
		f.label = fmt.Sprintf("did you mean %s?", name)
		f.replaceWith("write "+name, name)
	}
	return 0, f
}

func linuxConstants() []string {
	var names []string
	for _, c := range vocab.Constants() {
		if c.HasValue {
			names = append(names, c.Name)
		}
	}
	return names
}

// number32 evaluates to an int. Numbers up to 2^32-1 are taken too, as the
// unsigned form of the same 32 bits.
func number32(e lang.Expr) (int32, *fault) {
	n, f := number(e)
	if f != nil {
		return 0, f
	}
	if n > math.MaxUint32 || n < math.MinInt32 {
		return 0, faultf(e, "%d does not fit into 32 bits", n)
	}
	return int32(n), nil
}

// number8 evaluates to 8 bits, signed or unsigned.
func number8(e lang.Expr) (uint8, *fault) {
	n, f := number(e)
	if f != nil {
		return 0, f
	}
	if n > math.MaxUint8 || n < math.MinInt8 {
		return 0, faultf(e, "%d does not fit into 8 bits", n)
	}
	return uint8(n), nil
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
		return nil, inBrackets(wrongKind(e, "a value in brackets", "list"))
	}
	if len(list) != 1 {
		return nil, faultf(e, "%d values in brackets where one is expected", len(list))
	}
	return list[0], nil
}

// inBrackets offers brackets around a bare number.
func inBrackets(f *fault) *fault {
	n, ok := f.node.(*lang.Number)
	if !ok {
		return f
	}
	f.label = "write it in brackets"
	return f.replaceWith("write ["+n.Text+"]", "["+n.Text+"]")
}

func isEllipsis(e lang.Expr) bool {
	_, ok := e.(*lang.Ellipsis)
	return ok
}

// wrongKind says that an expression is of another kind than want; reference is
// google/packetdrill's name of that kind.
func wrongKind(e lang.Expr, want, reference string) *fault {
	is, referenceIs := kindOf(e)
	f := faultf(e, "%s where %s is expected", is, want)
	f.reference = fmt.Sprintf("Bad type; actual: %s expected: %s", referenceIs, reference)
	return f
}

// kindOf names the kind of an expression in our words and in those of
// google/packetdrill's messages.
func kindOf(e lang.Expr) (ours, reference string) {
	switch e := e.(type) {
	case *lang.Ellipsis:
		return "`...`", "ellipsis"
	case *lang.Number:
		return "a number", "integer"
	case *lang.Word:
		return "a symbol", "integer"
	case *lang.Or:
		return "a number", "integer"
	case *lang.String:
		return "a string", "string"
	case *lang.Assign:
		return "an assignment", "binary_expression"
	case *lang.Array, *lang.List:
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
