package model

import "github.com/pktlang/pkt/lang"

// forever stands for a time without an upper bound, in microseconds.
const forever = int64(1) << 40

// Clock is when something happens: microseconds since the first event, as a
// range. It is a range where the script gives one, waits for any time, or runs
// a command, whose duration nobody knows.
type Clock struct {
	Low, Top int64
	// chain counts the absolute times so far: two clocks of one chain differ
	// by what was added between them, however uncertain both are.
	chain int32
}

// Certain returns the time when it is exact.
func (c Clock) Certain() (microseconds int64, ok bool) { return c.Low, c.Low == c.Top }

// Since is how much time passed from start to c, as a range.
func (c Clock) Since(start Clock) (low, top int64) {
	if c.chain == start.chain {
		return max(c.Low-start.Low, 0), max(c.Top-start.Top, 0)
	}
	top = forever
	if c.Top < forever {
		top = max(c.Top-start.Low, 0)
	}
	return max(c.Low-start.Top, 0), top
}

// advance is the clock at an event with the given time, which follows an event
// at c (packetdrill: adjust_relative_event_times).
func (c Clock) advance(t *lang.Time) Clock {
	if t == nil {
		return c
	}
	switch t.Kind {
	case lang.AbsoluteTime:
		return Clock{t.Start.Microseconds, t.Start.Microseconds, c.chain + 1}
	case lang.AbsoluteRange:
		return Clock{t.Start.Microseconds, t.Stop.Microseconds, c.chain + 1}
	case lang.RelativeTime:
		return c.add(t.Start.Microseconds, t.Start.Microseconds)
	case lang.RelativeRange:
		return c.add(t.Start.Microseconds, t.Stop.Microseconds)
	}
	return c.add(0, forever)
}

func (c Clock) add(low, top int64) Clock {
	c.Low += low
	c.Top += top
	return c
}

// Unbounded reports whether nothing bounds the time from above: the script waits
// for any time, or runs a command.
func (c Clock) Unbounded() bool { return c.Top >= forever }
