package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program/settings"
)

// A schedule turns the times of a script into times on the stack's clock, and
// judges whether something happened at its time. Script times are microseconds.
type schedule struct {
	stack    stack.Stack
	start    stack.Time // when the first event happens
	settings *settings.Settings
}

// script converts a time on the stack's clock.
func (s *schedule) script(t stack.Time) int64 { return int64(t - s.start) }

// live converts a script time.
func (s *schedule) live(t int64) stack.Time { return s.start + stack.Time(t) }

// now is the present as a script time.
func (s *schedule) now() int64 { return s.script(s.stack.Now()) }

// window is when something may happen, both ends included.
type window struct {
	first, last int64 // without tolerance
	tolerance   int64
	open        bool // any time
	ranged      bool
	relativeTo  int64 // what a relative range counts from
	relative    bool
}

// window is the time of an event. before is the time of the event before it,
// or -1 where there is none.
func (s *schedule) window(ev *event, before int64) window {
	w := window{first: ev.time, last: ev.time, tolerance: s.settings.ToleranceMicroseconds,
		open: ev.Timing == lang.AnyTime}
	if before >= 0 {
		w.tolerance = s.settings.Tolerance(ev.time - before)
	}
	if ev.Timing == lang.AbsoluteRange || ev.Timing == lang.RelativeRange {
		w.last, w.ranged = ev.end, true
		w.relative, w.relativeTo = ev.Timing == lang.RelativeRange, ev.offset
	}
	return w
}

// until is the window in which a blocking call may return; its tolerance
// counts from the start of the call.
func (s *schedule) until(ev *event) window {
	return window{first: ev.until, last: ev.until, tolerance: s.settings.Tolerance(ev.until - ev.time)}
}

// missed is by how many microseconds a time lies outside the window: negative
// when it is too early, 0 when it is inside.
func (w window) missed(t int64) int64 {
	switch {
	case w.open:
		return 0
	case t < w.first-w.tolerance:
		return t - (w.first - w.tolerance)
	case t > w.last+w.tolerance:
		return t - (w.last + w.tolerance)
	}
	return 0
}

func seconds(micros int64) float64 { return float64(micros) / 1e6 }

// reference words a missed time as google/packetdrill does.
func (w window) reference(what string, t int64) string {
	switch {
	case w.ranged && w.relative:
		return fmt.Sprintf("timing error: expected %s in relative time range +%.6f~+%.6f sec but happened at %+.6f sec",
			what, seconds(w.first-w.relativeTo), seconds(w.last-w.relativeTo), seconds(t-w.relativeTo))
	case w.ranged:
		return fmt.Sprintf("timing error: expected %s in time range %.6f~%.6f sec but happened at %.6f sec",
			what, seconds(w.first), seconds(w.last), seconds(t))
	}
	return fmt.Sprintf("timing error: expected %s at %.6f sec but happened at %.6f sec; tolerance %.6f sec",
		what, seconds(w.first), seconds(t), seconds(w.tolerance))
}

// describe says for people when the window is.
func (w window) describe() string {
	if w.ranged {
		return fmt.Sprintf("between %.6f and %.6f s", seconds(w.first), seconds(w.last))
	}
	return fmt.Sprintf("at %.6f s", seconds(w.first))
}

// describeMiss says for people by how much a time missed what was planned.
func (w window) describeMiss(t int64) string {
	if t < w.first {
		return fmt.Sprintf("%s too early", millis(w.first-t))
	}
	return fmt.Sprintf("%s too late", millis(t-w.last))
}

func millis(micros int64) string {
	switch {
	case micros >= 1_000_000:
		return fmt.Sprintf("%.3f s", seconds(micros))
	case micros >= 1000:
		return fmt.Sprintf("%.1f ms", float64(micros)/1000)
	}
	return fmt.Sprintf("%d µs", micros)
}
