package program

import (
	"github.com/pktlang/pkt/lang/vocab"
)

// tracker follows which descriptors of a script are open: what a call expects
// to get is what it gets, or the script ends there.
type tracker struct {
	*compiler
	// statement is the index of the one that the tracker is at, and call its
	// call.
	statement int
	call      *Call
	// current are the descriptors that have a number, by number, and closed
	// those that had it last, as indexes into Program.Descriptors.
	current, closed map[int32]int
	// told are the numbers of which was said that no call opens them.
	told map[int32]bool
	// uncertain is set after what could not be understood: it may have opened
	// anything.
	uncertain bool
}

// track begins to follow the program's descriptors.
func (c *compiler) track(previous *Program) *tracker {
	if p := c.program; previous != nil {
		p.References = make([]Reference, 0, len(previous.References)+8)
		p.Descriptors = make([]Descriptor, 0, len(previous.Descriptors)+1)
	}
	return &tracker{compiler: c, current: make(map[int32]int), closed: make(map[int32]int), told: make(map[int32]bool)}
}

// step goes over a statement, given with its index.
func (t *tracker) step(i int, s *statement) {
	t.statement, t.call = i, s.call
	t.uncertain = t.uncertain || s.uncertain
	for n := range s.namings {
		t.follow(&s.namings[n])
	}
}

// follow goes over one naming.
func (t *tracker) follow(n *naming) {
	if n.use == vocab.OpensDescriptor {
		t.opens(n)
		return
	}
	at := t.uses(n)
	if n.use == vocab.ClosesDescriptor {
		t.closes(at)
	}
}

func (t *tracker) refer(descriptor int, n *naming) int {
	p := t.program
	p.References = append(p.References,
		Reference{Statement: t.statement, Descriptor: descriptor, Use: n.use, Node: n.node})
	return len(p.References) - 1
}

func (t *tracker) enter(d Descriptor) int {
	p := t.program
	p.Descriptors = append(p.Descriptors, d)
	at := len(p.Descriptors) - 1
	t.current[d.Number] = at
	return at
}

func (t *tracker) opens(n *naming) {
	by := t.call.Signature
	d := Descriptor{Number: n.number, Kind: by.Opens, Closed: -1, Hides: -1, restores: by.Reopens}
	if at, ok := t.current[n.number]; ok && t.program.Descriptors[at].Opened >= 0 {
		d.Hides = at
		if !by.Reopens {
			t.taken(n, at)
		}
	}
	at := t.enter(d)
	t.program.Descriptors[at].Opened = t.refer(at, n)
}

func (t *tracker) uses(n *naming) int {
	at, ok := t.current[n.number]
	if !ok {
		at = t.enter(Descriptor{Number: n.number, Opened: -1, Closed: -1, Hides: -1})
	}
	switch d := &t.program.Descriptors[at]; {
	case d.Opened < 0:
		t.unopened(n, at)
	case n.socket && d.Kind != vocab.SocketDescriptor:
		t.noSocket(n, d)
	}
	reference := t.refer(at, n)
	d := &t.program.Descriptors[at]
	d.Uses++
	if n.use == vocab.ClosesDescriptor {
		d.Closed = reference
	}
	return at
}

func (t *tracker) closes(at int) {
	d := &t.program.Descriptors[at]
	if d.Opened >= 0 {
		t.closed[d.Number] = at
	}
	if d.restores && d.Hides >= 0 {
		t.current[d.Number] = d.Hides
		return
	}
	delete(t.current, d.Number)
}

// unopened reports a number that no call has opened, or that was closed. The
// first use of a number that never was speaks for all others.
func (t *tracker) unopened(n *naming, descriptor int) {
	name := t.call.Name()
	if at, ok := t.closed[n.number]; ok {
		f := faultf(CodeClosedDescriptor, n.node, "%s() uses descriptor %d after it was closed", name, n.number)
		closing := t.program.References[t.program.Descriptors[at].Closed]
		t.say(f.relate(closing.Statement, "it was closed here").says("unable to find fd with script fd %d", n.number))
		return
	}
	if !t.told[n.number] {
		f := faultf(CodeUnknownDescriptor, n.node, "%s() uses descriptor %d, which no call has returned", name,
			n.number)
		missing := t.say(f.says("unable to find fd with script fd %d", n.number))
		t.told[n.number], t.program.Descriptors[descriptor].Missing = missing, missing
	}
}

func (t *tracker) noSocket(n *naming, d *Descriptor) {
	f := faultf(CodeWrongDescriptor, n.node,
		"%s() needs a socket, but descriptor %d is a %s", t.call.Name(), n.number, d.Kind)
	opening := t.program.References[d.Opened]
	t.say(f.relate(opening.Statement, "it was opened here"))
}

func (t *tracker) taken(n *naming, at int) {
	f := faultf(CodeDescriptorTaken, n.node,
		"%s() returns descriptor %d, which is open: the script gives each open descriptor its own number",
		t.call.Name(), n.number)
	opening := t.program.References[t.program.Descriptors[at].Opened]
	t.say(f.relate(opening.Statement, "it was opened here").says("duplicate fd %d in script", n.number))
}

// say reports a fault, if it is certain: not after what could not be
// understood, nor in a statement with a syntax error.
func (t *tracker) say(f *fault) bool {
	certain := !t.uncertain && !t.program.statements[t.statement].unsound
	if certain {
		t.report(t.statement, f)
	}
	return certain
}
