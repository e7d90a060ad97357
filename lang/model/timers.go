package model

import "github.com/pktlang/pkt/lang"

// timers are the moments of a connection from which times count.
type timers struct {
	received, sent moment       // the last segment from the peer, and of the stack
	lossSignal     StatementRef // the last segment from the peer that may tell of a loss
	ackDelay       ackDelay
}

// The least times after which Linux sends something again without having heard
// from the peer, in microseconds: the retransmission timeout (RFC 6298 has 1 s;
// Linux: TCP_RTO_MIN), a tail loss probe (RFC 8985, section 7; Linux:
// TCP_TIMEOUT_MIN) and the first timeout of a SYN (RFC 6298, section 2.1; Linux:
// TCP_TIMEOUT_INIT).
const (
	leastTimeout = int64(200_000)
	leastProbe   = int64(2_000)
	synTimeout   = int64(1_000_000)
)

// lateTimer is how late Linux may fire a timer: by an eighth of its time.
func lateTimer(timeout int64) int64 { return timeout * 9 / 8 }

// toleranceHere is the tolerance of the event under the walk: no less than
// google/packetdrill's where the time is absolute.
func (w *walker) toleranceHere() int64 {
	return w.state.Environment.Tolerance(w.statement.Time.Start.Microseconds)
}

// orphanLife is how long a connection certainly lives on without a descriptor
// or in TIME-WAIT, in microseconds: net.ipv4.tcp_fin_timeout and TCP_LINGER2
// are 60 s by default, less what timers are off.
const orphanLife = 50_000_000

// expire gives up a connection that may be gone.
func (w *walker) expire(c *Connection) {
	if !c.orphaned && c.State != TimeWait || c.State == Closed {
		return
	}
	_, top := w.state.Clock.Since(c.timers.sent.clock)
	if w.state.Environment.isSet("tcp_fin_timeout") || top > orphanLife && top < forever ||
		c.optionsSet.Any(TimersOptions) {
		c.setUncertain(MayHaveExpired)
	}
}

// busyMachine is how much later than its cause a busy machine sends, in
// microseconds.
const busyMachine = 3000

// checkCauseTime holds an expected time against the moment at which the stack
// sends for certain. The reference allows more the longer the event before is
// ago.
func (x *expectation) checkCauseTime(due *DueSegment) {
	t := x.statement.Time
	if t == nil || t.Kind == lang.AnyTime {
		return
	}
	late, _ := x.state.Clock.Since(due.at)
	if late <= x.toleranceHere()+busyMachine {
		return
	}
	x.reportOn(x.c, Observation{Node: t, Detail: TimeCause{Late: late}, Related: at(due.Cause, AtCause)})
}
