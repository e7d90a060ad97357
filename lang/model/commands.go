package model

import "fmt"

// afterCommand gives up what a timed command may change of open connections.
func (w *walker) afterCommand() {
	if w.state.Environment.LossPossible {
		w.lost("a command may have changed how its packets travel")
	}
}

// finish looks at what is left when the script ends.
func (w *walker) finish() {
	for _, c := range w.state.connections {
		r := &c.Receive
		if !c.Tracked() || !r.FinSeen || r.uncertain || after(r.Acknowledged, r.fin) || c.lastOutbound < r.FinAt || c.wasReset() {
			continue
		}
		w.reportAt(r.FinAt, c, c.Descriptor, Observation{Kind: FinNotAcknowledged, Certainty: Remark, Node: w.place(r.FinAt, "").Node,
			Expected: Exactly(int64(r.Next)), Related: w.related(c.lastOutbound, "the last segment that the script expects"),
			Message: fmt.Sprintf("the peer's FIN is never acknowledged: the connection is not released in this direction until the script expects ack %d", r.Next)})
	}
}

// wasReset reports whether a RST ended the connection, or may have.
func (c *Connection) wasReset() bool { return c.resetCause >= 0 }
