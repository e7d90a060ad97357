package model

// impossibleSynAgain judges a SYN that goes out again: only a timeout, or the
// peer's SYN again, makes it.
func (x *expectation) impossibleSynAgain() *Observation {
	c := x.c
	if c.State > SynReceived && c.State != TimeWait && !c.optionsSet.Any(OtherOptions) {
		return &Observation{Node: x.tcp.Flags, Detail: SegmentUncaused{Cause: HandshakeComplete},
			Related: at(c.established, AtEstablished)}
	}
	last := c.timers.sent
	if c.timers.received.statement.After(last.statement) || c.State == TimeWait ||
		c.optionsSet.Any(OtherOptions|TimersOptions|DeferAcceptOptions) {
		return nil
	}
	low, top := x.state.Clock.Since(last.clock)
	if x.synTooLate(low) {
		return &Observation{Node: x.statement.Time, Detail: RetransmissionTimeout{After: low, Timeout: synTimeout},
			Related: at(last.statement, AtTransmission)}
	}
	if top+x.toleranceHere() >= synTimeout*9/10 || x.state.Environment.isSet("tcp_rto_max_ms") {
		return nil
	}
	return &Observation{Node: x.tcp, Detail: SegmentTooEarly{After: top, Timeout: synTimeout, Syn: true},
		Related: at(last.statement, AtTransmission)}
}

// synTooLate judges the first retransmission of a SYN, which comes after one
// second.
func (x *expectation) synTooLate(low int64) bool {
	sent := x.c.Send.sent
	return len(sent) == 1 && sent[0].count == 1 && low > lateTimer(synTimeout)+x.toleranceHere() && x.linux()
}

// impossibleRetransmission judges data that was sent before.
func (x *expectation) impossibleRetransmission() *Observation {
	c, s, seg := x.c, &x.c.Send, x.seg
	if !x.state.Environment.defaultTimers() || c.optionsSet.Any(TimersOptions|OtherOptions) {
		return nil
	}
	finish := seg.finish()
	last, found := s.lastSent(Block{seg.seq, finish})
	if !found {
		return nil
	}
	if o := x.notOldest(); o != nil {
		return o
	}
	if c.timers.lossSignal.After(last.statement) {
		return nil
	}
	if o := x.notDoubled(); o != nil {
		return o
	}
	_, top := x.state.Clock.Since(last.clock)
	top += x.toleranceHere()
	mss, mssTop, known := s.MaxSegment.Range()
	if !known || top >= leastTimeout {
		return nil
	}
	// The probe sends the last segment again, and waits as long as a timeout
	// where only one is out.
	if finish == s.Next && seg.length <= mssTop && c.Outstanding() > mss && top >= leastProbe {
		return nil
	}
	return &Observation{Node: x.tcp,
		Detail:  SegmentTooEarly{After: top, Timeout: leastTimeout, Left: seg.seq, Right: finish},
		Related: at(last.statement, AtTransmission)}
}

// longestDoubling is the timeout up to which it certainly doubles, in
// microseconds: beyond it, net.ipv4.tcp_rto_max_ms may cap it.
const longestDoubling = 30_000_000

// notDoubled holds the time since the last retransmission against the one before
// it: without a word from the peer each timeout is twice the one before (RFC
// 6298, section 5.5). The first interval does not count, since a probe may end
// it.
func (x *expectation) notDoubled() *Observation {
	var times []transmission
	for _, t := range x.c.Send.sent {
		if t.Left == x.seg.seq {
			times = append(times, t)
		}
	}
	n, e := len(times), x.state.Environment
	if n < 3 || e.isSet("tcp_rto_max_ms") || x.c.timers.lossSignal.After(times[n-2].statement) {
		return nil
	}
	low, top := times[n-1].clock.Since(times[n-2].clock)
	nowLow, nowTop := x.state.Clock.Since(times[n-1].clock)
	if top > longestDoubling {
		return nil
	}
	const rounding = 10_000
	least := 2 * (low - e.Tolerance(low))
	most := lateTimer(2*(top+e.Tolerance(top))) + rounding
	if nowTop+e.Tolerance(nowTop) >= least && nowLow-e.Tolerance(nowLow) <= most {
		return nil
	}
	return &Observation{Node: x.statement.Time, Detail: BackoffNotDoubled{After: nowLow, Before: low},
		Related: at(times[n-1].statement, AtRetransmission)}
}

// mostSent is how many transmissions are looked through for the oldest.
const mostSent = 100

// notOldest reports a segment where the stack would send an older one again
// first: it goes through what is lost in order, and what went out first is lost
// first (Linux: tcp_xmit_retransmit_queue; RFC 8985, section 6.2). A probe sends
// the last one.
func (x *expectation) notOldest() *Observation {
	s, seg := &x.c.Send, x.seg
	if s.Unacknowledged != s.unacknowledgedLow || seg.finish() == s.Next || len(s.sent) > mostSent ||
		!after(seg.seq, s.Unacknowledged) {
		return nil
	}
	oldest, found := s.oldestOnce(seg.seq)
	if !found {
		return nil
	}
	return &Observation{Node: x.tcp.Seq, Detail: SegmentWrong{Cause: NotOldest, Claimed: seg.seq, Oldest: oldest},
		Related: at(x.c.timers.received.statement, AtPeerLast)}
}

// mayProbe reports whether an expected segment without data may be a probe of
// the window or the peer.
func (x *expectation) mayProbe() bool {
	if x.seg.seq == x.c.Send.Next {
		return false
	}
	_, top := x.state.Clock.Since(x.c.timers.sent.clock)
	return top+x.toleranceHere() >= leastTimeout
}
