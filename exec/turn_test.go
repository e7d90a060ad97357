package exec

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// panicOf is what f panics with, or nothing.
func panicOf(f func()) (message string) {
	defer func() {
		if r := recover(); r != nil {
			message = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

// TestWrongTurns holds that a hand-off which is against the rules is seen, and
// not a deadlock or two threads at a time.
func TestWrongTurns(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(*turn)
		want string
	}{
		{"release without take",
			func(u *turn) { u.Release(scriptSide) }, "the thread of the events releases the turn, which nobody has"},
		{"double release", func(u *turn) {
			u.Take(callSide)
			u.Release(callSide)
			u.Release(callSide)
		}, "the thread of blocking calls releases the turn, which nobody has"},
		{"release of the other's", func(u *turn) {
			u.Take(scriptSide)
			u.Release(callSide)
		}, "the thread of blocking calls releases the turn, which the thread of the events has"},
		{"double take", func(u *turn) {
			u.Take(scriptSide)
			u.Take(scriptSide)
		}, "the thread of the events takes the turn that it has"},
		{"away without a turn", func(u *turn) { u.Away(scriptSide, func() {}) }, "which nobody has"},
		{"taking while away", func(u *turn) {
			u.Take(scriptSide)
			u.Away(scriptSide, func() { u.Take(scriptSide) })
		}, "takes the turn that it has"},
		{"by the rules", func(u *turn) {
			u.Take(scriptSide)
			u.Away(scriptSide, func() {
				u.Take(callSide)
				u.Release(callSide)
			})
			u.Release(scriptSide)
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := panicOf(func() { test.do(new(turn)) }); !strings.Contains(got, test.want) ||
				test.want == "" && got != "" {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}

// TestTurnsExclude holds that two threads which keep to the rules are never in
// each other's way; the race detector looks at the counter.
func TestTurnsExclude(t *testing.T) {
	const rounds = 2000
	var u turn
	counter := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range rounds {
			u.Take(callSide)
			counter++
			u.Away(callSide, func() {})
			counter++
			u.Release(callSide)
		}
	}()
	u.Take(scriptSide)
	for range rounds {
		counter++
		u.Away(scriptSide, func() {})
	}
	u.Away(scriptSide, func() { <-done })
	u.Release(scriptSide)
	if counter != 3*rounds {
		t.Errorf("%d of %d changes were kept", counter, 3*rounds)
	}
}

// TestTurnCounts holds that a thread which waits for the turn is not at work, and
// is again before the other one lets go of it.
func TestTurnCounts(t *testing.T) {
	var working atomic.Int32
	working.Store(2)
	u := turn{work: func(n int) { working.Add(int32(n)) }}
	u.Take(scriptSide)
	got := make(chan int32)
	go func() {
		u.Take(callSide)
		got <- working.Load()
		u.Release(callSide)
	}()
	for working.Load() != 1 {
		runtime.Gosched()
	}
	u.Release(scriptSide)
	if n := <-got; n != 2 {
		t.Errorf("%d threads were at work, want 2", n)
	}
}
