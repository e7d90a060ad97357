package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func (k *testCase) outline(symbols []protocol.DocumentSymbol, indent string) string {
	var out strings.Builder
	for _, s := range symbols {
		fmt.Fprintf(&out, "%s[%d] %s %s | %s | %s\n", indent, s.Kind, s.Name, *s.Detail, k.show(s.Range),
			k.show(s.SelectionRange))
		out.WriteString(k.outline(s.Children, indent+"  "))
	}
	return out.String()
}

func TestSymbols(t *testing.T) {
	cases(t, "symbols", func(k *testCase) string { return k.outline(feature.Symbols(k.Document), "") })
}

// A client that knows no tree gets a list.
func TestFlatSymbols(t *testing.T) {
	list := feature.FlatSymbols(open("file:///a.pkt", "// Open it\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"))
	if len(list) != 2 || list[0].Name != "Open it" || list[0].ContainerName != nil ||
		*list[1].ContainerName != "Open it" ||
		list[1].Name != "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3" || list[1].Location.Range.Start.Line != 1 {
		t.Errorf("got %+v", list)
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		name, query string
		want        bool
	}{
		{"socket(...) = 3", "sock", true}, {"close(3) = 0", "CLO3", true}, {"close(3) = 0", "", true},
		{"close(3) = 0", "3clo", false}, {"close(3) = 0", "close(3) = 01", false}, {"", "x", false},
		{"Übung", "ü", true},
	} {
		if got := feature.Matches(c.name, c.query); got != c.want {
			t.Errorf("%q and %q: got %v", c.name, c.query, got)
		}
	}
}
