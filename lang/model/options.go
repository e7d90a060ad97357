package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang"
)

// checkOptions holds the options of our segment against what was negotiated.
func (w *walker) checkOptions(c *Connection, seg segment, tcp *lang.TCP) {
	if tcp.Options != nil && tcp.Options.Unchecked || w.state.Environment.Stack != Linux {
		return
	}
	var list []lang.TCPOption
	if tcp.Options != nil {
		list = tcp.Options.List
	}
	for _, o := range list {
		if _, other := o.(*lang.OtherOption); other {
			return
		}
	}
	if seg.has(lang.SYN) {
		w.checkSynOptions(c, seg, tcp, list)
		return
	}
	w.checkSegmentOptions(c, seg, tcp, list)
}

// has reports whether a list holds an option with that name.
func optionNamed(list []lang.TCPOption, name string) lang.TCPOption {
	for _, o := range list {
		if o.OptionName() == name {
			return o
		}
	}
	return nil
}

// optionsNode is where an observation about options points.
func optionsNode(tcp *lang.TCP) lang.Node {
	if tcp.Options != nil {
		return tcp.Options
	}
	return tcp.Seq
}

// checkSynOptions judges a SYN or SYN-ACK of ours (Linux: tcp_syn_options,
// tcp_synack_options).
func (w *walker) checkSynOptions(c *Connection, seg segment, tcp *lang.TCP, list []lang.TCPOption) {
	if seg.has(lang.ACK) && c.Options.Peer.Seen {
		w.checkAnswered(c, tcp, list)
	}
	if mss, ok := optionNamed(list, "mss").(*lang.MSS); ok {
		w.checkOurMSS(c, mss)
	} else {
		w.reportOn(c, Observation{Kind: OptionsWrong, Node: optionsNode(tcp),
			Message: "the stack always announces an MSS in its SYN (Linux: tcp_syn_options)"})
	}
	if scale, ok := optionNamed(list, "wscale").(*lang.WindowScale); ok {
		w.checkOurScale(c, scale)
	}
	w.checkSynOrder(c, tcp, list)
}

// checkAnswered holds the options of a SYN-ACK against those of the SYN: none
// may come that the SYN does not offer (RFC 7323, RFC 2018).
func (w *walker) checkAnswered(c *Connection, tcp *lang.TCP, list []lang.TCPOption) {
	peer := c.Options.Peer
	e := w.state.Environment
	for _, rule := range []struct {
		name    string
		offered bool
		sysctl  string
	}{
		{"sackOK", peer.SACK, "tcp_sack"},
		{"TS", peer.Timestamps, "tcp_timestamps"},
		{"wscale", peer.Scale >= 0, "tcp_window_scaling"},
	} {
		option := optionNamed(list, rule.name)
		switch {
		case option != nil && !rule.offered:
			w.reportOn(c, Observation{Kind: OptionsWrong, Node: option.(lang.Node), Related: w.related(peer.Statement, "the SYN"),
				Message: fmt.Sprintf("the SYN-ACK is expected to carry %s, but the SYN does not offer it", rule.name)})
		case option == nil && rule.offered && e.sysctlFact(rule.sysctl).Is(1) && !e.syncookiesPossible():
			w.reportOn(c, Observation{Kind: OptionsWrong, Node: optionsNode(tcp), Related: w.related(peer.Statement, "the SYN"),
				Message: fmt.Sprintf("the SYN offers %s and net.ipv4.%s is 1, so the SYN-ACK carries it too", rule.name, rule.sysctl)})
		}
	}
}

// syncookiesPossible reports whether SYN cookies may replace options.
func (e *Environment) syncookiesPossible() bool {
	v, certain := e.sysctlFact("tcp_syncookies").Value()
	return certain && v == 2
}

// checkOurMSS holds the announced MSS against the MTU (RFC 9293, section
// 3.7.1; Linux: tcp_advertise_mss).
func (w *walker) checkOurMSS(c *Connection, mss *lang.MSS) {
	e := w.state.Environment
	own := Exactly(0)
	if d := w.state.Descriptor(c.Descriptor); d != nil {
		own = d.MaxSegment
	} else if d := w.state.Descriptor(c.Listener); d != nil {
		own = d.MaxSegment
	}
	mtu, ok := e.MTU.Value()
	set, certain := own.Value()
	if !ok || !certain || c.optionsSet.Any(OtherOptions) {
		return
	}
	if set == 0 {
		set = mtu
	}
	// The Linux suites run IPv6 over an MTU of 1520, given on the command line,
	// to see the same numbers as over IPv4; so the number for IPv4 is never
	// wrong, and that for IPv6 only where the script says that it runs over IPv4.
	want := min(set, mtu-40)
	if claimed := mss.Value.Value; claimed == want || claimed == min(set, mtu-60) && !e.IPVersion.Is(4) {
		return
	}
	if e.IPVersion.Is(6) {
		want = min(set, mtu-60)
	}
	w.reportOn(c, Observation{Kind: OptionsWrong, Node: mss, Claimed: Exactly(mss.Value.Value), Expected: Exactly(want),
		Label:   fmt.Sprintf("mss %d", want),
		Message: fmt.Sprintf("the stack announces mss %d here, not %d: that is what the MTU of %d leaves, or what TCP_MAXSEG says", want, mss.Value.Value, mtu)})
}

