package exec

import (
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/run"
)

// recorder keeps what happens and passes it on when the script has time for
// it: packets are put into words, and messages written, on another thread.
type recorder struct {
	out     chan<- []note
	pending []note

	recent []packetNote // the last packets of the script, oldest first
	others []packetNote // the last of the packets that no event expected
	strays int          // how many packets no event expected
	end    int64        // when the last event was over, as a script time
	events int
	actual map[*event]int64
}

// note is one thing to tell; exactly one field is set.
type note struct {
	event   *run.Event
	packet  *packetNote
	warning *run.Failure
	verdict *run.Verdict
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
	// idleTime is how long the time to the next event must be for messages to
	// be passed on, in microseconds. Whoever reads them wakes another
	// processor, which the kernel's timers do not like; see linux.Confine.
	idleTime = 250_000
	// maxStrays is how many packets that no event expected are kept: a stack
	// that floods would fill the memory.
	maxStrays = 1000
)

func newRecorder(out chan<- []note) *recorder {
	return &recorder{out: out, actual: map[*event]int64{}}
}

func (r *recorder) begin(ev *event) {
	m := r.event(ev)
	r.pending = append(r.pending, note{event: &m})
}

// started notes when an event really happened.
func (r *recorder) started(ev *event, at int64) { r.actual[ev] = at }

func (r *recorder) finish(ev *event) {
	m := r.event(ev)
	m.Finished, m.Actual = true, r.actual[ev]
	r.pending = append(r.pending, note{event: &m})
}

func (r *recorder) event(ev *event) run.Event {
	m := run.Event{Index: ev.index, Line: ev.line, Kind: ev.kind(), Planned: ev.time, Anytime: ev.timing == lang.AnyTime}
	if call, ok := ev.statement.Action.(*lang.SystemCall); ok {
		m.Name = call.Name.Name
	}
	if ev.blocking {
		m.Until = ev.until
	}
	return m
}

func (r *recorder) packet(ev *event, inbound bool, at int64, script, live *packet.Packet) {
	n := packetNote{line: ev.line, inbound: inbound, at: at, script: script, live: live, as: ev.packet}
	r.recent = keep(r.recent, n)
	r.pending = append(r.pending, note{packet: &n})
}

func (r *recorder) other(at int64, script, live *packet.Packet) {
	r.strays++
	if r.strays > maxStrays {
		return
	}
	n := packetNote{at: at, script: script, live: live.Clone()}
	r.others = keep(r.others, n)
	r.pending = append(r.pending, note{packet: &n})
}

func keep(list []packetNote, n packetNote) []packetNote {
	if len(list) == keptPackets {
		list = append(list[:0], list[1:]...)
	}
	return append(list, n)
}

func (r *recorder) warn(f *run.Failure) {
	r.pending = append(r.pending, note{warning: f})
}

// flushBefore passes on what is pending if there is time before an event. It
// does not wait: when the writer lags behind, the notes stay pending.
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

// words puts a packet into script syntax.
func (n *packetNote) words(bytes bool) run.Packet {
	p := run.Packet{Line: n.line, Inbound: n.inbound, Time: n.at, Live: n.live.Text(n.as)}
	p.Text = p.Live
	if n.script != nil {
		p.Text = n.script.Text(n.as)
	}
	if bytes {
		p.Bytes = n.live.Data
	}
	return p
}

func words(notes []packetNote) []run.Packet {
	var out []run.Packet
	for i := range notes {
		out = append(out, notes[i].words(false))
	}
	return out
}

// anytime tells whether an event has no time of its own.
func (e *engine) anytime(ev *event) bool { return ev.timing == lang.AnyTime }
