//go:build linux

package linux

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/exec/stack"
)

// TestSleepUntil holds that a sleep is not too short; how much too long it is
// depends on the machine.
func TestSleepUntil(t *testing.T) {
	wake, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(nil, nil)
	m.wake, m.spin = wake, 50*time.Microsecond
	defer m.Close()
	for _, micros := range []stack.Time{-5, 0, 10, 700, 6000} {
		target := now() + micros
		m.SleepUntil(target)
		if early := target - now(); early > 0 {
			t.Errorf("a sleep of %d µs ended %d µs early", micros, early)
		}
	}
}

// TestInterruptible holds that poll(2), which may sleep half a percent longer
// than it is asked to, is back in time, and that the rest is soon reached.
func TestInterruptible(t *testing.T) {
	const hour = 3600_000_000
	for _, whole := range []stack.Time{hour, 8_000_000, 1_000_000, 40_000, 2001} {
		left, asked := whole, 0
		for micros := interruptible(left); micros > 0; micros = interruptible(left) {
			left -= micros + micros/200
			asked++
		}
		if left < 500 || left > 2000 || asked > 6 {
			t.Errorf("of %d µs, %d are left after asking %d times", whole, left, asked)
		}
	}
	if n := interruptible(-5); n > 0 {
		t.Errorf("what has passed can be waited for %d µs", n)
	}
}

// TestExactTimers holds that a thread's timers are not put off.
func TestExactTimers(t *testing.T) {
	slack := make(chan int)
	go func() {
		runtime.LockOSThread() // the thread ends with the goroutine
		exactTimers()
		n, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
		if err != nil {
			t.Error(err)
		}
		slack <- n
	}()
	if n := <-slack; n > 1 {
		t.Errorf("timers may be %d ns late", n)
	}
}

// TestInterrupt holds that an interruption ends the present sleep and all later
// ones.
func TestInterrupt(t *testing.T) {
	wake, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(nil, nil)
	m.wake = wake
	defer m.Close()
	slept := make(chan stack.Time)
	go func() {
		m.SleepUntil(now() + 3600_000_000)
		m.SleepUntil(now() + 3600_000_000)
		slept <- now()
	}()
	m.Interrupt()
	select {
	case <-slept:
	case <-time.After(time.Minute):
		t.Fatal("the sleep went on")
	}
}

// TestWait holds when a wait for a call ends: with the call, at a time, or with
// an interruption.
func TestWait(t *testing.T) {
	closed := make(chan struct{})
	close(closed)
	open := make(chan struct{})
	m := newMachine(nil, nil)
	if !m.Wait(closed, now()+3600_000_000) {
		t.Error("what is done is waited for")
	}
	if before := now(); m.Wait(open, before+2000) || now() < before+2000 {
		t.Errorf("the wait ended after %d µs, want 2000", now()-before)
	}
	m.Interrupt()
	if m.Wait(open, stack.Never) {
		t.Error("an interruption ended what was waited for")
	}
}

// TestAfterTick holds that the start is not near the edge that was waited for.
func TestAfterTick(t *testing.T) {
	before := now()
	if at := afterTick(); at < before+250 {
		t.Errorf("the start is %d µs after the call, want 250 or more", at-before)
	}
}