// checkOurScale holds the announced window scale against the largest receive
// buffer (Linux: tcp_select_initial_window).
func (w *walker) checkOurScale(c *Connection, scale *lang.WindowScale) {
	shift := scale.Shift.Value
	e := w.state.Environment
	if shift > 14 {
		w.reportOn(c, Observation{Kind: OptionsWrong, Node: scale, Claimed: Exactly(shift), Expected: Between(0, 14),
			Message: "a window scale is at most 14 (RFC 7323, section 2.3)"})
		return
	}
	want, certain := e.windowScale()
	if !certain || shift == want || c.optionsSet.Any(ReceiveBufferOptions|OtherOptions) {
		return
	}
	w.reportOn(c, Observation{Kind: OptionsWrong, Node: scale, Claimed: Exactly(shift), Expected: Exactly(want),
		Label:   fmt.Sprintf("wscale %d", want),
		Message: fmt.Sprintf("the stack announces wscale %d here, not %d: that is what the largest receive buffer of net.ipv4.tcp_rmem asks for", want, shift)})
}

// windowScale is the shift that the stack announces when no buffer was set: the
// least with which the largest receive buffer fits 16 bits (Linux:
// tcp_select_initial_window).
func (e *Environment) windowScale() (shift int64, certain bool) {
	text, ok := e.Sysctl("tcp_rmem")
	if !ok {
		return 0, false
	}
	var low, middle, top int64
	if n, _ := fmt.Sscan(text, &low, &middle, &top); n != 3 {
		return 0, false
	}
	for space := top; space > 0xffff && shift < 14; space >>= 1 {
		shift++
	}
	return shift, true
}

// checkSynOrder holds the layout of the options against the one that Linux
// writes (tcp_options_write).
func (w *walker) checkSynOrder(c *Connection, tcp *lang.TCP, list []lang.TCPOption) {
	var names []string
	for _, o := range list {
		switch o.(type) {
		case *lang.FastOpen, *lang.MD5, *lang.AccECN:
			return // their place and padding depends on their length
		}
		names = append(names, o.OptionName())
	}
	want := linuxSynLayout(list)
	if got := strings.Join(names, ","); got != want {
		w.reportOn(c, Observation{Kind: OptionsWrong, Node: optionsNode(tcp),
			Message: fmt.Sprintf("Linux writes the options of a SYN as <%s>, not as <%s>", want, got), Label: want})
	}
}

// linuxSynLayout is the order and padding that Linux gives the options that
// stand in the list.
func linuxSynLayout(list []lang.TCPOption) string {
	var names []string
	if optionNamed(list, "mss") != nil {
		names = append(names, "mss")
	}
	sack, ts := optionNamed(list, "sackOK") != nil, optionNamed(list, "TS") != nil
	switch {
	case sack && ts:
		names = append(names, "sackOK", "TS")
	case ts:
		names = append(names, "nop", "nop", "TS")
	case sack:
		names = append(names, "nop", "nop", "sackOK")
	}
	if optionNamed(list, "wscale") != nil {
		names = append(names, "nop", "wscale")
	}
	return strings.Join(names, ",")
}

// checkSegmentOptions judges a segment of ours behind the handshake (Linux:
// tcp_established_options).
func (w *walker) checkSegmentOptions(c *Connection, seg segment, tcp *lang.TCP, list []lang.TCPOption) {
	if seg.has(lang.RST) || c.State == SynReceived || c.Uncertain != "" {
		return
	}
	ts := optionNamed(list, "TS")
	switch {
	case ts != nil && c.Options.Timestamps.Is(0):
		w.reportOn(c, Observation{Kind: OptionNotNegotiated, Node: ts.(lang.Node), Related: w.related(c.Options.Peer.Statement, "the peer's SYN"),
			Message: "a timestamp is expected, but the handshake did not negotiate timestamps"})
	case ts == nil && c.Options.Timestamps.Is(1):
		w.reportOn(c, Observation{Kind: OptionsWrong, Node: optionsNode(tcp), Related: w.related(c.Options.Peer.Statement, "the peer's SYN"),
			Message: "the handshake negotiated timestamps, so every segment of the stack carries one (RFC 7323, section 3.2)"})
	}
	sack, _ := optionNamed(list, "sack").(*lang.SACK)
	if sack == nil {
		return
	}
	if c.Options.SACK.Is(0) {
		w.reportOn(c, Observation{Kind: OptionNotNegotiated, Node: sack, Related: w.related(c.Options.Peer.Statement, "the peer's SYN"),
			Message: "SACK blocks are expected, but the handshake did not negotiate SACK"})
		return
	}
	if w.reported(SackOutside) {
		return
	}
	for _, b := range sack.Blocks {
		w.checkOurBlock(c, b)
	}
}

