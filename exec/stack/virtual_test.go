package stack

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestVirtualClockWakesInOrder holds that whoever waits with Await reads the
// time that it waited for, however far the thread of the events sleeps.
func TestVirtualClockWakesInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c VirtualClock
		read := make(chan Time, 3)
		for _, at := range []Time{300, 100, 200} {
			go func() {
				c.Await(at)
				time.Sleep(time.Millisecond) // the machine is busy
				read <- c.Now()
			}()
		}
		synctest.Wait()
		if !c.asleep() {
			t.Error("nobody is asleep")
		}
		c.SleepUntil(250)
		synctest.Wait()
		if now := c.Now(); now != 250 || len(read) != 2 {
			t.Errorf("the clock shows %d, and %d have read it; want 250 and 2", now, len(read))
		}
		c.SleepUntil(1000)
		got := []Time{<-read, <-read, <-read}
		if want := []Time{100, 200, 300}; !slices.Equal(want, got) {
			t.Errorf("read %d, want %d", got, want)
		}
		c.SleepUntil(5)
		if c.Now() != 1000 || c.asleep() {
			t.Errorf("the clock shows %d, want 1000", c.Now())
		}
	})
}

// TestVirtualClockWait holds when a wait for something ends, and at which time.
func TestVirtualClockWait(t *testing.T) {
	for _, test := range []struct {
		name string
		ends Time // when the goroutine that closes done does so; 0 for never
		done bool
		now  Time
	}{
		{"done on the way", 70, true, 70},
		{"done at the end", 100, true, 100},
		{"done too late", 130, false, 100},
		{"never", 0, false, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var c VirtualClock
				done := make(chan struct{})
				if test.ends > 0 {
					go func() {
						c.Await(test.ends)
						c.Now()
						close(done)
					}()
				}
				synctest.Wait()
				if got := c.Wait(done, 100); got != test.done || c.Now() != test.now {
					t.Errorf("%v at %d, want %v at %d", got, c.Now(), test.done, test.now)
				}
				c.Interrupt()
			})
		})
	}
}

// TestVirtualClockInterrupt holds that an interruption ends all waiting, and
// that the clock stands still from then on.
func TestVirtualClockInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c VirtualClock
		came := make(chan bool, 1)
		go func() { came <- c.Await(50) }()
		synctest.Wait()
		c.Interrupt()
		if <-came {
			t.Error("the time came that was waited for")
		}
		c.SleepUntil(70)
		if c.Await(90) || c.Wait(make(chan struct{}), 80) || c.Now() != 0 {
			t.Errorf("the clock shows %d", c.Now())
		}
	})
}

// TestVirtualClockIsNotHeldForEver holds that a call which was woken and does
// not read the clock holds it up for a moment only.
func TestVirtualClockIsNotHeldForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c VirtualClock
		go c.Await(50)
		synctest.Wait()
		begin := time.Now()
		c.SleepUntil(70)
		if held := time.Since(begin); c.Now() != 70 || held > time.Second {
			t.Errorf("the clock shows %d after %s", c.Now(), held)
		}
	})
}
