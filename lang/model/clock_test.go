package model

import "testing"

func clocks(t *testing.T, times ...string) []Clock {
	t.Helper()
	var out []Clock
	var at Clock
	for _, time := range times {
		script := parse(t, "time.pkt", time+" > . 1:1(0) ack 1\n")
		at = at.advance(script.Statements[0].Time)
		out = append(out, at)
	}
	return out
}

// packetdrill: adjust_relative_event_times.
func TestClockAdvances(t *testing.T) {
	for _, test := range []struct {
		times    []string
		low, top int64
	}{
		{[]string{"0", "+.5"}, 500_000, 500_000},
		{[]string{"0", "+.5", "2"}, 2_000_000, 2_000_000},
		{[]string{"0", "+.1~+.3", "+.1"}, 200_000, 400_000},
		{[]string{"0", "1~2"}, 1_000_000, 2_000_000},
		{[]string{"0", "*", "+.1"}, 100_000, forever + 100_000},
		{[]string{"0", "*", "3"}, 3_000_000, 3_000_000},
	} {
		got := clocks(t, test.times...)
		if last := got[len(got)-1]; last.Low != test.low || last.Top != test.top {
			t.Errorf("%v: %d to %d, want %d to %d", test.times, last.Low, last.Top, test.low, test.top)
		}
	}
}

// The difference of two times is exact where both count from the same one,
// however uncertain that is.
func TestSince(t *testing.T) {
	for _, test := range []struct {
		times    []string
		from     int
		low, top int64
	}{
		{[]string{"0", "+.1", "+.2"}, 0, 300_000, 300_000},
		{[]string{"0", "*", "+.2", "+.3"}, 1, 500_000, 500_000},
		{[]string{"0", "+.1~+.3", "+.2"}, 1, 200_000, 200_000},
		{[]string{"0", "+.1~+.3", "+.2"}, 0, 300_000, 500_000},
		{[]string{"0", "+.1~+.3", "1"}, 1, 700_000, 900_000},
		{[]string{"0", "*", "1"}, 1, 0, 1_000_000},
	} {
		all := clocks(t, test.times...)
		low, top := all[len(all)-1].Since(all[test.from])
		if low != test.low || top != test.top {
			t.Errorf("%v since %d: %d to %d, want %d to %d", test.times, test.from, low, top, test.low, test.top)
		}
	}
}

func TestUnbounded(t *testing.T) {
	for time, want := range map[string]bool{"+1": false, "*": true, "+1~+2": false} {
		if got := clocks(t, "0", time)[1].Unbounded(); got != want {
			t.Errorf("%s: %v, want %v", time, got, want)
		}
	}
}
