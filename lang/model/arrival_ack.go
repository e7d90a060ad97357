package model

import "github.com/pktlang/pkt/lang"

// takeAck processes the acknowledgment and window of a segment (Linux:
// tcp_ack).
func (a *arrival) takeAck() {
	c, s, seg := a.c, &a.c.Send, a.seg
	previous := s.Unacknowledged
	a.takeSACK()
	a.updateWindow()
	if after(seg.ack, previous) {
		s.acknowledge(seg.ack)
	}
	switch {
	case !after(s.Next, s.Unacknowledged):
		s.lossSuspected = false
	case seg.ack == previous && seg.length == 0, len(s.sacked) > 0, seg.has(lang.ECE):
		s.lossSuspected, s.lossEver = true, true
	}
	if s.FinQueued && s.Unacknowledged == s.limit() {
		c.finAcknowledged()
	}
	if s.Unacknowledged != previous && c.State != Closed && c.State != TimeWait {
		a.sendsData(c, false)
		if s.FinQueued && !s.FinSent {
			a.sendsFin(c)
		}
	}
}

// finAcknowledged moves the state when the peer acknowledges our FIN (RFC 9293,
// section 3.10.7.4, fifth check).
func (c *Connection) finAcknowledged() {
	switch c.State {
	case FinWait1:
		c.State = FinWait2
	case Closing:
		c.State = TimeWait
	case LastAck:
		c.State = Closed
	}
}

// takeSACK takes the peer's SACK blocks, and reports those of data that was
// never sent (Linux: tcp_is_sackblock_valid).
func (a *arrival) takeSACK() {
	if a.tcp.Options == nil {
		return
	}
	for _, o := range a.tcp.Options.List {
		sack, ok := o.(*lang.SACK)
		if !ok {
			continue
		}
		if a.c.Options.SACK.Is(0) {
			a.reportOn(a.c, Observation{Certainty: Remark, Node: sack,
				Detail: OptionNotNegotiated{Name: "sack", Injected: true}})
		}
		for _, b := range sack.Blocks {
			a.takeBlock(b)
		}
	}
}

func (a *arrival) takeBlock(b lang.SACKBlock) {
	s, block := &a.c.Send, blockOf(b)
	if after(block.Right, s.Next) {
		a.reportOn(a.c, Observation{Certainty: Remark, Node: b,
			Detail: SackOutside{Cause: SackOfUnsent, Block: block, Sent: s.Next}})
		return
	}
	s.selectivelyAcknowledge(block)
}

// duplicateThreshold is how many duplicate ACKs tell of a loss (RFC 5681, section
// 3.2; Linux: net.ipv4.tcp_reordering).
const duplicateThreshold = 3

// tellsOfLoss reports whether a segment may make the stack send something again.
// One that only repeats SND.UNA says nothing where SACK is in use and no block
// has come, and without SACK only the third one does (Linux:
// tcp_newreno_mark_lost).
func (a *arrival) tellsOfLoss() bool {
	c, s, seg := a.c, &a.c.Send, a.seg
	repeats := seg.flags&^lang.PSH == lang.ACK && seg.length == 0 && seg.ack == s.Unacknowledged
	blocks := a.tcp.Options != nil && optionNamed(a.tcp.Options.List, "sack") != nil
	if !repeats || blocks || c.State < Established {
		s.duplicates = 0
		return true
	}
	s.duplicates++
	switch e := a.state.Environment; {
	case c.Options.SACK.Is(1):
		return len(s.sacked) > 0
	case c.Options.SACK.Is(0) && !s.retransmitted:
		return s.duplicates >= duplicateThreshold || e.isSet("tcp_reordering") || e.sysctlsUnknown
	}
	return true
}
