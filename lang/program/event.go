package program

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// EventKind is what an event does.
type EventKind uint8

// The kinds of events.
const (
	InboundPacket  EventKind = iota // injected into the stack
	OutboundPacket                  // expected from the stack
	SystemCall
	Command
	Code
)

var eventKindNames = [...]string{"inbound", "outbound", "call", "command", "code"}

// String is the kind as run messages name it.
func (k EventKind) String() string { return eventKindNames[k] }

// Event is a timed event of a script.
type Event struct {
	Index     int // among the program's events, from 0
	Kind      EventKind
	Statement *lang.Statement
	Line      int // of its time, from 1
	Timing    lang.TimeKind
	// Time is when the event happens, and End the end of a range, in
	// microseconds: since the first event where Timing is absolute, else since
	// the event before.
	Time, End int64
	// Blocking is set for a system call that blocks; it is to return at Until,
	// which counts as Time does.
	Blocking bool
	Until    int64
}

// Packet is the packet of an event that injects or expects one; nil for others.
func (e *Event) Packet() *lang.Packet {
	p, _ := e.Statement.Action.(*lang.Packet)
	return p
}

// SystemCall is the call of an event that makes one; nil for others.
func (e *Event) SystemCall() *lang.SystemCall {
	call, _ := e.Statement.Action.(*lang.SystemCall)
	return call
}

// events lists the events and checks their times.
func (c *compiler) events() {
	for _, st := range c.program.Script.Events() {
		e := newEvent(st, len(c.program.Events))
		e.Line = c.program.Script.File.Line(st.Range(st.Time).Start)
		c.checkTime(e)
		c.program.Events = append(c.program.Events, e)
	}
}

func newEvent(st *lang.Statement, index int) *Event {
	e := &Event{Index: index, Statement: st, Timing: st.Time.Kind, Time: st.Time.Start.Microseconds, End: st.Time.Stop.Microseconds}
	switch a := st.Action.(type) {
	case *lang.Packet:
		e.Kind = OutboundPacket
		if a.Direction == lang.Inbound {
			e.Kind = InboundPacket
		}
	case *lang.SystemCall:
		e.Kind = SystemCall
		if a.Until != nil {
			e.Blocking, e.Until = true, a.Until.Microseconds
		}
	case *lang.Command:
		e.Kind = Command
	case *lang.Code:
		e.Kind = Code
	}
	return e
}

// checkTime holds an event's time against that of the event before.
func (c *compiler) checkTime(e *Event) {
	at := e.Statement.Range(e.Statement.Time)
	if e.Index == 0 {
		if e.Time != 0 {
			c.refuse(at, "the first event must be at time 0")
		}
		return
	}
	before := c.program.Events[e.Index-1]
	if !before.Timing.Relative() && before.Timing != lang.AnyTime && !e.Timing.Relative() && e.Timing != lang.AnyTime && e.Time < before.Time {
		c.refuse(at, "time goes backward: the event before is at %.6f s", float64(before.Time)/1e6)
	}
}

func (c *compiler) refuse(at source.Range, format string, args ...any) {
	c.found = append(c.found, diag.Diagnostic{Code: "run/script", Severity: diag.Error, Range: at, Message: fmt.Sprintf(format, args...)})
}
