package program

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
)

// The codes of what is wrong with the times of events.
const (
	CodeTimeGoesBack   = "PKT501"
	CodeFirstEventTime = "PKT502"
	CodeBlockingEnd    = "PKT504"
)

// checkFirst holds the first event against the start of the clock.
func (c *compiler) checkFirst(e *Event) {
	if e.Time == 0 {
		return
	}
	c.found = append(c.found, diag.Diagnostic{
		Code: CodeFirstEventTime, Severity: diag.Error, Range: e.Statement.Range(e.Statement.Time),
		Message:   "the first event must be at time 0: the times of a script count from it",
		Reference: "first event should be at time 0",
	})
}

// checkOrder refuses an absolute time before that of the event before it. Where
// one of the two counts from another event, a run finds out.
func (c *compiler) checkOrder(before, e *Event) {
	if !absolute(before.Timing) || !absolute(e.Timing) || e.Time >= before.Time {
		return
	}
	c.found = append(c.found, diag.Diagnostic{
		Code: CodeTimeGoesBack, Severity: diag.Error, Range: e.Statement.Range(e.Statement.Time),
		Message: fmt.Sprintf("the time goes back: %s is before the event before it, at %s", seconds(e.Time),
			seconds(before.Time)),
		Related: []diag.Related{{Range: before.Statement.Range(before.Statement.Action),
			Message: "the event before"}},
		Reference: fmt.Sprintf("time goes backward in script from %d usec to %d usec", before.Time, e.Time),
	})
}

// checkUntil refuses a blocking call that would have to return before it is made.
func (c *compiler) checkUntil(e *Event) {
	if !e.Blocking || e.Until+c.program.Settings.ToleranceMicroseconds >= e.Time {
		return
	}
	call, sign := e.SystemCall(), ""
	if e.Timing.Relative() {
		sign = "+"
	}
	c.found = append(c.found, diag.Diagnostic{
		Code: CodeBlockingEnd, Severity: diag.Error, Range: e.Statement.Range(call.Until),
		Message: fmt.Sprintf("%s() ends at %s%s, before it begins at %s%s", call.Name.Name, sign, seconds(e.Until),
			sign, seconds(e.Time)),
	})
}

func absolute(k lang.TimeKind) bool { return k == lang.AbsoluteTime || k == lang.AbsoluteRange }

// seconds writes microseconds as a time.
func seconds(microseconds int64) string { return fmt.Sprintf("%gs", float64(microseconds)/1e6) }
