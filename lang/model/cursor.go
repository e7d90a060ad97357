package model

// Cursor reads the states of a script from front to back: asking for one after
// the other costs one walk over the script, where Model.Before walks from a
// checkpoint each time. It is not safe for concurrent use.
type Cursor struct {
	model *Model
	walk  *walker
	at    int // the statement that the walk stands before
}

// Cursor returns a new cursor.
func (m *Model) Cursor() *Cursor { return &Cursor{model: m} }

// Before is the state before the statement with that index, as Model.Before
// returns it. It is valid until the next call.
func (c *Cursor) Before(statement int) *State {
	n := len(c.model.script.Statements)
	if n == 0 || statement >= n {
		return c.model.final
	}
	statement = max(statement, 0)
	nearest := statement / c.model.interval
	if c.walk == nil || statement < c.at || nearest*c.model.interval > c.at {
		c.walk = &walker{program: c.model.program, script: c.model.script, state: c.model.checkpoints[nearest].clone()}
		c.at = nearest * c.model.interval
	}
	for ; c.at < statement; c.at++ {
		c.walk.step(c.at)
		c.walk.found = c.walk.found[:0]
	}
	return c.walk.state
}
