package stack

import (
	"slices"
	"testing"
	"time"
)

// runUntil moves the time step by step.
func (c *VirtualClock) runUntil(at time.Duration) {
	for c.timers.fire() || c.Elapsed() < at {
		c.timers.moveTo(min(at, c.timers.next()))
	}
}

func TestTimersFireInOrder(t *testing.T) {
	var c VirtualClock
	type firing struct {
		name string
		at   time.Duration
	}
	var got []firing
	note := func(name string) func() {
		return func() { got = append(got, firing{name, c.Elapsed()}) }
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
	c.runUntil(100)
	want := []firing{
		{"in the past", 0}, {"made by a timer", 7}, {"first of two", 10}, {"second of two", 10},
		{"moved", 25}, {"late", 30},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if now := c.Elapsed(); now != 100 {
		t.Errorf("it is %d, want 100", now)
	}
	if moved.Stop() {
		t.Error("a timer that has fired was stopped")
	}
	moved.Reset(1)
	c.runUntil(200)
	if last := got[len(got)-1]; last != (firing{"moved", 101}) {
		t.Errorf("a timer that is set again gave %v", last)
	}
}

func TestNoTimeIsTooLate(t *testing.T) {
	var c VirtualClock
	c.SleepUntil(1)
	c.AfterFunc(Forever, func() { t.Error("it fired") })
	if c.timers.next() != Forever {
		t.Errorf("it fires at %d", c.timers.next())
	}
	c.runUntil(time.Hour)
}
