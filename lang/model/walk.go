package model

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// walker takes one state through statements.
type walker struct {
	program *program.Program
	script  *lang.Script // of the program
	state   *State
	// index and statement are where the walk stands.
	index     int
	statement *lang.Statement
	found     []Observation
	// invocation is the system call under the walk, kept so that none is
	// allocated.
	invocation invocation
}

// here names the statement under the walk.
func (w *walker) here() StatementRef { return StatementAt(w.index) }

// now is the moment of the statement under the walk.
func (w *walker) now() moment { return moment{w.here(), w.state.Clock} }

// step walks over the statement at index i.
func (w *walker) step(i int) {
	w.index, w.statement = i, w.script.Statements[i]
	switch w.statement.Kind {
	case lang.InitStatement:
		w.runCommand(w.statement)
	case lang.EventStatement:
		w.event()
	case lang.BadStatement:
		w.loseTrack(UnreadableStatement)
	}
}

// loseTrack gives up every connection.
func (w *walker) loseTrack(why Uncertainty) {
	for _, c := range w.state.connections {
		if c.Tracked() {
			w.state.editConnection(c.Ref()).setUncertain(why)
		}
	}
}

func (w *walker) event() {
	s := w.state
	previous := s.Clock
	s.Clock = previous.advance(w.statement.Time)
	w.checkTime(previous)
	switch action := w.statement.Action.(type) {
	case *lang.Packet:
		w.packet(action)
	case *lang.SystemCall:
		w.systemCall(w.program.CallAt(w.index))
	case *lang.Command:
		w.runCommand(w.statement)
		// Nobody knows how long a command takes, and the next event's time
		// counts from its end.
		s.Clock = s.Clock.add(0, forever)
	}
	s.lastEvent = w.here()
}

func (w *walker) runCommand(st *lang.Statement) {
	command, ok := st.Action.(*lang.Command)
	if !ok {
		return
	}
	w.state.Environment = w.state.Environment.command(command.Text)
	if st.Kind == lang.EventStatement && w.state.Environment.LossPossible {
		w.loseTrack(CommandMayLose)
	}
}

// checkTime finds an absolute time that has passed by then: those that the
// text alone shows to be wrong are program.Compile's to find.
func (w *walker) checkTime(previous Clock) {
	s, t := w.state, w.statement.Time
	last := StatementOf(w.script, s.lastEvent)
	if t == nil || last == nil || !absolute(t) || absolute(last.Time) {
		return
	}
	if claimed := t.Start.Microseconds; claimed+s.Environment.Tolerance(0) < previous.Low {
		w.report(Observation{Node: t, Detail: TimeBackwards{Claimed: claimed, Before: previous.Low},
			Related: at(s.lastEvent, AtEventBefore)})
	}
}

// absolute reports whether a time counts from the first event.
func absolute(t *lang.Time) bool { return t == nil || !t.Kind.Relative() && t.Kind != lang.AnyTime }

// packet walks over a packet of either direction.
func (w *walker) packet(p *lang.Packet) {
	tcp := p.TCP()
	switch {
	case tcp == nil:
		w.otherPacket(p)
	case p.Ports != nil || len(p.Encapsulations) > 0 || p.PSP != nil:
		w.packetWithPorts()
	case p.Direction == lang.Inbound:
		w.inbound(tcp)
	default:
		w.outbound(tcp)
	}
}

// packetWithPorts is a packet with ports or headers of its own: google/packetdrill
// sends it past the socket under test.
func (w *walker) packetWithPorts() {
	if c := w.state.editConnection(w.state.subject.connection); c != nil {
		c.setUncertain(PortsGiven)
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
		c.setUncertain(ICMPArrived)
		c.resetCause = w.here()
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

// finish looks at what is left when the script ends.
func (w *walker) finish() {
	for _, c := range w.state.connections {
		r := &c.Receive
		if !c.Tracked() || !r.FinSeen || r.nextUncertain || after(r.Acknowledged, r.fin) ||
			r.FinAt.After(c.timers.sent.statement) || c.wasReset() {
			continue
		}
		w.reportAt(r.FinAt, c, c.Descriptor, Observation{Certainty: Remark, Node: w.action(r.FinAt),
			Detail: FinNotAcknowledged{Ack: r.Next}, Related: at(c.timers.sent.statement, AtLastExpected)})
	}
}
