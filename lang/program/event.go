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

// eventList lists the events of a script and checks their times.
type eventList struct {
	*compiler
	list []*Event
	next int // how many of the list have been gone over
	made []Event
	line int // of the last event
	// broken is set after a statement that could not be read.
	broken bool
}

// listEvents begins a list with the events before an edit, which are taken from
// the version before it.
func (c *compiler) listEvents(previous *Program) *eventList {
	kept := eventsBefore(c.program.Script, previous)
	return &eventList{compiler: c, list: append(make([]*Event, 0, len(c.program.statements)), kept...), line: 1}
}

// add goes over a statement, given with its index.
func (l *eventList) add(i int, s *statement) {
	switch s.body.Kind {
	case lang.BadStatement:
		l.broken = true
		return
	case lang.EventStatement:
	default:
		return
	}
	n := l.next
	if l.next++; n == len(l.list) {
		l.make(l.program.Script.Statements[i], s.call)
	}
	e := l.list[n]
	l.line = e.Line
	if n > 0 {
		l.checkOrder(l.list[n-1], e)
	} else if !l.broken {
		l.checkFirst(e)
	}
	l.checkUntil(e)
}

func (l *eventList) make(st *lang.Statement, call *Call) {
	if len(l.made) == 0 {
		l.made = make([]Event, eventChunk)
	}
	e := &l.made[0]
	l.made = l.made[1:]
	e.fill(st, len(l.list))
	e.Call = call
	e.Line = lineFrom(l.program.Script.File, l.line, st.Range(st.Time).Start)
	l.list = append(l.list, e)
}

// eventChunk is how many events share a piece of memory. One that is kept through
// later edits keeps its piece, so that the pieces are small.
const eventChunk = 16

// eventsBefore are the events of another version of a script that an edit left
// as and where they were.
func eventsBefore(script *lang.Script, previous *Program) []*Event {
	if previous == nil {
		return nil
	}
	n := 0
	for i, old := range previous.Script.Statements {
		if i >= len(script.Statements) || script.Statements[i] != old {
			break
		}
		if old.Kind == lang.EventStatement {
			n++
		}
	}
	return previous.Events[:n]
}

// lineFrom is the line of an offset at or after a line's start, which costs least
// where the two are near each other.
func lineFrom(file *source.File, line, offset int) int {
	for line < file.Lines() && file.LineStart(line+1) <= offset {
		line++
	}
	return line
}

func (e *Event) fill(st *lang.Statement, index int) {
	e.Index, e.Statement, e.Timing = index, st, st.Time.Kind
	e.Time, e.End = st.Time.Start.Microseconds, st.Time.Stop.Microseconds
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
}
