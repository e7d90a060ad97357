package exec

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// player is one of the threads of a run.
type player int32

const (
	nobody     player = iota
	scriptSide        // plays the events
	callSide          // makes the system calls that block
)

func (p player) String() string {
	return [...]string{"nobody", "the thread of the events", "the thread of blocking calls"}[p]
}

// turn says which thread may use the state of a run: the sockets, the recorder,
// the present event and its times. Its rules:
//
//   - The thread of the events has the turn from the first event to the end. It
//     lets go while it sleeps until the time of an event, while it hands a call
//     to the other thread until that one is seen to block, and while it waits
//     for such a call to end; and at no other time, such as while it waits for a
//     packet.
//   - The thread of blocking calls takes the turn for each call. It lets go
//     while it sleeps until the call's time, and inside the call, from
//     stack.Hooks.Begin to End: the script goes on meanwhile. It takes the turn
//     again to compare what the call did, and lets go when that is done.
//   - What was read before letting go may have changed after.
//   - Only the one that has the turn releases it, and nobody takes a turn that it
//     has. Anything else is a mistake of this package, or of a stack that does
//     not call each hook once, and panics.
//
// Who ends a run from outside has no turn: what it uses is atomic, or has a lock
// of its own.
type turn struct {
	// work, where set, is told when a player stops working to wait for the
	// turn, and when it is about to get it; see stack.Clock.
	work func(n int)

	mu      sync.Mutex
	taken   bool
	waiting []chan struct{} // of those that wait for the turn, the first first
	holder  atomic.Int32    // a player
}

// Take waits for the turn.
func (t *turn) Take(p player) {
	if t.has(p) {
		panic(fmt.Sprintf("%s takes the turn that it has", p))
	}
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
	} else {
		mine := make(chan struct{})
		t.waiting = append(t.waiting, mine)
		t.mu.Unlock()
		t.count(-1)
		<-mine
	}
	t.holder.Store(int32(p))
}

func (t *turn) count(n int) {
	if t.work != nil {
		t.work(n)
	}
}

// Release lets go of the turn.
func (t *turn) Release(p player) {
	if !t.holder.CompareAndSwap(int32(p), int32(nobody)) {
		panic(fmt.Sprintf("%s releases the turn, which %s has", p, player(t.holder.Load())))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.taken = false
		return
	}
	next := t.waiting[0]
	t.waiting = t.waiting[1:]
	t.count(1)
	close(next)
}

// Away lets go of the turn while wait runs.
func (t *turn) Away(p player, wait func()) {
	t.Release(p)
	defer t.Take(p)
	wait()
}

// has reports whether a player has the turn; it is to be asked by that player.
func (t *turn) has(p player) bool { return t.holder.Load() == int32(p) }
