package stack

import (
	"errors"
	"testing"
)

// A pointer to Base is a stack.
var _ Stack = (*Base)(nil)

// TestBaseReceive holds that what is sent is received at its time, in the order
// of times, and how a wait ends without.
func TestBaseReceive(t *testing.T) {
	var b Base
	b.Send([]byte{2}, 200)
	b.Send([]byte{1}, 100)
	receive := func(deadline Time, data byte, at Time, want error) {
		t.Helper()
		got, when, err := b.Receive(deadline)
		if !errors.Is(err, want) || err == nil && (got[0] != data || when != at) {
			t.Errorf("received %v at %d, %v; want %d at %d, %v", got, when, err, data, at, want)
		}
	}
	receive(50, 0, 0, ErrTimeout)
	if b.Now() != 50 {
		t.Errorf("the clock shows %d, want 50", b.Now())
	}
	receive(Never, 1, 100, nil)
	b.SleepUntil(300)
	receive(250, 2, 200, nil)
	receive(Never, 0, 0, ErrTimeout)
	if b.Now() != 300 {
		t.Errorf("where nothing comes, the clock shows %d, want 300", b.Now())
	}
	b.Send([]byte{3}, 400)
	b.Interrupt()
	receive(Never, 0, 0, ErrInterrupted)
}
