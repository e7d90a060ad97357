package model

import (
	"fmt"

	"github.com/pktlang/pkt/lang"
)

// walker takes one state through statements.
type walker struct {
	script *lang.Script
	state  *State
	// index and statement are where the walk stands.
	index     int
	statement *lang.Statement
	found     []Observation
}

// step walks over the statement at index i.
func (w *walker) step(i int) {
	w.index, w.statement = i, w.script.Statements[i]
	switch w.statement.Kind {
	case lang.InitStatement:
		w.runCommand(w.statement)
	case lang.EventStatement:
		w.event()
	case lang.BadStatement:
		w.lost("a statement before it could not be read")
	}
}

// lost gives up every connection, where an event is missing.
func (w *walker) lost(reason string) {
	for i, c := range w.state.connections {
		if c.Tracked() {
			w.state.editConnection(i).setUncertain(reason)
		}
	}
}

func (w *walker) event() {
	st, s := w.statement, w.state
	previous := s.Clock
	s.Clock = previous.advance(st.Time)
	w.checkTime(previous)
	switch action := st.Action.(type) {
	case *lang.Packet:
		w.packet(action)
	case *lang.SystemCall:
		w.call(action)
	case *lang.Command:
		w.runCommand(st)
		// Nobody knows how long a command takes, and the next event's time
		// counts from its end.
		s.Clock = s.Clock.add(0, forever)
	}
	s.events++
	s.lastEvent = w.index
}

func (w *walker) runCommand(st *lang.Statement) {
	command, ok := st.Action.(*lang.Command)
	if !ok {
		return
	}
	w.state.Environment = w.state.Environment.command(command.Text)
	if st.Kind == lang.EventStatement {
		w.afterCommand()
	}
}

// checkTime finds an absolute time that has passed by then: those that the
// text alone shows to be wrong are program.Compile's to find.
func (w *walker) checkTime(previous Clock) {
	s, t := w.state, w.statement.Time
	if t == nil || s.events == 0 || t.Kind.Relative() || t.Kind == lang.AnyTime {
		return
	}
	before := w.script.Statements[s.lastEvent].Time
	if before == nil || !before.Kind.Relative() && before.Kind != lang.AnyTime {
		return
	}
	if at := t.Start.Microseconds; at+s.Environment.Tolerance(0) < previous.Low {
		w.report(Observation{Kind: TimeBackwards, Node: t, Claimed: Exactly(at), Expected: AtLeast(previous.Low),
			Message: fmt.Sprintf("the time goes back: %s is before the event before it, at %s", seconds(at), seconds(previous.Low)),
			Related: []Place{w.place(s.lastEvent, "the event before")}})
	}
}

// packet walks over a packet of either direction.
func (w *walker) packet(p *lang.Packet) {
	tcp := p.TCP()
	switch {
	case tcp == nil:
		w.otherPacket(p)
	case p.Direction == lang.Inbound:
		w.inbound(p, tcp)
	default:
		w.outbound(p, tcp)
	}
}

// otherPacket is UDP, ICMP or a dialect's protocol. An ICMP error can close the
// connection that it quotes, change its MTU or make it retransmit (Linux:
// tcp_v4_err), so nothing is certain of it from there on.
func (w *walker) otherPacket(p *lang.Packet) {
	if _, ok := p.Transport.(*lang.ICMP); !ok || p.Direction != lang.Inbound {
		return
	}
	if c := w.state.editConnection(w.state.subject.connection); c != nil {
		c.setUncertain("an ICMP message arrived for it")
		c.resetCause = w.index
	}
	if d := w.subjectDescriptor(); d != nil {
		d.OptionsSet |= OtherOptions
	}
	// The path MTU that it may carry holds for later connections too.
	e := *w.state.Environment
	e.MTU = Unknown()
	w.state.Environment = &e
}

// subjectDescriptor is the descriptor under test, for changing, or nil.
func (w *walker) subjectDescriptor() *Descriptor {
	return w.state.editDescriptor(w.state.subject.descriptor)
}

// report adds an observation about the statement under the walk.
func (w *walker) report(o Observation) { w.reportAt(w.index, nil, -1, o) }

// reportOn is report for a connection.
func (w *walker) reportOn(c *Connection, o Observation) { w.reportAt(w.index, c, c.Descriptor, o) }

// reported reports whether the statement under the walk got an observation of
// that kind already.
func (w *walker) reported(kind Kind) bool {
	for _, o := range w.found {
		if o.Kind == kind && o.Statement == w.index {
			return true
		}
	}
	return false
}

// reportAt adds an observation about any statement so far.
func (w *walker) reportAt(statement int, c *Connection, descriptor int64, o Observation) {
	o.Statement, o.Connection, o.Descriptor = statement, -1, descriptor
	if c != nil {
		if c.Diverged >= 0 {
			return
		}
		o.Connection = c.ID
	}
	w.found = append(w.found, o)
}

// place is a related place at the action of a statement.
func (w *walker) place(statement int, text string) Place {
	st := w.script.Statements[statement]
	var node lang.Node = st.Core
	if st.Action != nil {
		node = st.Action
	}
	return Place{Statement: statement, Node: node, Text: text}
}

// line is the line of a statement, counted from 1, for messages.
func (w *walker) line(statement int) int {
	st := w.script.Statements[statement]
	at := st.Start()
	if t := st.Time; t != nil {
		at = st.Range(t).Start
	}
	return w.script.File.Position(at).Line
}

// seconds writes microseconds as a time.
func seconds(us int64) string {
	return fmt.Sprintf("%gs", float64(us)/1e6)
}
