package feature

import (
	"fmt"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/source"
)

// optionRewrites turn the options of an expected segment into <...>, which
// leaves them open, and back into what the model says of them.
func (p *place) optionRewrites(tcp *lang.TCP, add func(string, ...source.Edit)) {
	switch {
	case tcp.Options == nil:
	case !tcp.Options.Unchecked:
		add("leave the options open: <...>", source.Edit{Range: p.statement.Range(tcp.Options), New: "<...>"})
	default:
		at := p.statement.Range(tcp.Options)
		text, ok := p.knownOptions(tcp)
		switch {
		case !ok:
		case text == "":
			// The space before goes with them.
			at.Start = p.statement.Range(tcp).Start + len(strings.TrimRight(p.document.file.Slice(source.Range{
				Start: p.statement.Range(tcp).Start, End: at.Start}), " \t"))
			add("expect no options", source.Edit{Range: at})
		default:
			add("expect "+text, source.Edit{Range: at, New: text})
		}
	}
}

// knownOptions are the options that Linux puts into a segment, as far as the
// model can tell; ok is false where it cannot.
func (p *place) knownOptions(tcp *lang.TCP) (text string, ok bool) {
	before := p.document.Model().Before(p.index)
	c := before.Current()
	if c == nil || !c.Certain() {
		return "", false
	}
	if tcp.Flags.Has(lang.SYN | lang.ACK) {
		return synAckOptions(before.Environment, c)
	}
	if tcp.Flags.Has(lang.SYN) || !c.Options.Timestamps.Is(0) || len(c.Receive.OutOfOrder) > 0 {
		return "", false // the values of timestamps cannot be known
	}
	return "", true
}

// synAckOptions are those of a SYN-ACK in the order of Linux
// (tcp_options_write): MSS, SACK permitted with two bytes of padding, window
// scale with one. The peer must have offered them. The scale is the one that
// Linux chooses for its default receive buffer.
func synAckOptions(e *model.Environment, c *model.Connection) (text string, ok bool) {
	mtu, certain := e.MTU.Value()
	peer := c.Options.Peer
	if !certain || !peer.Seen || peer.Timestamps || peer.FastOpen || peer.Other {
		return "", false
	}
	headers := int64(40) // of IPv4 and TCP, which is what runs unless told otherwise
	if e.IPVersion.Is(6) {
		headers = 60
	}
	parts := []string{fmt.Sprintf("mss %d", mtu-headers)}
	if peer.SACK {
		parts = append(parts, "nop", "nop", "sackOK")
	}
	if peer.WindowScale {
		const defaultScale, selftestScale = 7, 8
		scale := defaultScale
		if e.SelftestDefaults {
			scale = selftestScale
		}
		parts = append(parts, "nop", fmt.Sprintf("wscale %d", scale))
	}
	return "<" + strings.Join(parts, ",") + ">", true
}

// expectedReply is a line that expects what the stack sends because of the
// event, where the model knows it and no later line does.
func (p *place) expectedReply() (string, bool) {
	c := p.document.Model().After(p.index).Current()
	if c == nil || !c.Certain() {
		return "", false
	}
	for _, e := range c.Due() {
		if !e.Cause.Is(int64(p.index)) {
			continue
		}
		if p.index+1 < len(p.script.Statements) && p.expects(p.index+1) {
			return "", false
		}
		return reply(e, c)
	}
	return "", false
}

// expects reports whether a statement expects a segment.
func (p *place) expects(index int) bool {
	packet, ok := p.script.Statements[index].Action.(*lang.Packet)
	return ok && packet.Direction == lang.Outbound
}

// reply writes an expected segment. Data that does not fit into one segment
// can leave in several ways, which the device decides, and with or without PSH
// where it is not the end of what was written.
func reply(e model.DueSegment, c *model.Connection) (string, bool) {
	_, length, _ := e.Length.Range()
	mss, _, known := c.Send.MaxSegment.Range()
	if length > 0 && (!known || length > mss || e.Seq+uint32(length) != c.Send.WrittenTop) {
		return "", false
	}
	flags := e.Flags
	if length > 0 {
		flags |= lang.PSH // the end of a write
	}
	text := fmt.Sprintf("   +0 > %s %d:%d(%d)", flags, e.Seq, int64(e.Seq)+length, length)
	if e.Flags&lang.ACK != 0 {
		text += fmt.Sprintf(" ack %d", e.Ack)
	}
	if e.Flags&lang.SYN != 0 {
		text += " <...>"
	}
	return text, true
}
