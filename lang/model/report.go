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
	o.Statement, o.Descriptor = int(index), descriptor
	if c != nil {
		if c.Diverged.Any() {
			return
		}
		o.Connection = c.Ref()
	}
	w.found = append(w.found, o)
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
