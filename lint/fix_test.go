package lint_test

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

const handshake = opened + `+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 4000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 4000
+0 accept(3, ..., ...) = 4
`

func TestFixMissingAck(t *testing.T) {
	got := fix(t, handshake+`+0 write(4, ..., 10) = 10
+0 > P. 1:11(10) ack 1
+.1 < P. 1:201(200) win 4000
+0 > . 11:11(0) ack 201
`)
	want := handshake + `+0 write(4, ..., 10) = 10
+0 > P. 1:11(10) ack 1
+.1 < P. 1:201(200) ack 11 win 4000
+0 > . 11:11(0) ack 201
`
	if got.File.Text != want || len(got.Applied) != 1 {
		t.Errorf("applied %v, got:\n%s", got.Applied, got.File.Text)
	}
	if again := fix(t, got.File.Text); len(again.Applied) != 0 {
		t.Errorf("fixing twice finds more to fix: %v", again.Applied)
	}
}

// A fix that may not be what was meant is left to the author.
func TestFixLeavesUnsafe(t *testing.T) {
	const text = opened + "+0 bnd(3, ..., ...) = 0\n"
	if got := fix(t, text); got.File.Text != text || len(got.Applied) != 0 {
		t.Errorf("got %q", got.File.Text)
	}
}

func diagnostic(edits ...source.Edit) diag.Diagnostic {
	return diag.Diagnostic{Fixes: []diag.Fix{{Safe: true, Edits: edits}}}
}

func edit(start, end int, text string) source.Edit {
	return source.Edit{Range: source.Range{Start: start, End: end}, New: text}
}

func TestFixOverlap(t *testing.T) {
	script := lang.Parse(source.NewFile("a.pkt", opened), nil)
	got, err := lint.Fix(script, []diag.Diagnostic{
		diagnostic(edit(0, 1, "1")),
		diagnostic(edit(0, 1, "2")),                                   // the same place
		diagnostic(edit(0, 1, "1")),                                   // the same fix
		diagnostic(edit(1, 1, " ")), diagnostic(edit(43, 44, "\n\n")), // at the end of the first, and apart
		diagnostic(edit(43, 43, "4"), edit(2, 2, " ")), // one of two overlaps
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Applied) != 3 || len(got.Dropped) != 3 {
		t.Errorf("applied %d and dropped %d", len(got.Applied), len(got.Dropped))
	}
	if want := "1 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n\n"; got.File.Text != want {
		t.Errorf("got %q, want %q", got.File.Text, want)
	}
}

func TestFixThatBreaksIsRefused(t *testing.T) {
	script := lang.Parse(source.NewFile("a.pkt", opened), nil)
	if _, err := lint.Fix(script, []diag.Diagnostic{diagnostic(edit(8, 9, ""))}); err == nil {
		t.Error("a fix that leaves a syntax error was taken")
	}
}

// Where mending a syntax error shows what else was wrong, the syntax errors are
// left to the author and the rest is mended all the same.
func TestFixOfSyntaxThatShowsMore(t *testing.T) {
	text := opened + "0 < S 0:0(0) win 10 <mss 1000\n"
	script := lang.Parse(source.NewFile("a.pkt", text), nil)
	at := len(opened)
	worse := diagnostic(edit(at, at+1, "0 close(3 = 0\n0"))
	worse.Code = lang.CodeMissing
	got, err := lint.Fix(script, []diag.Diagnostic{worse, diagnostic(edit(0, 0, " "))})
	if err != nil {
		t.Fatal(err)
	}
	if got.File.Text != " "+text || len(got.Applied) != 1 {
		t.Errorf("applied %d fixes: %q", len(got.Applied), got.File.Text)
	}
}

// An edit that lies outside of the script is an error, and nothing is changed.
func TestFixOutsideOfTheScript(t *testing.T) {
	script := lang.Parse(source.NewFile("a.pkt", opened), nil)
	got, err := lint.Fix(script, []diag.Diagnostic{diagnostic(edit(9000, 9001, ""))})
	if err == nil || got.File != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}
