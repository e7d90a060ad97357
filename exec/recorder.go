package exec

import (
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// recorder keeps what happens and passes it on when the script has time for
// it; see delivery.
type recorder struct {
	out     chan<- []note
	pending []note
	closed  bool // nothing is kept any more

	recent []packetNote // the last packets of the script, oldest first
	others []packetNote // the last of the packets that no event expected
	strays int          // how many packets no event expected
}

// packetNote is a packet that was injected or sniffed.
type packetNote struct {
	line    int
	inbound bool
	at      int64
	script  *packet.Packet // nil for a packet of another connection
	live    *packet.Packet
	as      *packet.Packet // the packet of the event
}

const (
	keptPackets = 6
	// idleTime is how long the time to the next event must be for notes to be
	// passed on, in microseconds. Whoever reads them wakes another processor,
	// which the kernel's timers do not like; see linux.Confine.
	idleTime = 250_000
	// maxStrays is how many packets that no event expected are kept: a stack
	// that floods would fill the memory.
	maxStrays = 1000
)

func (r *recorder) keep(n note) {
	if !r.closed {
		r.pending = append(r.pending, n)
	}
}

func (r *recorder) begin(ev *event) {
	m := eventOf(ev)
	r.keep(note{event: &m})
}

func (r *recorder) finish(ev *event) {
	m := eventOf(ev)
	m.Finished, m.Actual = true, ev.actual
	r.keep(note{event: &m})
}

func eventOf(ev *event) run.Event {
	m := run.Event{Index: ev.Index, Line: ev.Line, Kind: ev.Kind, Planned: ev.time, Anytime: ev.anytime()}
	if ev.Kind == program.SystemCall {
		m.Name = ev.Call.Name()
	}
	if ev.Blocking {
		m.Until = ev.until
	}
	return m
}

func (r *recorder) packet(ev *event, inbound bool, at int64, script, live *packet.Packet) {
	n := packetNote{line: ev.Line, inbound: inbound, at: at, script: script, live: live, as: ev.packet}
	r.recent = last(r.recent, n)
	r.keep(note{packet: &n})
}

func (r *recorder) other(at int64, script, live *packet.Packet) {
	r.strays++
	if r.strays > maxStrays {
		return
	}
	n := packetNote{at: at, script: script, live: live.Clone()}
	r.others = last(r.others, n)
	r.keep(note{packet: &n})
}

// last adds to a list of the last few packets.
func last(list []packetNote, n packetNote) []packetNote {
	if len(list) == keptPackets {
		list = append(list[:0], list[1:]...)
	}
	return append(list, n)
}

func (r *recorder) warn(f *run.Failure) { r.keep(note{warning: f}) }

// flushBefore passes on what is pending if there is time before an event. It
// does not wait: when the observer lags behind, the notes stay pending.
func (r *recorder) flushBefore(s schedule, at int64) {
	if at-s.now() >= idleTime {
		r.flush(false)
	}
}

func (r *recorder) flush(wait bool) {
	if len(r.pending) == 0 {
		return
	}
	if wait {
		r.out <- r.pending
		r.pending = nil
		return
	}
	select {
	case r.out <- r.pending:
		r.pending = nil
	default:
	}
}

// close passes on what is pending, and keeps no more.
func (r *recorder) close() {
	r.flush(true)
	r.closed = true
}

// words puts a packet into script syntax.
func (n *packetNote) words() run.Packet {
	p := run.Packet{Line: n.line, Inbound: n.inbound, Time: n.at, Live: n.live.Text(n.as), Bytes: n.live.Data}
	p.Text = p.Live
	if n.script != nil {
		p.Text = n.script.Text(n.as)
	}
	return p
}

// words are packets for a failure, without their bytes.
func words(notes []packetNote) []run.Packet {
	var out []run.Packet
	for i := range notes {
		p := notes[i].words()
		p.Bytes = nil
		out = append(out, p)
	}
	return out
}
