package lint_test

import (
	"testing"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
)

const opened = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

func TestSuppressions(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"on its own line", opened + "+0 bnd(3) = 0 // pkt:ignore PKT101 a test of the tool\n", ""},
		{"on the line before", opened + "// pkt:ignore PKT101 a test of the tool\n+0 bnd(3) = 0\n", ""},
		{"before a comment", opened + "// pkt:ignore PKT101 a test of the tool\n// so it is\n+0 bnd(3) = 0\n", ""},
		{"two above each other", opened + "// pkt:ignore PKT101 one\n// pkt:ignore PKT202 two\n+0 bnd(3) = 0\n",
			"PKT902:3"},
		{"several codes", opened + "+0 bnd(3) = 0 // pkt:ignore PKT101,PKT402 a test of the tool\n", "PKT902:2"},
		{"for an event over two lines",
			opened + "// pkt:ignore PKT102 so\n+0 setsockopt(3, SOL_SOCKET,\n SO_DEBGU, [1], 4) = 0\n", ""},
		{"not for the line after the next",
			opened + "// pkt:ignore PKT101 why\n+0 bind(3, ..., ...) = 0\n+0 bnd(3) = 0\n", "PKT902:2 PKT101:4"},
		{"of another code", opened + "+0 bnd(3) = 0 // pkt:ignore PKT402 why\n", "PKT101:2 PKT902:2"},
		{"without a reason", opened + "+0 bnd(3) = 0 // pkt:ignore PKT101\n", "PKT901:2"},
		{"without a code", opened + "+0 listen(3, 1) = 0 // pkt:ignore\n", "PKT903:2"},
		{"of a code that does not exist", opened + "+0 listen(3, 1) = 0 // pkt:ignore PKT999 why\n", "PKT903:2"},
		{"a word that only begins so", opened + "+0 listen(3, 1) = 0 // pkt:ignored\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := findings(lint.New(lint.Selection{}), c.text); got != c.want {
				t.Errorf("got %q, want %q in:\n%s", got, c.want, c.text)
			}
		})
	}
}

// A suppression of a rule that is not selected is not called unused.
func TestSuppressionOfIgnoredRule(t *testing.T) {
	const text = opened + "+0 listen(3, 1) = 0 // pkt:ignore PKT402 why\n"
	if got := findings(lint.New(lint.Selection{Ignore: []string{"PKT4"}}), text); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestRemoveUnusedSuppression(t *testing.T) {
	for text, want := range map[string]string{
		opened + "+0 listen(3, 1) = 0  // pkt:ignore PKT402 why\n":     opened + "+0 listen(3, 1) = 0\n",
		opened + "  // pkt:ignore PKT402 why\n+0 listen(3, 1) = 0\n":   opened + "+0 listen(3, 1) = 0\n",
		opened + "// pkt:ignore PKT402 why\r\n+0 listen(3, 1) = 0\r\n": opened + "+0 listen(3, 1) = 0\r\n",
		opened + "+0 listen(3, 1) = 0 // pkt:ignore PKT402 why":        opened + "+0 listen(3, 1) = 0",
	} {
		if got := fix(t, text).File.Text; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func fix(t *testing.T, text string) lint.Fixed {
	t.Helper()
	script := lang.Parse(source.NewFile("a.pkt", text), nil)
	fixed, err := lint.Fix(script, lint.Check(compiled(script), nil, nil).Diagnostics)
	if err != nil {
		t.Fatal(err)
	}
	return fixed
}
