//go:build linux

package linux

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// priorities are the distinct policies and priorities of this process's threads.
func priorities(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, id := range threads() {
		a, err := unix.SchedGetAttr(id, 0)
		if err == unix.ESRCH {
			continue // it has just ended
		} else if err != nil {
			t.Fatal(err)
		}
		if s := fmt.Sprintf("policy %d, priority %d", a.Policy, a.Priority); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// TestThreadsShareAPriority holds that no thread is left above or below the
// others: one that spins would keep one with a lower priority from ever
// running on the same processor.
func TestThreadsShareAPriority(t *testing.T) {
	if !MayRunRealtime() {
		t.Skip("real-time priorities are not allowed here, or there is one processor")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer Ordinary()
	for _, step := range []struct {
		name string
		do   func()
		want string
	}{
		{"without real-time priorities", preferEvents, "policy 0, priority 0"},
		{"before the start", func() { setAllPriorities(unix.SCHED_FIFO, waitingPriority) }, "policy 1, priority 9"},
		{"from the start on", preferEvents, "policy 1, priority 10"},
		{"for code", Ordinary, "policy 0, priority 0"},
	} {
		step.do()
		if got := priorities(t); !slices.Equal(got, []string{step.want}) {
			t.Errorf("%s threads have %q, want %q", step.name, got, step.want)
		}
	}
}
