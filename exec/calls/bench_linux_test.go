package calls

import (
	"testing"

	"github.com/pktlang/pkt/exec/stack"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// BenchmarkInvoke is what a call costs beyond the system call itself.
func BenchmarkInvoke(b *testing.B) {
	table := newTable(Options{})
	defer table.Close()
	script := lang.Parse(source.NewFile("test.pkt", "0 pipe([3, 4]) = 0\n+0 ioctl(3, FIONREAD, [0]) = 0\n"), nil)
	if st, m := run(table, script); m != nil {
		b.Fatal(describeMismatch(script.File, st, m))
	}
	call := callsOf(script)[1]
	for b.Loop() {
		if m := table.Invoke(call, stack.Hooks{}); m != nil {
			b.Fatal(m.Reference)
		}
	}
}
