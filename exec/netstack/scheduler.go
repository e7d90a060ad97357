package netstack

import (
	"sync"
	"sync/atomic"
)

// scheduler decides when time moves, and whose turn it then is.
//
// Time stands still while anyone is at work: a goroutine of the run that is not
// waiting here, or the stack itself. So every run is a sequence of steps that
// depends on nothing but what happened before: not on the load of the machine,
// nor on how many processors it has.
//
// Two things make that so. The stack does its work either on the goroutine that
// calls it, in timers, which fire on the goroutine that moves the clock, or on
// one goroutine of its own that handles received segments. That one can be
// asked to halt, which it does only when it has nothing left to do; see
// settle. And whoever waits, for a packet, a time or a call that blocks, does
// so in wait; the last one to begin waiting moves the clock, until one of those
// who wait may go on.
type scheduler struct {
	clock *clock
	// settle waits until the stack has nothing left to do at the present time.
	settle func()

	interrupted atomic.Bool
	blocked     atomic.Int32 // calls that block

	mu      sync.Mutex
	working int        // goroutines that are at work
	waiting []*sleeper // those that wait, the longest first
}

// sleeper is a goroutine that waits.
type sleeper struct {
	// ready reports whether what it waits for has come. It is called, under
	// the scheduler's lock, whenever the stack has come to rest.
	ready func() bool
	// deadline is when it goes on all the same, in nanoseconds, or never.
	deadline int64
	outcome  outcome
	wake     chan struct{}
}

// outcome is why a wait ended.
type outcome uint8

const (
	ready       outcome = iota // what was waited for is there
	expired                    // the deadline has come
	interrupted                // the run is over
	stuck                      // nothing can happen any more, whatever the time
)

// newScheduler returns one for a run whose first goroutine is at work.
func newScheduler(c *clock, settle func()) *scheduler {
	return &scheduler{clock: c, settle: settle, working: 1}
}

// work says that n more goroutines of the run are at work, or fewer. One that
// makes another go on counts it first, so that time cannot move in between.
func (s *scheduler) work(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.working += n
	if s.working == 0 {
		s.advance()
	}
}

// wait waits until ready, or until the clock reaches deadline. It is called
// with the lock held, and returns with the lock held.
func (s *scheduler) wait(ready func() bool, deadline int64) outcome {
	if s.interrupted.Load() {
		return interrupted
	}
	w := &sleeper{ready: ready, deadline: deadline, wake: make(chan struct{}, 1)}
	s.waiting = append(s.waiting, w)
	s.working--
	if s.working == 0 {
		s.advance()
	}
	s.mu.Unlock()
	<-w.wake
	s.mu.Lock()
	return w.outcome
}

// interrupt ends all waits, the present ones and those to come. Any goroutine
// may call it.
func (s *scheduler) interrupt() {
	s.interrupted.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.release(interrupted)
}

// advance lets the stack work and time pass until someone may go on. All
// timers of a time fire before it is the deadline of anyone.
func (s *scheduler) advance() {
	for len(s.waiting) > 0 {
		if s.interrupted.Load() {
			s.release(interrupted)
			return
		}
		s.settle()
		if s.resume(func(w *sleeper) (outcome, bool) { return ready, w.ready != nil && w.ready() }) {
			return
		}
		if s.clock.fire() {
			continue
		}
		now := s.clock.nanoseconds()
		if s.resume(func(w *sleeper) (outcome, bool) { return expired, w.deadline <= now }) {
			return
		}
		next := s.clock.next()
		for _, w := range s.waiting {
			next = min(next, w.deadline)
		}
		if next == never {
			s.release(stuck)
			return
		}
		s.clock.moveTo(next)
	}
}

// resume wakes the first one that may go on, and reports whether there was one.
func (s *scheduler) resume(may func(*sleeper) (outcome, bool)) bool {
	for i, w := range s.waiting {
		if o, ok := may(w); ok {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			s.awake(w, o)
			return true
		}
	}
	return false
}

// release wakes all.
func (s *scheduler) release(o outcome) {
	for _, w := range s.waiting {
		s.awake(w, o)
	}
	s.waiting = nil
}

func (s *scheduler) awake(w *sleeper, o outcome) {
	w.outcome = o
	s.working++
	w.wake <- struct{}{}
}
