package exec

import (
	"fmt"

	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// event is an event of a script, ready to run.
type event struct {
	index     int
	statement *lang.Statement
	line      int // of its time, from 1
	timing    lang.TimeKind
	// time and end are script times in microseconds; relative ones become
	// absolute when the event's turn comes, and offset then says what they
	// count from.
	time, end, offset int64
	blocking          bool
	until             int64 // when a blocking call returns

	packet *packet.Packet // of a *lang.Packet
	call   *program.Call  // of a *lang.SystemCall
}

// inbound tells whether the event injects a packet.
func (e *event) inbound() bool {
	p, ok := e.statement.Action.(*lang.Packet)
	return ok && p.Direction == lang.Inbound
}

// outbound tells whether the event expects a packet of the stack.
func (e *event) outbound() bool {
	p, ok := e.statement.Action.(*lang.Packet)
	return ok && p.Direction == lang.Outbound
}

// kind is what the event does.
func (e *event) kind() program.EventKind {
	switch a := e.statement.Action.(type) {
	case *lang.Packet:
		if a.Direction == lang.Inbound {
			return program.InboundPacket
		}
		return program.OutboundPacket
	case *lang.SystemCall:
		return program.SystemCall
	case *lang.Command:
		return program.Command
	}
	return program.Code
}

// eventWords name an event of a kind as the reference does in a timing error,
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
	switch a := e.statement.Action.(type) {
	case *lang.Packet:
		if a.Direction == lang.Outbound {
			return fmt.Sprintf("line %d, waiting for this packet", e.line)
		}
	case *lang.SystemCall:
		return fmt.Sprintf("line %d, in %s", e.line, a.Name.Name)
	case *lang.Command:
		return fmt.Sprintf("line %d, running this command", e.line)
	}
	return fmt.Sprintf("line %d", e.line)
}

// relative makes a relative or open time absolute.
func (e *event) relative(offset int64) {
	if e.timing != lang.AnyTime && !e.timing.Relative() {
		return
	}
	e.offset = offset
	e.time += offset
	if e.timing == lang.RelativeRange {
		e.end += offset
	}
	if e.timing == lang.RelativeTime && e.blocking {
		e.until += offset
	}
}

// prepare makes the events of a program ready to run and builds their packets.
func prepare(p *program.Program) ([]*event, error) {
	ipv6 := p.Settings.IPVersion.PacketsIPv6()
	events := make([]*event, 0, len(p.Events))
	for _, from := range p.Events {
		e := &event{
			index: from.Index, statement: from.Statement, line: from.Line, timing: from.Timing,
			time: from.Time, end: from.End, blocking: from.Blocking, until: from.Until, call: from.Call,
		}
		if a := from.Packet(); a != nil {
			built, err := packet.Build(a, ipv6)
			if err != nil {
				return nil, fmt.Errorf("building the packet on line %d, which was checked: %w", from.Line, err)
			}
			e.packet = built
		}
		events = append(events, e)
	}
	return events, nil
}
