package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// event is an event of a program in a run.
type event struct {
	*program.Event
	// time, end and until are those of the program's event as script times:
	// relative ones become absolute when the event's turn comes, and offset
	// then says what they count from. Microseconds.
	time, end, until, offset int64
	actual                   int64          // when it happened
	packet                   *packet.Packet // of one that injects or expects a packet
}

func newEvent(from *program.Event) *event {
	return &event{Event: from, time: from.Time, end: from.End, until: from.Until}
}

// eventWords name an event of a kind as google/packetdrill does in a timing error,
// and say what was late where it could not happen in time.
var eventWords = [...]struct{ reference, possible string }{
	program.InboundPacket:  {"inbound packet", "the packet could be injected"},
	program.OutboundPacket: {"outbound packet", ""},
	program.SystemCall:     {"system call start", "the call could be made"},
	program.Command:        {"command", "the command could be started"},
	program.Code:           {"data collection for code", "the values could be recorded"},
}

// waitingFor says what a run that is at this event waits for.
func (e *event) waitingFor() string {
	switch e.Kind {
	case program.OutboundPacket:
		return fmt.Sprintf("line %d, waiting for this packet", e.Line)
	case program.SystemCall:
		return fmt.Sprintf("line %d, in %s", e.Line, e.Call.Name())
	case program.Command:
		return fmt.Sprintf("line %d, running this command", e.Line)
	}
	return fmt.Sprintf("line %d", e.Line)
}

// anytime reports whether the event has no time of its own.
func (e *event) anytime() bool { return e.Timing == lang.AnyTime }

// relative makes a relative or open time absolute.
func (e *event) relative(offset int64) {
	if !e.anytime() && !e.Timing.Relative() {
		return
	}
	e.offset = offset
	e.time += offset
	if e.Timing == lang.RelativeRange {
		e.end += offset
	}
	if e.Timing == lang.RelativeTime && e.Blocking {
		e.until += offset
	}
}
