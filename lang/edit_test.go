package lang

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
	"pgregory.net/rapid"
)

// fragments are what the generated texts of the tests are made of: enough to
// make good statements, broken ones, and joints between the two.
var fragments = []string{
	"+0 < S 0:0(0) win 1000 <mss 1000>\n", "+.1 > S. 0:0(0) ack 1 <...>\n", "   +0 `sleep 1`\n", "+0 close(3) = 0\n",
	"+0...0.2 read(4, ..., 10) = 5\n", "* > . 1:1(0) ack 1 // over\n", "/* a */ ", "\n", "  ", "// note\n",
	"+0 %{ print(1) }%\n",
	"`init`\n", "--mtu=1500\n", "--define WORD=12\n", "WORD", "+0", " < ", ". 1:1001(1000)", " ack 1", " win 10",
	"\"", "`", "/*", "*/",
	"%{", "}%", "(", ")", "{", "}", "[", "]", ",", "=", "\r\n", "\r", "\x00", "é", "1.2.3.4", "::1", "...", "-",
	"--", "0x1f", "1:1",
}

func TestEditEqualsParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 40).Draw(t, "text"), "")
		script := Parse(source.NewFile("a.pkt", text), nil)
		for range 3 {
			start := rapid.IntRange(0, len(text)).Draw(t, "start")
			end := rapid.IntRange(start, min(start+12, len(text))).Draw(t, "end")
			insert := strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 2).Draw(t, "insert"), "")
			edited, err := script.Edit(source.Edit{Range: source.Range{Start: start, End: end}, New: insert})
			if err != nil {
				t.Fatal(err)
			}
			text = text[:start] + insert + text[end:]
			want := Parse(source.NewFile("a.pkt", text), nil)
			compareScripts(t, edited, want)
			script = edited
		}
	})
}

func compareScripts(t *rapid.T, got, want *Script) {
	if got.File.Text != want.File.Text {
		t.Fatalf("text %q, want %q", got.File.Text, want.File.Text)
	}
	if len(got.Statements) != len(want.Statements) {
		t.Fatalf("%q: %d statements, want %d", want.File.Text, len(got.Statements), len(want.Statements))
	}
	for i := range want.Statements {
		g, w := *got.Statements[i], *want.Statements[i]
		if len(g.Tokens) == 0 && len(w.Tokens) == 0 {
			g.Tokens, w.Tokens = nil, nil
		}
		if !reflect.DeepEqual(g, w) {
			t.Fatalf("%q: statement %d is\n%+v, want\n%+v", want.File.Text, i, g, w)
		}
	}
	if !reflect.DeepEqual(got.Diagnostics(), want.Diagnostics()) {
		t.Fatalf("%q: diagnostics\n%v, want\n%v", want.File.Text, got.Diagnostics(), want.Diagnostics())
	}
}
