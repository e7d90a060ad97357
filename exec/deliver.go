package exec

import (
	"github.com/pktlang/pkt/lang/run"
)

// delivery hands what happened to an observer, off the thread of the events:
// there, packets are put into words.
type delivery struct {
	notes chan []note
	over  chan struct{} // closed when the verdict was told
}

// backlog is how many batches of notes can wait for an observer before they wait
// in the recorder instead.
const backlog = 64

func newDelivery(o Observer) *delivery {
	d := &delivery{notes: make(chan []note, backlog), over: make(chan struct{})}
	if o == nil {
		o = run.Ignore{}
	}
	go d.deliver(o)
	return d
}

// deliver ends with the verdict; what a goroutine that was left behind sends
// after that is not told.
func (d *delivery) deliver(o Observer) {
	defer close(d.over)
	for notes := range d.notes {
		over := false
		for i := range notes {
			notes[i].tell(o)
			over = over || notes[i].verdict != nil
		}
		run.Flush(o)
		if over {
			return
		}
	}
}

// close tells the verdict after all that came before it.
func (d *delivery) close(v run.Verdict) {
	d.notes <- []note{{verdict: &v}}
	<-d.over
}

// note is one thing to tell; exactly one field is set.
type note struct {
	event   *run.Event
	packet  *packetNote
	warning *run.Failure
	verdict *run.Verdict
}

func (n *note) tell(o Observer) {
	switch {
	case n.event != nil:
		o.Event(*n.event)
	case n.packet != nil:
		o.Packet(n.packet.words())
	case n.warning != nil:
		o.Warning(*n.warning)
	case n.verdict != nil:
		o.Verdict(*n.verdict)
	}
}
