package run

import "testing"

func TestExitCodes(t *testing.T) {
	tests := []struct {
		counts Counts
		want   int
		text   string
	}{
		{Counts{}, 0, "0 passed"},
		{Counts{StatusPassed: 3, StatusFlaky: 1}, 0, "3 passed, 1 flaky (passed when repeated)"},
		{Counts{StatusPassed: 3, StatusRefused: 1}, 1, "3 passed, 1 refused"},
		{Counts{StatusInterrupted: 1}, 1, "0 passed, 1 interrupted"},
		{Counts{StatusFailed: 1, StatusBroken: 1}, 2, "0 passed, 1 failed, 1 could not be run"},
	}
	for _, tt := range tests {
		if got := tt.counts.ExitCode(); got != tt.want || tt.counts.Summary() != tt.text {
			t.Errorf("%v: exit code %d, %q", tt.counts, got, tt.counts.Summary())
		}
	}
}
