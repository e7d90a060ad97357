package model

// Each calls visit with the state after each of the statements from the first
// index up to, but not including, the second, in order, until visit returns
// false. It costs one walk over them, where After costs up to interval steps
// for each. The state and what it holds change with the next step: visit must
// not keep them.
func (m *Model) Each(from, to int, visit func(statement int, after *State) bool) {
	from, to = max(from, 0), min(to, len(m.script.Statements))
	if from >= to {
		return
	}
	s := m.Before(from).clone()
	w := &walker{script: m.script, state: s}
	for i := from; i < to; i++ {
		w.step(i)
		if !visit(i, s) {
			return
		}
	}
}
