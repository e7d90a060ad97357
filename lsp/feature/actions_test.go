package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

func (k *testCase) showActions(list []protocol.CodeAction) string {
	var out strings.Builder
	for _, a := range list {
		fmt.Fprintf(&out, "-- %s: %s", *a.Kind, a.Title)
		for _, d := range a.Diagnostics {
			fmt.Fprintf(&out, " [%s]", d.Code.Value)
		}
		if a.IsPreferred != nil && *a.IsPreferred {
			out.WriteString(" preferred")
		}
		out.WriteString("\n" + changedLines(k.Text(), k.apply(a.Edit.Changes[k.URI()])))
	}
	return out.String()
}

func TestCodeActions(t *testing.T) {
	cases(t, "actions", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			return k.showActions(feature.CodeActions(k.Document, m, feature.CodeActionContext{Only: k.list("only")}))
		})
	})
}

// The failures of the last run have their fixes, and no suppressions.
func TestCodeActionsOfARun(t *testing.T) {
	k := marked(t, "run", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = «4»\n")
	at := k.Bytes(k.marks[0])
	failure := diag.Diagnostic{Code: "run/result", Severity: diag.Error, Range: at, Message: "the call returned 3",
		Fixes: []diag.Fix{{Title: "accept what the stack did", Edits: []source.Edit{{Range: at, New: "3"}}}}}
	elsewhere := failure
	elsewhere.Range = source.Range{Start: 0, End: 1}
	got := k.showActions(feature.CodeActions(k.Document, k.marks[0], feature.CodeActionContext{
		Only: []string{"quickfix"}, Failures: []diag.Diagnostic{elsewhere, failure}}))
	want := "-- quickfix: accept what the stack did [run/result]\n" +
		"- 0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4\n+ 0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A finding is mended from anywhere in it and from right beside it, as a cursor
// stands there.
func TestCodeActionsAtTheEdges(t *testing.T) {
	k := marked(t, "edges", "+0«»  «»clsoe«»(«»3) = 0\n")
	for i, want := range []bool{false, true, true, false} {
		got := k.showActions(feature.CodeActions(k.Document, k.marks[i], feature.CodeActionContext{}))
		if strings.Contains(got, "[PKT101]") != want {
			t.Errorf("at %s: got %q", k.show(k.marks[i]), got)
		}
	}
}

// What a comment cannot silence in earnest is not offered to be suppressed.
func TestSuppressions(t *testing.T) {
	const open = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 < S 0:0(0) win 1000 <mss 1000>\n+0 > S. 0:0(0) ack 1 <...>\n"
	for text, want := range map[string]bool{
		open + "+0 < . 1:1(0) win 9\n":                                              true,  // PKT402
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 < S 0:0(0) win 99999\n":    false, // a syntax error
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 // pkt:ignore PKT402\n":        false, // PKT901
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 // pkt:ignore PKT402 so be it": false, // PKT902
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 // pkt:ignore PKT777 so be it": false, // PKT903
	} {
		k := marked(t, "suppressions", text)
		if len(k.Diagnostics()) == 0 {
			t.Errorf("%s: nothing is found", text)
		}
		got := k.showActions(feature.CodeActions(k.Document, k.whole(), feature.CodeActionContext{}))
		if strings.Contains(got, "suppress ") != want {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

// Where nothing can be fixed, nothing is offered that fixes all.
func TestFixAllOfNothing(t *testing.T) {
	d := open("file:///a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	actions := feature.CodeActions(d, protocol.Range{}, feature.CodeActionContext{Only: []string{"source.fixAll"}})
	if len(actions) != 0 {
		t.Errorf("got %+v", actions)
	}
}

// changedLines are the lines of a text that another does not have, with signs.
func changedLines(before, after string) string {
	has := func(text, line string) bool { return strings.Contains("\n"+text+"\n", "\n"+line+"\n") }
	var out strings.Builder
	for _, line := range strings.Split(before, "\n") {
		if !has(after, line) {
			out.WriteString("- " + line + "\n")
		}
	}
	for _, line := range strings.Split(after, "\n") {
		if !has(before, line) {
			out.WriteString("+ " + line + "\n")
		}
	}
	return out.String()
}
