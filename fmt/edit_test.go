package format_test

import (
	"strings"
	"testing"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang/source"
)

const unformatted = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3


+0   bind(3,..., ...) = 0
+0 < S  0:0(0) win 1000
   +0 listen(3, 1) = 0   
`

func TestEditsAreSmall(t *testing.T) {
	edits := format.Edits(parse(unformatted), format.Options{})
	if len(edits) < strings.Count(unformatted, "\n")-2 {
		t.Fatalf("%d edits: every line is meant to be formatted wrongly", len(edits))
	}
	for _, e := range edits {
		if e.Range.Len() > 3 || len(e.New) > 4 {
			t.Errorf("bytes %d to %d are replaced by %q", e.Range.Start, e.Range.End, e.New)
		}
		if old := unformatted[e.Range.Start:e.Range.End]; strings.TrimSpace(old+e.New) != "" {
			t.Errorf("%q becomes %q: more than white space", old, e.New)
		}
	}
}

func TestFormattedScriptHasNoEdits(t *testing.T) {
	once, err := format.Source(parse(unformatted), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if edits := format.Edits(parse(once), format.Options{}); len(edits) > 0 {
		t.Errorf("%d edits", len(edits))
	}
}

// TestRange formats one line, given as a range that begins and ends within it.
func TestRange(t *testing.T) {
	at := strings.Index(unformatted, "bind")
	got := apply(t, unformatted,
		format.Range(parse(unformatted), source.Range{Start: at, End: at + 2}, format.Options{}))
	want := strings.Replace(unformatted, "+0   bind(3,...,", "   +0 bind(3, ...,", 1)
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestRangeOverAllIsEdits(t *testing.T) {
	got := apply(t, unformatted,
		format.Range(parse(unformatted), source.Range{End: len(unformatted)}, format.Options{}))
	want, err := format.Source(parse(unformatted), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestLine(t *testing.T) {
	got := apply(t, unformatted, format.Line(parse(unformatted), 5, format.Options{}))
	want := strings.Replace(unformatted, "+0 < S  0", "   +0 < S 0", 1)
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestRangeOutsideOfTheText(t *testing.T) {
	for _, r := range []source.Range{{Start: -5, End: -1}, {Start: 5, End: 1}, {Start: 1 << 20, End: 1 << 21}} {
		apply(t, unformatted, format.Range(parse(unformatted), r, format.Options{}))
	}
	apply(t, "", format.Line(parse(""), 7, format.Options{}))
}

func apply(t *testing.T, text string, edits []source.Edit) string {
	t.Helper()
	after, err := source.Apply(text, edits)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

// Line ends, the byte order mark and the last line end follow the options, and
// without any the script.
func TestLineEnds(t *testing.T) {
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	const in, out = "0 `a\n  b`\n+0 close(3) = 0", "    0 `a\n  b`\n   +0 close(3) = 0\n"
	for _, c := range []struct {
		name, in, want string
		style          format.Style
	}{
		{"lf", in, out, format.Style{}},
		{"crlf is kept", crlf(in), crlf(out), format.Style{}},
		{"crlf to lf", crlf(in), out, format.Style{LineEnd: format.LF}},
		{"lf to crlf", in, crlf(out), format.Style{LineEnd: format.CRLF}},
		{"mixed becomes that of the last line", "0 close(3) = 0\r\n+0 close(4) = 0\n",
			"    0 close(3) = 0\n   +0 close(4) = 0\n", format.Style{}},
		{"a lone CR ends a line", "0 close(3) = 0 // c\r+0 close(4) = 0\n",
			"    0 close(3) = 0 // c\n   +0 close(4) = 0\n", format.Style{}},
		{"no final newline", in, strings.TrimSuffix(out, "\n"), format.Style{NoFinalNewline: true}},
		{"byte order mark", "\ufeff" + in, "\ufeff" + out, format.Style{}},
		{"empty", "", "", format.Style{}},
		{"blank", " \n\t\n", "", format.Style{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := format.Source(parse(c.in), format.Options{Style: c.style})
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			checkPromises(t, c.in, format.Options{Style: c.style})
		})
	}
}

func TestProblems(t *testing.T) {
	problems := format.Problems(parse("0 close(3) = 0\n+0 < S 0:0(0) win 99999\n+0 foo(\n"))
	if len(problems) != 1 ||
		problems[0].Range.Start < strings.Index("0 close(3) = 0\n+0 < S 0:0(0) win 99999\n+0 foo(\n", "foo") {
		t.Errorf("expected the syntax error alone, got %v", problems)
	}
}
