package model

import (
	"testing"

	"github.com/pktlang/pkt/lang/vocab"
)

// A state that was handed out does not change when the walk goes on.
func TestCopyOnWrite(t *testing.T) {
	s := newState(environmentAfter())
	s.openDescriptor(&Descriptor{Number: 3, Kind: vocab.SocketDescriptor, Opened: StatementAt(1)})
	c := s.newConnection()
	c.Receive.OutOfOrder = []Block{{1, 2}}
	kept := s.clone()
	next := s.clone()

	d := next.editDescriptor(descriptorRef(3))
	d.Role, d.Queue = Listening, append(d.Queue, c.Ref())
	e := next.editConnection(c.Ref())
	e.State, e.due = Established, append(e.due, DueSegment{})
	e.Receive.OutOfOrder = append(e.Receive.OutOfOrder, Block{3, 4})
	next.openDescriptor(&Descriptor{Number: 4})
	next.closeDescriptor(descriptorRef(3), StatementAt(5))

	if d := kept.Descriptor(3); d == nil || d.Role != Fresh || len(d.Queue) != 0 || d.Closed.Any() {
		t.Errorf("the descriptor changed: %+v", d)
	}
	if kept.Descriptor(4) != nil || kept.ClosedDescriptor(3) != nil {
		t.Error("the descriptor table changed")
	}
	if c := kept.Connection(c.Ref()); c.State != Closed || len(c.due) != 0 || len(c.Receive.OutOfOrder) != 1 {
		t.Errorf("the connection changed: %+v", c)
	}
	if d := next.ClosedDescriptor(3); d == nil || d.Role != Listening || d.Closed != StatementAt(5) ||
		next.Descriptor(3) != nil {
		t.Errorf("the closed descriptor is %+v", d)
	}
}

// The newer of two descriptors with one number hides the older.
func TestDescriptorTable(t *testing.T) {
	s := newState(environmentAfter())
	for n, number := range []int64{5, 3, 5} {
		s.openDescriptor(&Descriptor{Number: number, Opened: StatementAt(n)})
	}
	if got := s.Descriptor(5).Opened; got != StatementAt(2) {
		t.Errorf("descriptor 5 was opened at %v, want the newer one", got)
	}
	var order []int64
	for _, d := range s.Descriptors() {
		order = append(order, d.Number)
	}
	if len(order) != 3 || order[0] != 3 {
		t.Errorf("descriptors %v are not in numeric order", order)
	}
	s.closeDescriptor(descriptorRef(5), StatementAt(7))
	if got := s.Descriptor(5).Opened; got != StatementAt(0) {
		t.Errorf("after close the descriptor 5 is that of %v, want the older one", got)
	}
	if s.Descriptor(-1) != nil || s.DescriptorNamed(DescriptorRef{}) != nil {
		t.Error("nothing has the number -1")
	}
}

func TestRef(t *testing.T) {
	var none StatementRef
	if _, ok := none.Index(); ok || none.Any() || none.Is(0) || none.After(none) {
		t.Error("the zero reference names something")
	}
	first, later := StatementAt(0), StatementAt(4)
	if index, ok := later.Index(); index != 4 || !ok || !later.Is(4) || later.Is(3) {
		t.Errorf("the reference to 4 names %d", index)
	}
	if !later.After(first) || first.After(later) || !first.After(none) || none.After(first) || first.After(first) {
		t.Error("references are not in the order of the statements")
	}
	if none.Or(later) != later || first.Or(later) != first {
		t.Error("Or does not take the first that names something")
	}
}

func TestFact(t *testing.T) {
	for _, test := range []struct {
		fact             Fact
		text             string
		is, isNot, known bool // of 5
	}{
		{Exactly(5), "5", true, false, true}, {Exactly(6), "6", false, true, true}, {Between(4, 6), "4 to 6",
			false, false, true},
		{Between(6, 9), "6 to 9", false, true, true}, {AtLeast(3), "3 or more", false, false, true}, {AtLeast(7),
			"7 or more", false, true, true},
		{Unknown(), "unknown", false, false, false},
	} {
		f := test.fact
		if f.String() != test.text || f.Is(5) != test.is || f.IsNot(5) != test.isNot || f.Known() != test.known {
			t.Errorf("%v: text %q, is 5 %v, is not 5 %v, known %v", f, f.String(), f.Is(5), f.IsNot(5), f.Known())
		}
	}
}
