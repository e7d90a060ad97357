package netstack

import (
	"math"
	"slices"
	"testing"
	"time"
)

// runUntil moves the clock step by step, as the scheduler does.
func (c *clock) runUntil(at int64) {
	for {
		if c.fire() {
			continue
		}
		if c.nanoseconds() >= at {
			return
		}
		c.moveTo(at)
	}
}

func TestTimersFireInOrder(t *testing.T) {
	c := newClock()
	start := c.nanoseconds()
	type firing struct {
		name string
		at   int64
	}
	var got []firing
	note := func(name string) func() {
		return func() { got = append(got, firing{name, c.nanoseconds() - start}) }
	}
	c.AfterFunc(30, note("late"))
	c.AfterFunc(10, note("first of two"))
	c.AfterFunc(10, note("second of two"))
	stopped := c.AfterFunc(20, note("stopped"))
	moved := c.AfterFunc(5, note("moved"))
	c.AfterFunc(7, func() { c.AfterFunc(0, note("made by a timer")) })
	c.AfterFunc(-5, note("in the past"))
	if !stopped.Stop() || stopped.Stop() {
		t.Error("a timer can be stopped once")
	}
	moved.Reset(25)
	c.runUntil(start + 100)
	want := []firing{
		{"in the past", 0}, {"made by a timer", 7}, {"first of two", 10}, {"second of two", 10},
		{"moved", 25}, {"late", 30},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if now := c.nanoseconds() - start; now != 100 {
		t.Errorf("it is %d, want 100", now)
	}
	if moved.Stop() {
		t.Error("a timer that has fired was stopped")
	}
	moved.Reset(1)
	c.runUntil(start + 200)
	if last := got[len(got)-1]; last != (firing{"moved", 101}) {
		t.Errorf("a timer that is set again gave %v", last)
	}
}

func TestClockStandsStill(t *testing.T) {
	c := newClock()
	before := c.NowMonotonic()
	time.Sleep(time.Millisecond)
	if c.NowMonotonic() != before || c.Now() != time.Unix(0, epoch) {
		t.Error("the clock moves by itself")
	}
	c.AfterFunc(time.Second, func() {})
	c.moveTo(never)
	if got := c.nanoseconds() - epoch; got != int64(time.Second) {
		t.Errorf("it has moved past a timer, to %d", got)
	}
}

func TestNoTimeIsTooLate(t *testing.T) {
	c := newClock()
	c.AfterFunc(math.MaxInt64, func() { t.Error("it fired") })
	if c.next() != never {
		t.Errorf("it fires at %d", c.next())
	}
	c.runUntil(epoch + int64(time.Hour))
}
