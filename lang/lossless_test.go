package lang

import (
	"strings"
	"testing"

	"github.com/pktlang/pkt/lang/source"
)

// checkLossless puts a text together again from its tokens, comments and the
// white space between them, and checks that every node lies within its parent.
func checkLossless(t *testing.T, name string, s *Script) {
	t.Helper()
	text := s.File.Text
	at := 0
	for i, st := range s.Statements {
		if st.Base != at {
			t.Fatalf("%s: statement %d begins at %d, the one before ends at %d", name, i, st.Base, at)
		}
		at += int(st.Length)
		after := int32(0)
		for _, token := range st.Tokens {
			if token.Off < after || token.End < token.Off || token.End > st.Length {
				t.Fatalf("%s: statement %d: token at %d to %d, the one before ends at %d", name, i, token.Off,
					token.End, after)
			}
			between := text[st.Base+int(after) : st.Base+int(token.Off)]
			if strings.Trim(strings.TrimPrefix(between, byteOrderMark), " \t\r\n\f\v") != "" {
				t.Fatalf("%s: statement %d: %q belongs to no token", name, i, between)
			}
			after = token.End
		}
		if rest := text[st.Base+int(after) : at]; strings.Trim(strings.TrimPrefix(rest, byteOrderMark),
			" \t\r\n\f\v") != "" {
			t.Fatalf("%s: statement %d: %q belongs to no token", name, i, rest)
		}
		for _, root := range st.Roots() {
			checkNested(t, name, st, root, Span{0, st.Length})
		}
		for _, p := range st.Problems {
			if p.Range.Start < 0 && st.Kind != EndStatement || p.Range.End < p.Range.Start ||
				p.Range.End > int(st.Length) {
				t.Fatalf("%s: statement %d: %q is at %v, outside of its statement", name, i, p.Message, p.Range)
			}
		}
	}
	if at != len(text) {
		t.Fatalf("%s: the statements end at %d of %d bytes", name, at, len(text))
	}
}

func checkNested(t *testing.T, name string, st *Statement, n Node, outer Span) {
	t.Helper()
	w := n.Where()
	if w.Off < outer.Off || w.End > outer.End || w.End < w.Off {
		t.Fatalf("%s: %T at %v is outside of its parent at %v", name, n, st.Range(n), outer)
	}
	for _, c := range Children(n) {
		checkNested(t, name, st, c, w)
	}
}

func TestCorpusIsLossless(t *testing.T) {
	for path, text := range corpus(t, "textbook", "kselftest-7.2", "google", "mptcp", "sctp", "freebsd", "mutants") {
		checkLossless(t, path, Parse(source.NewFile(path, text), variant))
	}
}
