package model

import "github.com/pktlang/pkt/lang"

// impossible judges whether the stack can send the segment now; nil where it
// can.
func (x *expectation) impossible() *Observation {
	c, seg := x.c, x.seg
	switch {
	case !x.linux() && (seg.has(lang.SYN|lang.RST) || c.State < Established):
		return nil
	case seg.has(lang.RST):
		return x.impossibleReset()
	case seg.has(lang.SYN):
		return x.impossibleSyn()
	case c.State == Closed:
		return x.impossibleClosed()
	case c.State == SynSent:
		return &Observation{Node: x.tcp, Detail: SegmentUncaused{Cause: NoSynAckArrived}, Related: at(c.opened, AtOpen)}
	case c.State == SynReceived && !c.mayFastOpen():
		return x.impossibleHalfOpen()
	}
	return x.impossibleOpen()
}

// impossibleClosed judges a segment without SYN or RST of a closed connection.
func (x *expectation) impossibleClosed() *Observation {
	c := x.c
	if x.seg.has(lang.FIN) && len(c.due) > 0 && c.due[0].Answers == ResetDue {
		return &Observation{Node: x.tcp.Flags, Detail: SegmentWrong{Cause: ResetNotFin},
			Related: at(c.Receive.FinAt, AtPeerFin)}
	}
	return &Observation{Node: x.tcp, Detail: SegmentUncaused{Cause: ConnectionClosed}, Related: at(c.resetCause, AtEnd)}
}

// impossibleReset judges a RST that is not due.
func (x *expectation) impossibleReset() *Observation {
	if x.c.wasReset() || x.c.optionsSet.Any(TimersOptions|LingerOptions|OtherOptions) || !x.linux() {
		return nil
	}
	return &Observation{Node: x.tcp.Flags, Detail: ResetUncaused{}}
}

// impossibleSyn judges a SYN or SYN-ACK that is not due.
func (x *expectation) impossibleSyn() *Observation {
	c, r, seg := x.c, &x.c.Receive, x.seg
	synAck := seg.has(lang.ACK)
	switch {
	case c.State >= Established && c.established.Any() && !after(r.Next, 0):
	case synAck && c.Active && !c.Options.Peer.Statement.Any():
		return &Observation{Node: x.tcp.Flags, Detail: SynAckUncaused{Connecting: true}, Related: at(c.opened, AtOpen)}
	case !synAck && !c.Active:
		return &Observation{Node: x.tcp.Flags, Detail: FlagsWrong{Cause: SynPassive},
			Related: at(c.opened, AtPeerFirst)}
	case c.State == Closed && !c.Active:
		return &Observation{Node: x.tcp.Flags, Detail: SynAckUncaused{},
			Related: at(c.timers.received.statement, AtAnswered)}
	}
	beyond := AckBeyondReceived{Claimed: seg.ack, Next: r.Next, Last: c.peerISN, Cause: AckAfterSyn}
	if c.Send.Next == 0 {
		if !synAck || seg.ack == 1 || after(r.highest, 1) && seg.ack == r.highest {
			return nil
		}
		return &Observation{Node: ackNode(x.tcp), Detail: beyond, Related: at(c.opened, AtSyn)}
	}
	if synAck && c.State == SynReceived && seg.ack != r.Next && seg.ack != 1 {
		beyond.Cause = AckSynReceived
		return &Observation{Node: ackNode(x.tcp), Detail: beyond}
	}
	return x.impossibleSynAgain()
}

// impossibleHalfOpen judges a segment without SYN or RST while the handshake is
// not complete.
func (x *expectation) impossibleHalfOpen() *Observation {
	c := x.c
	switch {
	case c.Send.Next == 0:
		return &Observation{Node: x.tcp, Detail: SegmentWrong{Cause: SynAckNotFirst}, Related: at(c.opened, AtSyn)}
	case x.seg.empty() && len(c.Receive.pendingAcks) > 0:
		return x.impossibleEmpty() // a challenge ACK
	case c.Receive.nextUncertain || c.optionsSet.Any(OtherOptions|DeferAcceptOptions):
		return nil
	}
	return &Observation{Node: x.tcp, Detail: SegmentUncaused{Cause: SynAckNotAnswered},
		Related: at(c.Options.Local.Statement, AtSynAck)}
}
