package model

import "github.com/pktlang/pkt/lang"

// report adds an observation about the statement under the walk.
func (w *walker) report(o Observation) { w.reportAt(w.here(), nil, DescriptorRef{}, o) }

// reportOn is report for a connection.
func (w *walker) reportOn(c *Connection, o Observation) { w.reportAt(w.here(), c, c.Descriptor, o) }

// reportFor is report for a descriptor.
func (w *walker) reportFor(d *Descriptor, o Observation) {
	w.reportAt(w.here(), nil, descriptorRef(d.Number), o)
}

// reportAt adds an observation about any statement so far.
func (w *walker) reportAt(statement StatementRef, c *Connection, descriptor DescriptorRef, o Observation) {
	index, _ := statement.Index()
	if w.guessed(int(index)) {
		return
	}
	o.Statement, o.Descriptor = int(index), descriptor
	if c != nil {
		if c.Diverged.Any() {
			return
		}
		o.Connection = c.Ref()
	}
	w.found = append(w.found, o)
}

// guessed reports whether a statement is a call that nobody knows by its name.
// The walk goes on as if the call were the one that was most likely meant, but
// nothing is said of the call itself.
func (w *walker) guessed(statement int) bool {
	call := w.program.CallAt(statement)
	return call != nil && (call.Signature == nil || call.Signature.Name != call.Name())
}

// action is the action of a statement, or all of it where it has none.
func (w *walker) action(statement StatementRef) lang.Node {
	index, _ := statement.Index()
	st := w.script.Statements[index]
	if st.Action != nil {
		return st.Action
	}
	return st.Core
}
