package exec

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Events of each kind of time.
var (
	absolute         = &program.Event{Timing: lang.AbsoluteTime}
	relative         = &program.Event{Timing: lang.RelativeTime}
	anytime          = &program.Event{Timing: lang.AnyTime}
	absoluteRange    = &program.Event{Timing: lang.AbsoluteRange}
	relativeRange    = &program.Event{Timing: lang.RelativeRange}
	absoluteBlocking = &program.Event{Timing: lang.AbsoluteTime, Blocking: true}
	relativeBlocking = &program.Event{Timing: lang.RelativeTime, Blocking: true}
)

// TestMissed holds the tolerance: 4 ms, or an eighth of the time since the event
// before.
func TestMissed(t *testing.T) {
	s := schedule{settings: &settings.Settings{ToleranceMicroseconds: 4000, TolerancePercent: 12.5}}
	for _, test := range []struct {
		name   string
		event  event
		before int64
		at     int64
		missed int64
	}{
		{"on time", event{Event: absolute, time: 1000}, 0, 1000, 0},
		{"the latest", event{Event: absolute, time: 1000}, 0, 5000, 0},
		{"too late", event{Event: absolute, time: 1000}, 0, 5001, 1},
		{"too early", event{Event: absolute, time: 9000}, 8000, 4999, -1},
		{"an eighth of a second", event{Event: absolute, time: 1_000_000}, 0, 1_125_000, 0},
		{"an eighth counts from the event before", event{Event: absolute, time: 1_000_000}, 900_000, 1_013_000, 500},
		{"no event before", event{Event: absolute, time: 1_000_000}, -1, 1_005_000, 1000},
		{"in a range", event{Event: absoluteRange, time: 1000, end: 9000}, 0, 13_000, 0},
		{"after a range", event{Event: absoluteRange, time: 1000, end: 9000}, 0, 13_001, 1},
		{"before a range", event{Event: relativeRange, time: 10_000, end: 90_000}, 9000, 5999, -1},
		{"any time", event{Event: anytime}, 0, 1 << 40, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if missed := s.window(&test.event, test.before).missed(test.at); missed != test.missed {
				t.Errorf("missed by %d µs, want %d", missed, test.missed)
			}
		})
	}
}

// TestUntil holds that a blocking call's tolerance counts from its start.
func TestUntil(t *testing.T) {
	s := schedule{settings: &settings.Settings{ToleranceMicroseconds: 4000, TolerancePercent: 12.5}}
	w := s.until(&event{Event: absolute, time: 100_000, until: 200_000})
	for at, missed := range map[int64]int64{200_000: 0, 212_500: 0, 212_501: 1, 187_500: 0, 187_499: -1} {
		if got := w.missed(at); got != missed {
			t.Errorf("returning at %d misses by %d µs, want %d", at, got, missed)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, test := range []struct {
		in, want event
	}{
		{event{Event: absolute, time: 5}, event{Event: absolute, time: 5}},
		{event{Event: relative, time: 5}, event{Event: relative, time: 105, offset: 100}},
		{event{Event: anytime}, event{Event: anytime, time: 100, offset: 100}},
		{event{Event: relativeRange, time: 5, end: 6}, event{Event: relativeRange, time: 105, end: 106, offset: 100}},
		{event{Event: relativeBlocking, time: 5, until: 7},
			event{Event: relativeBlocking, time: 105, offset: 100, until: 107}},
		{event{Event: absoluteBlocking, time: 5, until: 7}, event{Event: absoluteBlocking, time: 5, until: 7}},
	} {
		got := test.in
		got.relative(100)
		if got != test.want {
			t.Errorf("%+v became %+v, want %+v", test.in, got, test.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for micros, want := range map[int64]string{0: "0", 100_000: ".1", 1_250_000: "1.25", 1: ".000001",
		2_000_000: "2"} {
		if got := decimal(micros); got != want {
			t.Errorf("%d µs is %q, want %q", micros, got, want)
		}
	}
}
