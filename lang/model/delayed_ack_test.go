package model

import (
	"testing"

	"github.com/pktlang/pkt/lang"
)

// Linux delays the ACK of a single small segment in pingpong mode, which data
// soon after data, or a FIN, brings about.
func TestAckDelay(t *testing.T) {
	at := func(milliseconds int64, statement int) moment {
		return moment{StatementAt(statement), Clock{Low: milliseconds * 1000, Top: milliseconds * 1000}}
	}
	answer := data(1, 100)
	for _, test := range []struct {
		name  string
		steps func(*ackDelay)
		want  StatementRef
	}{
		{"at the beginning", func(d *ackDelay) { d.arrived(data(1, 100), true, false, at(0, 1)) }, StatementRef{}},
		{"after an answer", func(d *ackDelay) {
			d.arrived(data(1, 100), true, false, at(0, 1))
			d.sent(answer, at(39, 2).clock)
			d.arrived(data(101, 100), true, false, at(50, 3))
		}, StatementAt(3)},
		{"after a late answer", func(d *ackDelay) {
			d.arrived(data(1, 100), true, false, at(0, 1))
			d.sent(answer, at(40, 2).clock)
			d.arrived(data(101, 100), true, false, at(50, 3))
		}, StatementRef{}},
		{"the second of two segments", func(d *ackDelay) {
			d.pingpong, d.data = true, at(0, 1)
			d.arrived(data(101, 100), true, false, at(1, 2))
			d.arrived(data(201, 100), true, false, at(2, 3))
		}, StatementRef{}},
		{"a large segment", func(d *ackDelay) {
			d.pingpong, d.data = true, at(0, 1)
			d.arrived(data(101, 536), true, false, at(1, 2))
		}, StatementRef{}},
		{"out of order", func(d *ackDelay) {
			d.pingpong, d.data = true, at(0, 1)
			d.arrived(data(201, 100), false, false, at(1, 2))
			d.arrived(data(101, 100), true, false, at(2, 3))
		}, StatementRef{}},
		{"a FIN", func(d *ackDelay) {
			d.arrived(data(1, 100), true, false, at(0, 1))
			fin := data(101, 0)
			fin.flags |= lang.FIN
			d.arrived(fin, true, false, at(1, 2))
		}, StatementAt(2)},
		{"a FIN after ours", func(d *ackDelay) {
			d.arrived(data(1, 100), true, true, at(0, 1))
			fin := data(101, 0)
			fin.flags |= lang.FIN
			d.arrived(fin, true, true, at(1, 2))
		}, StatementRef{}},
		{"acknowledged", func(d *ackDelay) {
			d.pingpong, d.data = true, at(0, 1)
			d.arrived(data(101, 100), true, false, at(1, 2))
			d.sent(data(1, 0), at(2, 3).clock)
		}, StatementRef{}},
	} {
		var d ackDelay
		test.steps(&d)
		if d.pending.statement != test.want {
			t.Errorf("%s: pending %v, want %v", test.name, d.pending.statement, test.want)
		}
	}
}
