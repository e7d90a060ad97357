//go:build linux

package calls

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// FuzzCheck looks for scripts that make Check panic or hang, or say something of
// a place that is not in the script.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"testdata/check/*.txtar", "testdata/live/*.txtar", "../../testdata/calls/*.pkt"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			_, script, archived := strings.Cut(string(text), "-- script.pkt --\n")
			if !archived {
				script = string(text)
			}
			f.Add(script)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		script := lang.Parse(source.NewFile("test.pkt", text), nil)
		for _, d := range New(Options{}).Check(script) {
			if d.Range.Start < 0 || d.Range.End < d.Range.Start || d.Range.End > len(text) {
				t.Errorf("range %v of %d bytes: %s", d.Range, len(text), d.Message)
			}
			if d.Message == "" {
				t.Errorf("no message at %v", d.Range)
			}
		}
	})
}

func TestManyFaults(t *testing.T) {
	script := parse(t, "0 socket(..., SOCK_STREAM, 0) = 3\n"+strings.Repeat("+0 listen(3, BACKLOG) = 0\n", 5000))
	if got := len(New(Options{}).Check(script)); got != maxFaults {
		t.Errorf("%d faults, want %d", got, maxFaults)
	}
}

// BenchmarkInvoke is what a call costs beyond the system call itself.
func BenchmarkInvoke(b *testing.B) {
	table := New(Options{})
	defer table.Close()
	script := lang.Parse(source.NewFile("test.pkt", "0 pipe([3, 4]) = 0\n+0 ioctl(3, FIONREAD, [0]) = 0\n"), nil)
	if st, m := run(table, script); m != nil {
		b.Fatal(describeMismatch(script.File, st, m))
	}
	call := script.Events()[1].Action.(*lang.SystemCall)
	for b.Loop() {
		if m := table.Invoke(call, stack.Hooks{}); m != nil {
			b.Fatal(m.Reference)
		}
	}
}
