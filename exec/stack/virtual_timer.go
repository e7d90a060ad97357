package stack

import (
	"container/heap"
	"sync"
	"time"
)

// timers are the present time of a virtual clock, and what is to happen later.
// Timers fire in the order of their times, those of one time in the order in
// which they were set.
type timers struct {
	mu  sync.Mutex
	now time.Duration
	set uint64 // how many times a timer was set
	timerHeap
}

// VirtualTimer calls a function once, at a time of a virtual clock.
type VirtualTimer struct {
	timers *timers
	run    func()
	at     time.Duration
	order  uint64 // among timers of one time
	index  int    // in the heap, or unset
}

const unset = -1

// AfterFunc calls f when so much time has passed, on the thread that moves the
// clock, which holds no lock that f could want but that of this clock's waits.
func (c *VirtualClock) AfterFunc(d time.Duration, f func()) *VirtualTimer {
	t := &VirtualTimer{timers: &c.timers, run: f, index: unset}
	t.Reset(d)
	return t
}

// Stop keeps the timer from firing, and reports whether it would have.
func (t *VirtualTimer) Stop() bool {
	t.timers.mu.Lock()
	defer t.timers.mu.Unlock()
	return t.stop()
}

func (t *VirtualTimer) stop() bool {
	if t.index == unset {
		return false
	}
	heap.Remove(&t.timers.timerHeap, t.index)
	return true
}

// Reset lets the timer fire when so much time has passed from now on, and not
// when it would have before.
func (t *VirtualTimer) Reset(d time.Duration) {
	c := t.timers
	c.mu.Lock()
	defer c.mu.Unlock()
	t.stop()
	c.set++
	t.at, t.order = Later(c.now, max(d, 0)), c.set
	heap.Push(&c.timerHeap, t)
}

// Later is a time that lies so much after another, or Forever where there is no
// such time.
func Later(at, d time.Duration) time.Duration {
	if d > Forever-at {
		return Forever
	}
	return at + d
}

func (c *timers) present() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// next is when the next timer fires, or Forever.
func (c *timers) next() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timerHeap) == 0 {
		return Forever
	}
	return c.timerHeap[0].at
}

// moveTo moves the time forward, to no later than the next timer.
func (c *timers) moveTo(at time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timerHeap) > 0 {
		at = min(at, c.timerHeap[0].at)
	}
	c.now = max(c.now, at)
}

// fire runs one timer whose time has come, and reports whether there was one.
func (c *timers) fire() bool {
	c.mu.Lock()
	if len(c.timerHeap) == 0 || c.timerHeap[0].at > c.now {
		c.mu.Unlock()
		return false
	}
	t := heap.Pop(&c.timerHeap).(*VirtualTimer)
	c.mu.Unlock()
	t.run()
	return true
}

// timerHeap implements heap.Interface.
type timerHeap []*VirtualTimer

// Len implements heap.Interface.
func (h timerHeap) Len() int { return len(h) }

// Less implements heap.Interface.
func (h timerHeap) Less(i, j int) bool {
	if h[i].at != h[j].at {
		return h[i].at < h[j].at
	}
	return h[i].order < h[j].order
}

// Swap implements heap.Interface.
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push implements heap.Interface.
func (h *timerHeap) Push(x any) {
	t := x.(*VirtualTimer)
	t.index = len(*h)
	*h = append(*h, t)
}

// Pop implements heap.Interface.
func (h *timerHeap) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	t.index = unset
	return t
}
