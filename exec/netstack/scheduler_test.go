package netstack

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// idle is a scheduler of a stack that never has anything to do.
func idle() (*scheduler, *clock) {
	c := newClock()
	return newScheduler(c, runtime.Gosched), c
}

// locked calls wait as its callers do.
func (s *scheduler) locked(ready func() bool, deadline int64) outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wait(ready, deadline)
}

func TestWaitEndsAtTheDeadline(t *testing.T) {
	s, c := idle()
	fired := false
	c.AfterFunc(10, func() { fired = true })
	if got := s.locked(nil, epoch+10); got != expired || c.nanoseconds() != epoch+10 {
		t.Errorf("outcome %d at %d", got, c.nanoseconds()-epoch)
	}
	if !fired {
		t.Error("a timer of the same time had not fired")
	}
	if got := s.locked(nil, epoch); got != expired || c.nanoseconds() != epoch+10 {
		t.Errorf("a deadline in the past: outcome %d at %d", got, c.nanoseconds()-epoch)
	}
}

func TestWaitEndsWhenReady(t *testing.T) {
	s, c := idle()
	is := false
	c.AfterFunc(7, func() { is = true })
	if got := s.locked(func() bool { return is }, never); got != ready || c.nanoseconds() != epoch+7 {
		t.Errorf("outcome %d at %d", got, c.nanoseconds()-epoch)
	}
}

// TestOneAtATime has three goroutines wait for times that interleave, and for
// the same ones: they must go on in the order of the times, and of two that may
// go on at once the one that has waited longer.
func TestOneAtATime(t *testing.T) {
	for range 50 {
		s, c := idle()
		var got []string
		done := make(chan bool)
		s.work(3)
		for _, g := range []struct {
			name  string
			start int64
			step  int64
		}{{"a", 1, 6}, {"b", 2, 4}, {"c", 3, 12}} {
			go func() {
				s.locked(nil, epoch+g.start)
				for n := range int64(12 / g.step) {
					s.locked(nil, epoch+12+(n+1)*g.step)
					got = append(got, fmt.Sprint(g.name, c.nanoseconds()-epoch-12))
				}
				s.work(-1)
				done <- true
			}()
		}
		s.work(-1)
		for range 3 {
			<-done
		}
		if want := []string{"b4", "a6", "b8", "c12", "a12", "b12"}; !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestTimeStandsWhileSomeoneWorks(t *testing.T) {
	s, c := idle()
	over := make(chan outcome)
	s.work(1)
	go func() { over <- s.locked(nil, epoch+1000) }()
	for range 100 {
		time.Sleep(10 * time.Microsecond)
		if c.nanoseconds() != epoch {
			t.Fatal("the clock has moved while a goroutine was at work")
		}
	}
	s.work(-1)
	if got := <-over; got != expired || c.nanoseconds() != epoch+1000 {
		t.Errorf("outcome %d at %d", got, c.nanoseconds()-epoch)
	}
}

func TestInterrupt(t *testing.T) {
	s, _ := idle()
	over := make(chan outcome)
	s.work(1)
	go func() { over <- s.locked(nil, never) }()
	s.interrupt()
	if got := <-over; got != interrupted {
		t.Errorf("outcome %d of a wait that was under way", got)
	}
	s.work(-1)
	if got := s.locked(nil, epoch+5); got != interrupted {
		t.Errorf("outcome %d of a later wait", got)
	}
}

// goOn makes a timer fire every second, for ever.
func goOn(c *clock) {
	c.AfterFunc(time.Second, func() { goOn(c) })
}

// TestInterruptOfAnEndlessRun interrupts waits whose time never comes while
// timers go on and on.
func TestInterruptOfAnEndlessRun(t *testing.T) {
	s, c := idle()
	goOn(c)
	go func() {
		time.Sleep(5 * time.Millisecond)
		s.interrupt()
	}()
	if got := s.locked(func() bool { return false }, never); got != interrupted {
		t.Errorf("outcome %d", got)
	}
}

func TestStuck(t *testing.T) {
	s, _ := idle()
	if got := s.locked(func() bool { return false }, never); got != stuck {
		t.Errorf("outcome %d where nothing can happen", got)
	}
}
