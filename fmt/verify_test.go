package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// TestVerifyFindsFaults hands verify what a faulty layout could make of a
// script.
func TestVerifyFindsFaults(t *testing.T) {
	const script = "0 write(3, \"a b\", 3) = 3 // c\n+0 > P. 1:4(3) ack 1\n+0 `x  y`\n"
	for _, c := range []struct{ name, old, new string }{
		{"a token is missing", "ack 1", "1"},
		{"a token too many", "ack 1", "ack 1 win 5"},
		{"tokens are joined", "ack 1", "ack1"},
		{"a token is split", "1:4", "1 1:4"},
		{"a token is another", "1:4", "1:5"},
		{"tokens are swapped", "1:4", "4:1"},
		{"white space in a string", `"a b"`, `"a  b"`},
		{"white space in a command", "x  y", "x y"},
		{"a comment is missing", " // c", ""},
		{"a comment swallows an event", "// c\n", "// c "},
		{"an event loses its time", "+0 >", ">"},
		{"an event is missing", "+0 `x  y`\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			after := strings.Replace(script, c.old, c.new, 1)
			if after == script {
				t.Fatal("the fault changes nothing")
			}
			l := newLayout(lang.Parse(source.NewFile("a.pkt", script), nil), Options{})
			var mismatch *MismatchError
			if err := l.verify(after); !errors.As(err, &mismatch) {
				t.Fatalf("got %v", err)
			}
			if report := mismatch.Report(); strings.Count(report, "\n") < len(mismatch.Before) {
				t.Errorf("the report is incomplete:\n%s", report)
			}
		})
	}
}

// TestVerifyReadsNumbers holds that shorter times are compared as numbers.
func TestVerifyReadsNumbers(t *testing.T) {
	script := lang.Parse(source.NewFile("a.pkt", "+0.10 close(3) = 0\n"), nil)
	l := newLayout(script, Options{Simplify: true})
	if err := l.verify(l.source()); err != nil {
		t.Errorf("the right result: %v", err)
	}
	l.simplified = map[int]string{1: ".01"}
	if err := l.verify(" +.01 close(3) = 0\n"); err == nil {
		t.Error("another time passed")
	}
}

func TestVerifyAllowsWhiteSpace(t *testing.T) {
	l := newLayout(lang.Parse(source.NewFile("a.pkt", "+0 close(3)=0 // c  \n"), nil), Options{})
	for _, after := range []string{"+0   close ( 3 ) = 0 // c\n", "+0 close(3)\n=0 // c"} {
		if err := l.verify(after); err != nil {
			t.Errorf("%q: %v", after, err)
		}
	}
}

func TestShortest(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "00": "0", "0.0": "0", ".0": "0", "0.1": ".1", ".10": ".1", "1.0": "1", "10": "10", "010": "10",
		"1.250": "1.25", "100.001": "100.001",
	} {
		if got := shortest(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
