package program

import (
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/vocab"
)

// foreign reports whether a statement shows that its script is not for Linux as
// google/packetdrill tests it: it sets the sysctls of FreeBSD, or uses what
// only the other dialects have.
func foreign(st *lang.Statement) bool {
	if st.Option != nil {
		setting, ok := vocab.ScriptOption(st.Option.Name)
		return ok && setting.Dialect != vocab.Base
	}
	switch action := st.Action.(type) {
	case *lang.Command:
		return strings.Contains(action.Text, "net.inet") || strings.Contains(action.Text, "kldload")
	case *lang.SystemCall:
		return foreignCall(action)
	case *lang.Packet:
		return foreignPacket(action)
	}
	return false
}

func foreignCall(call *lang.SystemCall) bool {
	known, ok := vocab.SystemCall(call.Name.Name)
	if ok && (known.Dialect != vocab.Base || slices.Contains(known.ElsewhereArgs, len(call.Args))) {
		return true
	}
	if call.Errno != nil {
		if errno, ok := vocab.Errno(call.Errno.Name); ok && errno.Dialect != vocab.Base {
			return true
		}
	}
	found := false
	for _, arg := range call.Args {
		lang.Walk(arg, func(n lang.Node) bool {
			switch n := n.(type) {
			case *lang.Word:
				c, ok := vocab.LookupConstant(n.Name)
				found = found || ok && c.Dialect != vocab.Base
			case *lang.CallExpr, *lang.AddressExpr:
				found = true
			}
			return !found
		})
	}
	return found
}

func foreignPacket(packet *lang.Packet) bool {
	switch packet.Transport.(type) {
	case *lang.TCP, *lang.UDP, *lang.ICMP, nil:
	default:
		return true
	}
	if packet.IP != nil && len(packet.IP.Other) > 0 {
		return true
	}
	tcp := packet.TCP()
	if tcp == nil || tcp.Options == nil {
		return false
	}
	for _, o := range tcp.Options.List {
		if _, ok := o.(*lang.OtherOption); ok {
			return true
		}
	}
	return false
}

// multipath reports whether a statement shows that its script is about Multipath
// TCP: what its subflows send is not what the model of plain TCP expects.
func multipath(st *lang.Statement) bool {
	switch action := st.Action.(type) {
	case *lang.SystemCall:
		return mentionsDialect(action, vocab.MPTCP)
	case *lang.Packet:
		tcp := action.TCP()
		if tcp == nil || tcp.Options == nil {
			return false
		}
		for _, o := range tcp.Options.List {
			if known, ok := vocab.TCPOptionWord(o.OptionName()); ok && known.Dialect == vocab.MPTCP {
				return true
			}
		}
	}
	return false
}

// mentionsDialect reports whether one of a call's constants belongs to a dialect.
func mentionsDialect(call *lang.SystemCall, dialect vocab.Dialect) bool {
	found := false
	for _, arg := range call.Args {
		lang.Walk(arg, func(n lang.Node) bool {
			if word, ok := n.(*lang.Word); ok {
				c, known := vocab.LookupConstant(word.Name)
				found = found || known && c.Dialect == dialect
			}
			return !found
		})
	}
	return found
}