// checkBlocks holds the SACK blocks of an ACK that the stack sends at once
// against the ranges that it had, newest first (RFC 2018, section 4).
func (w *walker) checkBlocks(c *Connection, e *dueSegment, tcp *lang.TCP) {
	if !e.blocksKnown || !c.Options.SACK.Is(1) || tcp.Options != nil && tcp.Options.Unchecked {
		return
	}
	var list []lang.TCPOption
	if tcp.Options != nil {
		list = tcp.Options.List
	}
	if optionNamed(list, "ECN") != nil || c.Options.Peer.ECN {
		return // an AccECN option takes room from the blocks
	}
	want := e.blocks
	if c.Options.Timestamps.Is(1) {
		want = want[:min(len(want), mostBlocks-1)]
	} else if !c.Options.Timestamps.Is(0) {
		return
	}
	var got []Block
	sack, _ := optionNamed(list, "sack").(*lang.SACK)
	if sack != nil {
		for _, b := range sack.Blocks {
			got = append(got, Block{uint32(b.Left.Value), uint32(b.Right.Value)})
		}
	}
	if slices.Equal(got, want) {
		return
	}
	o := Observation{Kind: SackOutside, Node: optionsNode(tcp), Related: w.related(e.cause, "the segment that it answers"),
		Message: "the ACK carries no SACK blocks here: nothing is missing before what has arrived"}
	if sack != nil {
		o.Node = sack
	}
	if len(want) > 0 {
		o.Label = sackText(want)
		o.Message = fmt.Sprintf("the ACK carries <%s> here: the ranges that have arrived behind the hole, newest first", o.Label)
	}
	w.reportOn(c, o)
}

// sackText writes blocks as a script does.
func sackText(blocks []Block) string {
	text := "sack"
	for _, b := range blocks {
		text += fmt.Sprintf(" %d:%d", b.Left, b.Right)
	}
	return text
}

// checkOurBlock holds a SACK block of ours against what the peer has sent.
func (w *walker) checkOurBlock(c *Connection, b lang.SACKBlock) {
	block := Block{uint32(b.Left.Value), uint32(b.Right.Value)}
	r := &c.Receive
	if after(block.Right, r.highest) {
		w.reportOn(c, Observation{Kind: SackOutside, Node: b, Claimed: Exactly(b.Right.Value), Expected: Exactly(int64(r.highest)),
			Related: w.related(c.lastInbound, "the last segment from the peer"),
			Message: fmt.Sprintf("the SACK block ends at %d, but the peer has sent only up to %d", b.Right.Value, r.highest)})
		return
	}
	if r.uncertain || !after(block.Left, r.Next) {
		return
	}
	for _, known := range r.OutOfOrder {
		if known.contains(block) {
			return
		}
	}
	w.reportOn(c, Observation{Kind: SackOutside, Node: b, Related: w.related(c.lastInbound, "the last segment from the peer"),
		Message: fmt.Sprintf("the SACK block %d:%d covers bytes that the peer has not sent", b.Left.Value, b.Right.Value)})
}

// checkPush holds the PSH flag against the boundaries of writes.
func (w *walker) checkPush(c *Connection, seg segment, tcp *lang.TCP) {
	e, s := w.state.Environment, &c.Send
	if e.Stack != Linux || seg.length == 0 || seg.has(lang.SYN|lang.RST|lang.PSH) || c.optionsSet.Any(CorkOptions|OtherOptions) {
		return
	}
	if seg.seq == s.Next && seg.end == s.WrittenTop && s.WrittenLow == s.WrittenTop && !s.anyMore && !seg.has(lang.FIN) {
		w.reportOn(c, Observation{Kind: FlagsWrong, Node: tcp.Flags, Label: "P", Related: w.related(s.lastWrite, "the last write"),
			Message: "PSH is missing: the segment ends where the last write ended (RFC 9293, section 3.9.1.2; Linux: tcp_push)"})
	}
}
