package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// The least times after which Linux sends data again without having heard from
// the peer: the retransmission timeout (RFC 6298 has 1 s; Linux: TCP_RTO_MIN)
// and a tail loss probe (RFC 8985, section 7; Linux: TCP_TIMEOUT_MIN).
const (
	leastTimeout = int64(200_000)
	leastProbe   = int64(2_000)
)

// possibleRetransmission judges data that was sent before.
func (w *walker) possibleRetransmission(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	if !w.state.Environment.defaultTimers() || c.optionsSet.Any(TimersOptions|OtherOptions) {
		return Observation{}, true
	}
	last := -1
	finish := seg.end + seg.fin()
	for i, t := range c.Send.sent {
		if before(t.Left, finish) && after(t.Right, seg.seq) {
			last = i
		}
	}
	if last < 0 {
		return Observation{}, true
	}
	t := c.Send.sent[last]
	if o, wrong := w.notOldest(c, seg, tcp); wrong {
		return o, false
	}
	if c.lastSignal > t.statement {
		return Observation{}, true
	}
	if o, wrong := w.backoff(c, seg); wrong {
		return o, false
	}
	_, top := w.state.Clock.Since(t.at)
	top += w.toleranceHere()
	mss, _, known := c.Send.MaxSegment.Range()
	_, mssTop, _ := c.Send.MaxSegment.Range()
	if !known || top >= leastTimeout {
		return Observation{}, true
	}
	// The probe sends the last segment again, and waits as long as a timeout
	// where only one is out.
	if finish == c.Send.Next && seg.length <= mssTop && c.Outstanding() > mss && top >= leastProbe {
		return Observation{}, true
	}
	return Observation{Kind: SegmentTooEarly, Node: tcp, Claimed: Exactly(top), Expected: AtLeast(leastTimeout),
		Related: w.related(t.statement, "it went out here"),
		Message: fmt.Sprintf("%d:%d is expected again, but nothing has happened since it went out: a retransmission needs duplicate acknowledgments or a timeout of at least 200 ms", seg.seq, finish)}, false
}

// backoff holds the time since the last retransmission against the one before
// it: without a word from the peer each timeout is twice the one before (RFC
// 6298, section 5.5). The first interval does not count, since a probe may end
// it.
func (w *walker) backoff(c *Connection, seg segment) (Observation, bool) {
	var times []transmission
	for _, t := range c.Send.sent {
		if t.Left == seg.seq {
			times = append(times, t)
		}
	}
	n := len(times)
	const longest = 30_000_000 // beyond it, net.ipv4.tcp_rto_max_ms may cap it
	if _, set := w.state.Environment.sysctls["tcp_rto_max_ms"]; n < 3 || set || c.lastSignal > times[n-2].statement {
		return Observation{}, false
	}
	e := w.state.Environment
	low, top := times[n-1].at.Since(times[n-2].at)
	nowLow, nowTop := w.state.Clock.Since(times[n-1].at)
	if top > longest {
		return Observation{}, false
	}
	least := 2 * (low - e.Tolerance(low))
	most := 2*(top+e.Tolerance(top))*9/8 + 10_000
	if nowTop+e.Tolerance(nowTop) >= least && nowLow-e.Tolerance(nowLow) <= most {
		return Observation{}, false
	}
	return Observation{Kind: BackoffNotDoubled, Node: w.statement.Time, Claimed: Between(nowLow, nowTop), Expected: Between(2*low, 2*top),
		Related: w.related(times[n-1].statement, "the retransmission before"),
		Message: fmt.Sprintf("the retransmission is expected %s after the one before, which came after %s: the timeout doubles each time, so it comes after %s (RFC 6298, section 5.5)", seconds(nowLow), seconds(low), seconds(2*low))}, true
}

// notOldest reports whether the stack would send an older segment again first:
// it goes through what is lost in order, and what went out first is lost first
// (Linux: tcp_xmit_retransmit_queue; RFC 8985, section 6.2). A probe sends the
// last one.
func (w *walker) notOldest(c *Connection, seg segment, tcp *lang.TCP) (Observation, bool) {
	s := &c.Send
	const enough = 100
	if s.Unacknowledged != s.unacknowledgedLow || seg.end+seg.fin() == s.Next || len(s.sent) > enough || !after(seg.seq, s.Unacknowledged) {
		return Observation{}, false
	}
	oldest, found := s.oldestOnce(seg.seq)
	if !found {
		return Observation{}, false
	}
	return Observation{Kind: SegmentWrong, Node: tcp.Seq, Claimed: Exactly(int64(seg.seq)), Expected: Exactly(int64(oldest)),
		Related: w.related(c.lastInbound, "the last segment from the peer"),
		Message: fmt.Sprintf("%d is expected again before %d, which is older and has not been sent again: the stack begins with the oldest", seg.seq, oldest)}, true
}

// oldestOnce is the first number from SND.UNA up to limit that was neither
// selectively acknowledged nor sent more than once.
func (s *SendSide) oldestOnce(limit uint32) (number uint32, found bool) {
	at := s.Unacknowledged
	for before(at, limit) {
		next := at
		for _, b := range s.sacked {
			if !after(b.Left, at) && after(b.Right, at) {
				next = b.Right
			}
		}
		times := 0
		for _, t := range s.sent {
			if !after(t.Left, at) && after(t.Right, at) {
				if times++; times > 1 {
					next = later(next, t.Right)
				}
			}
		}
		if next == at {
			return at, times == 1
		}
		at = next
	}
	return 0, false
}
