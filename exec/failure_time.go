package exec

import (
	"fmt"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
)

func (e *engine) window(ev *event) window {
	before := int64(-1)
	if e.before != nil {
		before = e.before.time
	}
	return e.schedule.window(ev, before)
}

// latePacket is the right packet at the wrong time.
func (e *engine) latePacket(ev *event, w window, actual sniffed) *run.Failure {
	e.collectOthers()
	class := run.Late
	message := fmt.Sprintf("the stack sent the packet %s: at %.6f s, expected %s, tolerance %s",
		w.describeMiss(actual.at), seconds(actual.at), w.describe(), millis(w.tolerance))
	// A relative time mostly counts from the present, so a runner that was held
	// up makes the packet look early.
	held := ev.offset - e.done
	if ev.Timing.Relative() && held > 0 && actual.at < w.first && actual.at+held >= w.first-w.tolerance {
		class = run.HarnessLate
		message = fmt.Sprintf("the runner was held up for %s after the event before, "+
			"so that it cannot tell whether the packet came in time", millis(held))
	}
	reference := "error handling packet: " + w.reference("outbound packet", actual.at) + bothPackets(ev, actual)
	f := e.at(ev, class, "run/time", ev.Statement.Time, message, reference)
	f.Diagnostic.Comparison = &diag.Comparison{
		Expected: fmt.Sprintf("%.6f %s", seconds(w.first), expectedText(ev.packet)),
		Actual:   fmt.Sprintf("%.6f %s", seconds(actual.at), actual.packet.Text(ev.packet)),
		Differs:  []string{"time (" + w.describeMiss(actual.at) + ")"},
	}
	f.Diagnostic.Notes = e.lateHints(ev, w, actual)
	if class == run.Late {
		f.Accept = e.acceptTime(ev, actual.at)
	}
	return f
}

// lateEvent is an event whose time had passed before it could happen.
func (e *engine) lateEvent(ev *event, w window, at int64) *run.Failure {
	reference := w.reference(eventWords[ev.Kind].reference, at)
	what := eventWords[ev.Kind].possible
	class, code := run.HarnessLate, "run/harness-late"
	message := fmt.Sprintf("the runner was %s: %s only at %.6f s, planned %s, tolerance %s",
		w.describeMiss(at), what, seconds(at), w.describe(), millis(w.tolerance))
	if w.missed(e.done) > 0 && e.before != nil && e.cause != delayedByRunner {
		class, code = run.Late, "run/time"
		held := fmt.Sprintf("line %d was over only at", e.before.Line)
		if e.cause == delayedByCommand {
			held = fmt.Sprintf("the command on line %d took until", e.before.Line)
		}
		message = fmt.Sprintf("%s only at %.6f s, planned %s: %s %.6f s",
			what, seconds(at), w.describe(), held, seconds(e.done))
	}
	return e.at(ev, class, code, ev.Statement.Time, message, reference)
}
