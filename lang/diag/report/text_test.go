package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// In the cases, ⟦ and ⟧ mark the range of the diagnostic.
func TestSnippets(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"a tab before the mark counts up to the next stop",
			"+0\t< \t⟦S⟧ 0:0(0)",
			"    1 | +0      <       S 0:0(0)\n      |                 ^ here\n"},
		{"a tab inside the mark is white space",
			"⟦+0\t<⟧",
			"    1 | +0      <\n      | ^^      ^ here\n"},
		{"a wide character takes two columns",
			"+0 write(3, \"日本\", ⟦6⟧) = 6",
			"    1 | +0 write(3, \"日本\", 6) = 6\n      |                     ^ here\n"},
		{"a wide character is marked as a whole",
			"// ⟦本⟧",
			"    1 | // 本\n      |    ^^ here\n"},
		{"a combining mark takes none",
			"// e\u0301 ⟦x⟧",
			"    1 | // e\u0301 x\n      |      ^ here\n"},
		{"an escape cannot reach the terminal",
			"+0 \x1b[31m\x00 ⟦\x7f⟧",
			"    1 | +0 ␛[31m␀ ␡\n      |           ^ here\n"},
		{"a byte that is no character is one sign",
			"\xff⟦\xfe⟧",
			"    1 | ��\n      |  ^ here\n"},
		{"an empty range has one sign",
			"+0 close(3⟦⟧ = 0",
			"    1 | +0 close(3 = 0\n      |           ^ here\n"},
		{"the end of the text",
			"+0 close(3)\n⟦⟧",
			"    2 |\n      | ^ here\n"},
		{"an empty text", "⟦⟧", "    1 |\n      | ^ here\n"},
		{"a range that ends with its line end",
			"⟦+0 close(3)\n⟧+1 close(4)\n",
			"    1 | +0 close(3)\n      | ^^ ^^^^^^^^ here\n"},
		{"the line end alone",
			"+0 close(3)⟦\r\n⟧",
			"    1 | +0 close(3)\n      |            ^ here\n"},
		{"white space alone",
			"+0 ⟦  ⟧close(3)",
			"    1 | +0   close(3)\n      |    ^^ here\n"},
		{"several lines",
			"+0 ⟦poll([],\n   0, 0)⟧ = 0",
			"    1 | +0 poll([],\n      |    ^^^^^^^^\n    2 |    0, 0) = 0\n      |    ^^ ^^ here\n"},
		{"many lines",
			"⟦a\nb\nc\nd\ne\nf⟧",
			"    1 | a\n      | ^\n  ...\n    6 | f\n      | ^ here\n"},
		{"a lone CR ends a line",
			"a\r⟦b⟧\rc",
			"    2 | b\n      | ^ here\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, r := marked(t, c.text)
			got := write(t, report.Text, report.Options{}, []reported{{f,
				[]diag.Diagnostic{{Code: "PKT001", Severity: diag.Error, Range: r, Message: "wrong", Label: "here"}}}})
			_, snippet, _ := strings.Cut(got, "\n")
			if diff := cmp.Diff(c.want, snippet); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func marked(t *testing.T, text string) (*source.File, source.Range) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "⟦")
	inside, after, ok2 := strings.Cut(rest, "⟧")
	if !ok || !ok2 {
		t.Fatalf("no marks in %q", text)
	}
	return source.NewFile("a.pkt", before+inside+after),
		source.Range{Start: len(before), End: len(before) + len(inside)}
}

func TestLongLineIsCutAroundTheMark(t *testing.T) {
	f := source.NewFile("a.pkt", strings.Repeat("日", 100000)+"!"+strings.Repeat("x", 100000))
	at := strings.Index(f.Text, "!")
	got := write(t, report.Text, report.Options{}, []reported{{f,
		[]diag.Diagnostic{{Severity: diag.Error, Range: source.Range{Start: at, End: at + 1}, Message: "wrong"}}}})
	lines := strings.Split(got, "\n")
	// Twenty characters of three bytes and two columns stand before the mark.
	if want := "    1 | ... " + strings.Repeat("日", 20) + "!" + strings.Repeat("x", 99) + " ..."; lines[1] != want {
		t.Errorf("got  %q\nwant %q", lines[1], want)
	}
	if want := "      | " + strings.Repeat(" ", 4+40) + "^"; lines[2] != want {
		t.Errorf("got  %q\nwant %q", lines[2], want)
	}
}

func TestControlCharactersInMessages(t *testing.T) {
	f := source.NewFile("a\x1b.pkt", "x")
	got := write(t, report.Text, report.Options{}, []reported{{f, []diag.Diagnostic{{
		Severity: diag.Error, Message: "unknown \x1b[2J", Label: "\x1b", Notes: []string{"\x1b\nsecond"},
		Comparison: &diag.Comparison{Expected: "\x1b", Actual: "\x1b"},
	}}}})
	if strings.Contains(got, "\x1b") {
		t.Errorf("an escape went through: %q", got)
	}
}

func TestComparisonIsAligned(t *testing.T) {
	cases := []struct{ name, expected, actual, wantExpected, wantActual string }{
		{"flags and ranges stand in columns",
			". 1:1(0) ack 1 win 5", "P. 1:1001(1000) ack 12 win 65535",
			".  1:1(0)       ack 1  win 5", "P. 1:1001(1000) ack 12 win 65535"},
		{"no columns after a field that one of them lacks",
			"S. 0:0(0) ack 1 win 5 <mss 1>", "S. 0:0(0) win 5 <mss 1>",
			"S. 0:0(0) ack 1 win 5 <mss 1>", "S. 0:0(0) win 5 <mss 1>"},
		{"nor where another field begins",
			"S. 0:0(0) ack 1 <mss 1460>", "S. 0:0(0) ack 12 win 64240 <mss 1460>",
			"S. 0:0(0) ack 1  <mss 1460>", "S. 0:0(0) ack 12 win 64240 <mss 1460>"},
		{"strings are left alone",
			`read(3, "a b", 3) = 3`, `read(3, "abc d", 5) = 5`,
			`read(3, "a b", 3) = 3`, `read(3, "abc d", 5) = 5`},
		{"what was laid out already is left alone",
			".  1:1(0)", "P. 1:10(9) x", ".  1:1(0)", "P. 1:10(9) x"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := source.NewFile("a.pkt", "x")
			got := write(t, report.Text, report.Options{}, []reported{{f, []diag.Diagnostic{{
				Severity: diag.Error, Comparison: &diag.Comparison{Expected: c.expected, Actual: c.actual},
			}}}})
			lines := strings.Split(got, "\n")
			want := []string{"      expected   " + c.wantExpected, "      actual     " + c.wantActual}
			if diff := cmp.Diff(want, lines[3:5]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestContextOfAFailedRun(t *testing.T) {
	f := source.NewFile("a.pkt", "one\ntwo\nthree\nfour\n")
	got := write(t, report.Text, report.Options{}, []reported{{f, []diag.Diagnostic{{
		Severity: diag.Error, Range: source.Range{Start: 14, End: 18}, Message: "wrong",
		Comparison: &diag.Comparison{Expected: "a", Actual: "b"},
		Related:    []diag.Related{{Range: source.Range{Start: 4, End: 7}, Message: "because"}},
	}}}})
	want := `a.pkt:4:1: error: wrong
    2 | two
      | --- because
    3 | three
    4 | four
      | ^^^^
      expected   a
      actual     b
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
