package model

import (
	"slices"

	"github.com/pktlang/pkt/lang"
)

// optionsNode is where an observation about options points.
func optionsNode(tcp *lang.TCP) lang.Node {
	if tcp.Options != nil {
		return tcp.Options
	}
	return tcp.Seq
}

// optionList is the options of a segment; ok is false where they are not to be
// judged: <...>, or with one that the model does not know.
func optionList(tcp *lang.TCP) (list []lang.TCPOption, ok bool) {
	if tcp.Options == nil {
		return nil, true
	}
	if tcp.Options.Unchecked {
		return nil, false
	}
	for _, o := range tcp.Options.List {
		if _, other := o.(*lang.OtherOption); other {
			return nil, false
		}
	}
	return tcp.Options.List, true
}

// checkOptions holds the options of the stack's segment against what was
// negotiated.
func (x *expectation) checkOptions() {
	list, ok := optionList(x.tcp)
	switch {
	case !ok || !x.linux():
	case x.seg.has(lang.SYN):
		x.checkSynOptions(list)
	default:
		x.checkSegmentOptions(list)
	}
}

// wrongOptions reports options at a node.
func (x *expectation) wrongOptions(node lang.Node, detail OptionsWrong, related []Place) {
	x.reportOn(x.c, Observation{Node: node, Detail: detail, Related: related})
}

// checkSynOptions judges a SYN or SYN-ACK of the stack (Linux: tcp_syn_options,
// tcp_synack_options).
func (x *expectation) checkSynOptions(list []lang.TCPOption) {
	if x.seg.has(lang.ACK) && x.c.Options.Peer.Seen {
		x.checkAnswered(list)
	}
	if mss, ok := optionNamed(list, "mss").(*lang.MSS); ok {
		x.checkMSS(mss)
	} else {
		x.wrongOptions(optionsNode(x.tcp), OptionsWrong{Cause: MSSMissing, Name: "mss"}, nil)
	}
	if scale, ok := optionNamed(list, "wscale").(*lang.WindowScale); ok {
		x.checkScale(scale)
	}
	x.checkLayout(list)
}

// checkAnswered holds the options of a SYN-ACK against those of the SYN: none
// may come that the SYN does not offer (RFC 7323, RFC 2018).
func (x *expectation) checkAnswered(list []lang.TCPOption) {
	peer, e := x.c.Options.Peer, x.state.Environment
	for _, rule := range []struct {
		name    string
		offered bool
		sysctl  string
	}{
		{"sackOK", peer.SACK, "tcp_sack"},
		{"TS", peer.Timestamps, "tcp_timestamps"},
		{"wscale", peer.WindowScale, "tcp_window_scaling"},
	} {
		option := optionNamed(list, rule.name)
		detail := OptionsWrong{Name: rule.name, Sysctl: rule.sysctl}
		switch {
		case option != nil && !rule.offered:
			detail.Cause = NotOffered
			x.wrongOptions(option.(lang.Node), detail, at(peer.Statement, AtSyn))
		case option == nil && rule.offered && e.sysctlFact(rule.sysctl).Is(1) && !e.syncookiesPossible():
			detail.Cause = NotAnswered
			x.wrongOptions(optionsNode(x.tcp), detail, at(peer.Statement, AtSyn))
		}
	}
}

// checkMSS holds the announced MSS against the MTU (RFC 9293, section 3.7.1;
// Linux: tcp_advertise_mss).
func (x *expectation) checkMSS(mss *lang.MSS) {
	e := x.state.Environment
	mtu, ok := e.MTU.Value()
	set, certain := x.ownMSS(x.c).Value()
	if !ok || !certain || x.c.optionsSet.Any(OtherOptions) {
		return
	}
	if set == 0 {
		set = mtu
	}
	// The Linux suites run IPv6 over an MTU of 1520, given on the command line,
	// to see the same numbers as over IPv4; so the number for IPv4 is never
	// wrong, and that for IPv6 only where the script says that it runs over IPv4.
	want, overIPv6 := min(set, mtu-ipv4Headers), min(set, mtu-ipv6Headers)
	claimed := mss.Value.Value
	if claimed == want || claimed == overIPv6 && !e.IPVersion.Is(4) {
		return
	}
	if e.IPVersion.Is(6) {
		want = overIPv6
	}
	x.wrongOptions(mss, OptionsWrong{Cause: MSSWrong, Name: "mss", Claimed: claimed, Expected: want, MTU: mtu}, nil)
}

// ownMSS is TCP_MAXSEG of the connection's socket or of its listener.
func (w *walker) ownMSS(c *Connection) Fact {
	for _, ref := range [...]DescriptorRef{c.Descriptor, c.Listener} {
		if d := w.state.DescriptorNamed(ref); d != nil {
			return d.MaxSegment
		}
	}
	return Exactly(0)
}

// checkScale holds the announced window scale against the largest receive
// buffer (Linux: tcp_select_initial_window).
func (x *expectation) checkScale(scale *lang.WindowScale) {
	detail := OptionsWrong{Name: "wscale", Claimed: scale.Shift.Value}
	if detail.Claimed > maxShift {
		detail.Cause, detail.Expected = ScaleTooLarge, maxShift
		x.wrongOptions(scale, detail, nil)
		return
	}
	want, certain := x.state.Environment.windowScale()
	if !certain || detail.Claimed == want || x.c.optionsSet.Any(ReceiveBufferOptions|OtherOptions) {
		return
	}
	detail.Cause, detail.Expected = ScaleWrong, want
	x.wrongOptions(scale, detail, nil)
}

// checkLayout holds the layout of the options against the one that Linux
// writes (tcp_options_write).
func (x *expectation) checkLayout(list []lang.TCPOption) {
	var names []string
	for _, o := range list {
		switch o.(type) {
		case *lang.FastOpen, *lang.MD5, *lang.AccECN:
			return // their place and padding depends on their length
		}
		names = append(names, o.OptionName())
	}
	if right := linuxSynLayout(list); !slices.Equal(names, right) {
		x.wrongOptions(optionsNode(x.tcp), OptionsWrong{Cause: OrderWrong, Layout: names, Right: right}, nil)
	}
}

// linuxSynLayout is the order and padding that Linux gives the options that
// stand in the list.
func linuxSynLayout(list []lang.TCPOption) []string {
	var names []string
	has := func(name string) bool { return optionNamed(list, name) != nil }
	if has("mss") {
		names = append(names, "mss")
	}
	switch sack, ts := has("sackOK"), has("TS"); {
	case sack && ts:
		names = append(names, "sackOK", "TS")
	case ts:
		names = append(names, "nop", "nop", "TS")
	case sack:
		names = append(names, "nop", "nop", "sackOK")
	}
	if has("wscale") {
		names = append(names, "nop", "wscale")
	}
	return names
}
