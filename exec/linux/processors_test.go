//go:build linux

package linux

import (
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestConfine holds that this process and what it starts stay where they are
// told, and may be given more again.
func TestConfine(t *testing.T) {
	all := Processors()
	if len(all) < 2 {
		if len(all) == 1 {
			t.Error("one processor is no choice, and is not to be told")
		}
		t.Skip("there is one processor only")
	}
	defer Confine(all)

	allowed := func() string {
		t.Helper()
		output, err := exec.Command("grep", "Cpus_allowed_list", "/proc/self/status").Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(strings.TrimPrefix(string(output), "Cpus_allowed_list:"))
	}
	before := allowed()
	Confine(nil)
	if got := allowed(); got != before {
		t.Errorf("a command may run on %s, want %s as before", got, before)
	}
	for _, p := range all[:2] {
		Confine([]int{p})
		if got := allowed(); got != strconv.Itoa(p) {
			t.Errorf("a command may run on %s, want %d", got, p)
		}
	}
	if got := Processors(); got != nil {
		t.Errorf("confined to one processor there is a choice of %v", got)
	}
	Confine(all)
	if got := allowed(); got != before {
		t.Errorf("a command may run on %s, want %s again", got, before)
	}
	again := Processors()
	slices.Sort(again)
	if want := slices.Sorted(slices.Values(all)); !slices.Equal(again, want) {
		t.Errorf("processors are %v, want %v", again, want)
	}
}
