package lang

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

// hostile are inputs that no person writes. Every one has to give an error, and
// has to be read without a stack overflow and in time linear in its size.
var hostile = []struct {
	name  string
	text  func(n int) string
	count int // of repetitions
}{
	{"one long line", func(n int) string { return "+0 write(3, " + strings.Repeat("a", n) }, 100 << 20},
	{"one long line of punctuation", func(n int) string { return strings.Repeat("(", n) }, 8 << 20},
	{"one long number", func(n int) string { return "+" + strings.Repeat("9", n) + " close(3) = 0" }, 8 << 20},
	{"nested braces", func(n int) string { return "+0 close(" + strings.Repeat("{", n) }, 1 << 20},
	{"nested brackets", func(n int) string { return "+0 close(" + strings.Repeat("[1,", n) }, 1 << 20},
	{"nested assignments", func(n int) string { return "+0 close(" + strings.Repeat("a=", n) }, 1 << 20},
	{"nested calls", func(n int) string { return "+0 close(" + strings.Repeat("a(", n) }, 1 << 20},
	{"NUL bytes", func(n int) string { return strings.Repeat("\x00", n) }, 8 << 20},
	{"NUL bytes between spaces", func(n int) string { return strings.Repeat("\x00 ", n) }, 1 << 17},
	{"invalid UTF-8", func(n int) string { return strings.Repeat("\xff\xc0", n) }, 1 << 20},
	{"broken lines", func(n int) string { return strings.Repeat("+0 <\n", n) }, 1 << 18},
	{"unterminated comments", func(n int) string { return strings.Repeat("/*\n", n) }, 1 << 16},
	{"unterminated code", func(n int) string { return strings.Repeat("%{\n", n) }, 1 << 16},
	{"unterminated string", func(n int) string { return "+0 write(3, \"" + strings.Repeat("a\\\"", n) }, 1 << 20},
	{"unterminated commands", func(n int) string { return strings.Repeat("+0 `\n", n) + "`" }, 1 << 16},
	{"colons", func(n int) string { return strings.Repeat("a:", n) }, 1 << 20},
	{"SACK blocks", func(n int) string { return "+0 < S 0:0(0) win 1 <sack" + strings.Repeat(" 1:2", n) + ">" },
		1 << 18},
	{"options", func(n int) string { return "+0 < S 0:0(0) win 1 <" + strings.Repeat("nop,", n) + ">" }, 1 << 18},
	{"bars", func(n int) string { return "+0 close(" + strings.Repeat("1|", n) }, 1 << 18},
	{"flags", func(n int) string { return "+0 < " + strings.Repeat("S", n) + " 0:0(0)" }, 1 << 18},
	{"lone carriage returns", func(n int) string { return strings.Repeat("+0 <\r", n) }, 1 << 17},
	{"options of the script", func(n int) string { return strings.Repeat("--define A=1\n", n) }, 1 << 15},
}

func TestHostileInput(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			count := c.count
			if testing.Short() {
				count = min(count, 1<<14)
			}
			script := Parse(source.NewFile("hostile.pkt", c.text(count)), nil)
			if len(script.Diagnostics()) == 0 {
				t.Error("no diagnostic")
			}
			end := 0
			for _, st := range script.Statements {
				end = st.Base + int(st.Length)
			}
			if end != len(script.File.Text) {
				t.Errorf("the statements cover %d of %d bytes", end, len(script.File.Text))
			}
		})
	}
}

func TestLineEndsAndByteOrderMark(t *testing.T) {
	const script = "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n// note\n+0 close(3) = 0\n"
	for _, text := range []string{
		script, "\ufeff" + script, strings.ReplaceAll(script, "\n", "\r\n"), strings.ReplaceAll(script, "\n", "\r"),
	} {
		s := Parse(source.NewFile("t.pkt", text), nil)
		if ds := s.Diagnostics(); len(ds) > 0 {
			t.Errorf("%q: %s", text, messages(ds))
		}
		if n := len(s.Events()); n != 2 {
			t.Errorf("%q: %d events, want 2", text, n)
		}
		checkLossless(t, "t.pkt", s)
	}
}
