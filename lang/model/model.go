package model

import (
	"sort"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
)

// Model is what is known of a script before and after each of its statements.
// It is immutable and safe for concurrent use.
type Model struct {
	program *program.Program
	script  *lang.Script // of the program
	// checkpoints holds the state before every interval-th statement.
	checkpoints  []*State
	interval     int
	final        *State
	observations []found
	clocks       []Clock // of each statement that is an event
}

// found is an observation with the statement at which the walk made it, which
// may be later than the one that it is about.
type found struct {
	Observation
	walked int
}

// Asking for a state walks over no more statements than lie between two
// checkpoints. There are no more than a few hundred, so that a very long script
// does not fill the memory.
const (
	leastInterval   = 64
	mostCheckpoints = 256
)

// New walks a script.
func New(p *program.Program) *Model {
	m := &Model{program: p, script: p.Script, interval: max(leastInterval, len(p.Script.Statements)/mostCheckpoints)}
	m.walk(newState(newEnvironment(&p.Settings)), 0)
	return m
}

// Update walks a script that differs from the model's by an edit: it begins at
// the last checkpoint before the first statement that is not the same.
func (m *Model) Update(p *program.Program) *Model {
	script := p.Script
	at := min(samePrefix(m.script, script)/m.interval, len(m.checkpoints)-1)
	if at <= 0 || len(script.Statements) > 2*mostCheckpoints*m.interval ||
		!sameSettings(&m.program.Settings, &p.Settings) {
		return New(p)
	}
	from := at * m.interval
	next := &Model{program: p, script: script, checkpoints: m.checkpoints[:at:at], interval: m.interval,
		clocks: m.clocks[:from:from]}
	for _, o := range m.observations {
		if o.walked < from {
			next.observations = append(next.observations, o)
		}
	}
	next.walk(m.checkpoints[at].clone(), from)
	return next
}

// samePrefix is how many statements two scripts have in common at their
// beginning.
func samePrefix(a, b *lang.Script) int {
	n := min(len(a.Statements), len(b.Statements))
	for i := 0; i < n; i++ {
		x, y := a.Statements[i], b.Statements[i]
		if x != y && (x.Kind != y.Kind || x.Action != y.Action || x.Time != y.Time || x.Option != y.Option ||
			x.Core != y.Core) {
			return i
		}
	}
	return n
}

// walk goes on from a state that no one else holds.
func (m *Model) walk(s *State, from int) {
	w := &walker{program: m.program, script: m.script, state: s}
	for i := from; i < len(m.script.Statements); i++ {
		if i%m.interval == 0 {
			m.checkpoints = append(m.checkpoints, s)
			s = s.clone()
			w.state = s
		}
		m.clocks = append(m.clocks, s.Clock.advance(m.script.Statements[i].Time))
		w.step(i)
		m.collect(w, i)
	}
	w.finish()
	m.collect(w, len(m.script.Statements))
	m.final = s
}

// Each walks a program once, and calls visit before each statement with its index,
// the state before it, and the time of the statement. The state is changed by the
// walk: it holds until visit returns. It is for whoever wants every state once;
// whoever wants some of them has a Model.
func Each(p *program.Program, visit func(statement int, before *State, clock Clock)) {
	s := newState(newEnvironment(&p.Settings))
	w := &walker{program: p, script: p.Script, state: s}
	for i, st := range p.Script.Statements {
		visit(i, s, s.Clock.advance(st.Time))
		w.step(i)
		w.found = w.found[:0]
	}
}

func (m *Model) collect(w *walker, walked int) {
	for _, o := range w.found {
		m.observations = append(m.observations, found{o, walked})
	}
	w.found = w.found[:0]
}

// Program is the program that was walked.
func (m *Model) Program() *program.Program { return m.program }

// Observations returns what the model has to say, in the order of the
// statements that it is about.
func (m *Model) Observations() []Observation {
	out := make([]Observation, len(m.observations))
	for i, o := range m.observations {
		out[i] = o.Observation
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Statement < out[j].Statement })
	return out
}

// Before is the state before the statement with that index in
// Script.Statements. Indexes out of range are clamped.
func (m *Model) Before(statement int) *State {
	n := len(m.script.Statements)
	if n == 0 || statement >= n {
		return m.final
	}
	statement = max(statement, 0)
	at := statement / m.interval
	s := m.checkpoints[at].clone()
	w := &walker{program: m.program, script: m.script, state: s}
	for i := at * m.interval; i < statement; i++ {
		w.step(i)
	}
	return s
}

// After is the state after the statement with that index.
func (m *Model) After(statement int) *State { return m.Before(max(statement, -1) + 1) }

// AbsoluteTime is when the statement with that index happens, in microseconds
// since the first event, as a range; ok is false where the statement is no
// event. The upper end is large where the time is not bounded.
func (m *Model) AbsoluteTime(statement int) (clock Clock, ok bool) {
	if statement < 0 || statement >= len(m.script.Statements) ||
		m.script.Statements[statement].Kind != lang.EventStatement {
		return Clock{}, false
	}
	return m.clocks[statement], true
}
