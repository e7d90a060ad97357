//go:build linux

package linux

import (
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
	m := &Machine{tun: -1, wake: wake, spin: 50 * time.Microsecond}
	defer m.Close()
	for _, micros := range []stack.Time{-5, 0, 10, 700, 6000} {
		target := now() + micros
		m.SleepUntil(target)
		if early := target - now(); early > 0 {
			t.Errorf("a sleep of %d µs ended %d µs early", micros, early)
		}
	}
}

// TestInterrupt holds that an interruption ends the present sleep and all later
// ones.
func TestInterrupt(t *testing.T) {
	wake, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	m := &Machine{tun: -1, wake: wake}
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

// TestAfterTick holds that the start is not near the edge that was waited for.
func TestAfterTick(t *testing.T) {
	before := now()
	if at := afterTick(); at < before+250 {
		t.Errorf("the start is %d µs behind the call, want 250 or more", at-before)
	}
}
