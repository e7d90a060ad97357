package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang"
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

// EventKinds are all kinds.
func EventKinds() []EventKind {
	return []EventKind{InboundPacket, OutboundPacket, SystemCall, Command, Code}
}

// String is the kind as run messages name it.
func (k EventKind) String() string { return eventKindNames[k] }

// MarshalText implements encoding.TextMarshaler.
func (k EventKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *EventKind) UnmarshalText(text []byte) error {
	i := slices.Index(eventKindNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("unknown kind of event %q: expected %s", text, strings.Join(eventKindNames[:], ", "))
	}
	*k = EventKind(i)
	return nil
}

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
	// Call is what an event that makes a system call means; nil for others.
	Call *Call
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
	script := c.program.Script
	events := make([]Event, 0, len(script.Statements)) // one piece of memory for all
	broken, line := false, 1
	for i, st := range script.Statements {
		switch st.Kind {
		case lang.BadStatement:
			broken = true
			continue
		case lang.EventStatement:
		default:
			continue
		}
		events = append(events, newEvent(st, len(events)))
		e := &events[len(events)-1]
		e.Call = c.program.statements[i].call
		line = lineFrom(script.File, line, st.Range(st.Time).Start)
		e.Line = line
		if e.Index > 0 {
			c.checkOrder(&events[e.Index-1], e)
		} else if !broken {
			c.checkFirst(e)
		}
	}
	c.program.Events = make([]*Event, len(events))
	for i := range events {
		c.program.Events[i] = &events[i]
	}
}

// lineFrom is the line of an offset at or after a line's start, which costs least
// where the two are near each other.
func lineFrom(file *source.File, line, offset int) int {
	for line < file.Lines() && file.LineStart(line+1) <= offset {
		line++
	}
	return line
}

func newEvent(st *lang.Statement, index int) Event {
	e := Event{Index: index, Statement: st, Timing: st.Time.Kind, Time: st.Time.Start.Microseconds, End: st.Time.Stop.Microseconds}
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
