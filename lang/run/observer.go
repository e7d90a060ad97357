package run

// Observer is told what happens in a run. Its methods are called one at a time,
// in the order in which things happened, but not as they happen: what is told
// waits until the script has time for it, so that an observer does not disturb
// the times of events. What it is given is its own to keep.
//
// An observer that has a method Flush() is asked to flush each time when there
// is nothing more to tell for a while, and at the end.
type Observer interface {
	// Event is told twice of each event that comes to its end: when it begins
	// and when it is over.
	Event(Event)
	// Packet is told of each packet that was injected or that the stack sent.
	Packet(Packet)
	// Warning is told of each mismatch that --non_fatal allows.
	Warning(Failure)
	// Verdict is told how the run ended, once and last.
	Verdict(Verdict)
}

// Ignore is an observer that does nothing: embed it to observe a part.
type Ignore struct{}

// Event implements Observer.
func (Ignore) Event(Event) {}

// Packet implements Observer.
func (Ignore) Packet(Packet) {}

// Warning implements Observer.
func (Ignore) Warning(Failure) {}

// Verdict implements Observer.
func (Ignore) Verdict(Verdict) {}

// Several tells each of several observers, in order; nil ones are left out.
func Several(observers ...Observer) Observer {
	var kept several
	for _, o := range observers {
		if o != nil {
			kept = append(kept, o)
		}
	}
	return kept
}

type several []Observer

func (s several) Event(e Event) {
	for _, o := range s {
		o.Event(e)
	}
}

func (s several) Packet(p Packet) {
	for _, o := range s {
		o.Packet(p)
	}
}

func (s several) Warning(f Failure) {
	for _, o := range s {
		o.Warning(f)
	}
}

func (s several) Verdict(v Verdict) {
	for _, o := range s {
		o.Verdict(v)
	}
}

// Flush flushes those that can be flushed.
func (s several) Flush() {
	for _, o := range s {
		Flush(o)
	}
}

// Flush asks an observer to flush, if it can.
func Flush(o Observer) {
	if f, ok := o.(interface{ Flush() }); ok {
		f.Flush()
	}
}
