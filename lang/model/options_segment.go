package model

import (
	"slices"

	"github.com/pktlang/pkt/lang"
)

// checkSegmentOptions judges a segment of the stack after the handshake (Linux:
// tcp_established_options).
func (x *expectation) checkSegmentOptions(list []lang.TCPOption) {
	c := x.c
	if x.seg.has(lang.RST) || c.State == SynReceived || !c.Tracked() {
		return
	}
	handshake := c.Options.Peer.Statement
	switch ts := optionNamed(list, "TS"); {
	case ts != nil && c.Options.Timestamps.Is(0):
		x.reportOn(c, Observation{Node: ts.(lang.Node), Detail: OptionNotNegotiated{Name: "TS"},
			Related: at(handshake, AtPeerSyn)})
	case ts == nil && c.Options.Timestamps.Is(1):
		x.wrongOptions(optionsNode(x.tcp), OptionsWrong{Cause: TimestampsMissing, Name: "TS"}, at(handshake, AtPeerSyn))
	}
	sack, _ := optionNamed(list, "sack").(*lang.SACK)
	switch {
	case sack == nil:
	case c.Options.SACK.Is(0):
		x.reportOn(c, Observation{Node: sack, Detail: OptionNotNegotiated{Name: "sack"},
			Related: at(handshake, AtPeerSyn)})
	case !x.blocksWrong:
		for _, b := range sack.Blocks {
			x.checkBlock(b)
		}
	}
}

// checkBlocks holds the SACK blocks of an ACK that the stack sends at once
// against the ranges that it had, newest first (RFC 2018, section 4).
func (x *expectation) checkBlocks(due *DueSegment) {
	c := x.c
	if !due.blocksKnown || !c.Options.SACK.Is(1) || x.tcp.Options != nil && x.tcp.Options.Unchecked {
		return
	}
	var list []lang.TCPOption
	if x.tcp.Options != nil {
		list = x.tcp.Options.List
	}
	if optionNamed(list, "ECN") != nil || c.Options.Peer.ECN {
		return // an AccECN option takes room from the blocks
	}
	want := due.blocks
	if c.Options.Timestamps.Is(1) {
		want = want[:min(len(want), mostBlocks-1)]
	} else if !c.Options.Timestamps.Is(0) {
		return
	}
	var got []Block
	node := optionsNode(x.tcp)
	if sack, _ := optionNamed(list, "sack").(*lang.SACK); sack != nil {
		node = sack
		for _, b := range sack.Blocks {
			got = append(got, blockOf(b))
		}
	}
	if slices.Equal(got, want) {
		return
	}
	x.blocksWrong = true
	x.reportOn(c, Observation{Node: node, Detail: SackOutside{Cause: SackBlocksWrong, Right: want},
		Related: at(due.Cause, AtAnswered)})
}

func blockOf(b lang.SACKBlock) Block { return Block{uint32(b.Left.Value), uint32(b.Right.Value)} }

// checkBlock holds a SACK block of the stack against what the peer has sent.
func (x *expectation) checkBlock(b lang.SACKBlock) {
	r := &x.c.Receive
	detail := SackOutside{Block: blockOf(b), Sent: r.highest, Cause: SackOfMissing}
	switch {
	case after(detail.Block.Right, r.highest):
		detail.Cause = SackBeyondReceived
	case r.nextUncertain || !after(detail.Block.Left, r.Next):
		return
	default:
		for _, known := range r.OutOfOrder {
			if known.contains(detail.Block) {
				return
			}
		}
	}
	x.reportOn(x.c, Observation{Node: b, Detail: detail, Related: at(x.c.timers.received.statement, AtPeerLast)})
}

// checkPush holds the PSH flag against the boundaries of writes.
func (x *expectation) checkPush() {
	s, seg := &x.c.Send, x.seg
	if x.linux() && seg.has(lang.PSH) && seg.empty() {
		x.reportOn(x.c, Observation{Node: x.tcp.Flags, Detail: FlagsWrong{Cause: PushEmpty}})
	}
	if !x.linux() || seg.length == 0 || seg.has(lang.SYN|lang.RST|lang.PSH) ||
		x.c.optionsSet.Any(CorkOptions|OtherOptions) {
		return
	}
	if seg.seq == s.Next && seg.end == s.WrittenTop && s.WrittenLow == s.WrittenTop && !s.moreToCome &&
		!seg.has(lang.FIN) {
		x.reportOn(x.c, Observation{Node: x.tcp.Flags, Detail: FlagsWrong{Cause: PushMissing},
			Related: at(s.lastWrite, AtWrite)})
	}
}
