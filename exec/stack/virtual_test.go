package stack

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// yielding is a clock of a stack that never has anything to do, and lets others
// run: where there is one processor, nobody else would.
func yielding() *VirtualClock { return &VirtualClock{Settle: runtime.Gosched} }

func TestAwaitEndsAtItsTime(t *testing.T) {
	c := yielding()
	fired := false
	c.AfterFunc(10, func() { fired = true })
	if got := c.Await(nil, 10); got != Expired || c.Elapsed() != 10 {
		t.Errorf("outcome %d at %d", got, c.Elapsed())
	}
	if !fired {
		t.Error("a timer of the same time had not fired")
	}
	if got := c.Await(nil, 0); got != Expired || c.Elapsed() != 10 {
		t.Errorf("a time in the past: outcome %d at %d", got, c.Elapsed())
	}
}

func TestAwaitEndsWhenReady(t *testing.T) {
	c := yielding()
	is := false
	c.AfterFunc(7, func() { is = true })
	if got := c.Await(func() bool { return is }, Forever); got != Ready || c.Elapsed() != 7 {
		t.Errorf("outcome %d at %d", got, c.Elapsed())
	}
}

// TestOneAtATime has three threads wait for times that interleave, and for the
// same ones: they must go on in the order of the times, and of two that may go on
// at once the one that has waited longer.
func TestOneAtATime(t *testing.T) {
	for range 50 {
		c := yielding()
		var got []string
		done := make(chan bool)
		c.Work(3)
		for _, g := range []struct {
			name        string
			start, step Time
		}{{"a", 1, 6}, {"b", 2, 4}, {"c", 3, 12}} {
			go func() {
				c.SleepUntil(g.start)
				for n := range 12 / g.step {
					c.SleepUntil(12 + (n+1)*g.step)
					got = append(got, fmt.Sprint(g.name, c.Now()-12))
				}
				c.Work(-1)
				done <- true
			}()
		}
		c.Work(-1)
		for range 3 {
			<-done
		}
		if want := []string{"b4", "a6", "b8", "c12", "a12", "b12"}; !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestTimeStandsWhileSomeoneWorks(t *testing.T) {
	c := yielding()
	over := make(chan Outcome)
	c.Work(1)
	go func() { over <- c.Await(nil, 1000) }()
	for range 100 {
		time.Sleep(10 * time.Microsecond)
		if c.Elapsed() != 0 {
			t.Fatal("the clock has moved while a thread was at work")
		}
	}
	c.Work(-1)
	if got := <-over; got != Expired || c.Elapsed() != 1000 {
		t.Errorf("outcome %d at %d", got, c.Elapsed())
	}
}

// TestWait holds when a wait for something ends, and at which time.
func TestWait(t *testing.T) {
	for _, test := range []struct {
		name string
		ends Time // when another thread closes done; 0 for never
		done bool
		now  Time
	}{
		{"on the way", 70, true, 70},
		{"at the end", 100, true, 100},
		{"too late", 130, false, 100},
		{"never", 0, false, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := yielding()
			done := make(chan struct{})
			if test.ends > 0 {
				c.Work(1)
				go func() {
					c.SleepUntil(test.ends)
					close(done)
					c.Work(-1)
				}()
				for !c.Waiting() {
					runtime.Gosched()
				}
			}
			if got := c.Wait(done, 100); got != test.done || c.Now() != test.now {
				t.Errorf("%v at %d, want %v at %d", got, c.Now(), test.done, test.now)
			}
			c.Interrupt()
		})
	}
}

func TestInterruptEndsWaits(t *testing.T) {
	c := yielding()
	over := make(chan Outcome)
	c.Work(1)
	go func() { over <- c.Await(nil, Forever) }()
	for !c.Waiting() {
		runtime.Gosched()
	}
	c.Interrupt()
	if got := <-over; got != Interrupted {
		t.Errorf("outcome %d of a wait that was under way", got)
	}
	c.SleepUntil(5)
	if got := c.Await(nil, 5000); got != Interrupted || c.Now() != 0 || !c.Interrupted() {
		t.Errorf("outcome %d of a later wait, at %d", got, c.Now())
	}
}

// TestInterruptOfAnEndlessRun interrupts a wait whose time never comes while
// timers go on and on.
func TestInterruptOfAnEndlessRun(t *testing.T) {
	c := yielding()
	var again func()
	again = func() { c.AfterFunc(time.Second, again) }
	again()
	go func() {
		time.Sleep(5 * time.Millisecond)
		c.Interrupt()
	}()
	if got := c.Await(func() bool { return false }, Forever); got != Interrupted {
		t.Errorf("outcome %d", got)
	}
}

func TestStuck(t *testing.T) {
	c := yielding()
	if got := c.Await(func() bool { return false }, Forever); got != Stuck {
		t.Errorf("outcome %d where nothing can happen", got)
	}
	c.SleepUntil(Never)
	if c.Now() != 0 {
		t.Errorf("the end of time has come: %d", c.Now())
	}
}
