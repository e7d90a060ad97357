package lsp_test

import (
	"fmt"
	"strings"
	"testing"
)

type documentSymbol struct {
	Name, Detail   string
	Kind           int
	Range          span
	SelectionRange span
	Children       []documentSymbol
}

func (k *testCase) outline(symbols []documentSymbol, indent string) string {
	var out strings.Builder
	for _, s := range symbols {
		fmt.Fprintf(&out, "%s[%d] %s %s | %s | %s\n", indent, s.Kind, s.Name, s.Detail, k.show(s.Range), k.show(s.SelectionRange))
		out.WriteString(k.outline(s.Children, indent+"  "))
	}
	return out.String()
}

func TestSymbols(t *testing.T) {
	hierarchic := `{"general":{"positionEncodings":["utf-8"]},"textDocument":{"documentSymbol":{"hierarchicalDocumentSymbolSupport":true}}}`
	cases(t, "symbols", hierarchic, func(c *client, k *testCase) string {
		return k.outline(get[[]documentSymbol](c, "textDocument/documentSymbol", about(k.uri)), "")
	})
}

type symbolInformation struct {
	Name, ContainerName string
	Location            location
}

// A client that knows no tree gets a list.
func TestFlatSymbols(t *testing.T) {
	c := connect(t, "", "")
	c.open("file:///a.pkt", "// Open it\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	list := get[[]symbolInformation](c, "textDocument/documentSymbol", about("file:///a.pkt"))
	if len(list) != 2 || list[0].Name != "Open it" || list[1].ContainerName != "Open it" || list[1].Location.Range.Start.Line != 1 {
		t.Errorf("got %+v", list)
	}
}

func TestWorkspaceSymbols(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	write(t, one, "a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 close(3) = 0\n")
	b := write(t, two, "deep/b.pkt", "0 close(3) = 0\n")
	write(t, two, "notes.txt", "0 close(3) = 0\n")
	c := connect(t, "", "", one, two)
	c.open(fileURI(b), "0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 5\n")
	names := func(query string) string {
		var out []string
		for _, s := range get[[]symbolInformation](c, "workspace/symbol", map[string]any{"query": query}) {
			out = append(out, s.Location.URI[strings.LastIndex(s.Location.URI, "/")+1:]+" "+s.Name)
		}
		return strings.Join(out, "; ")
	}
	for query, want := range map[string]string{
		"sock": "a.pkt socket(..., SOCK_STREAM, IPPROTO_TCP) = 3; b.pkt socket(..., SOCK_DGRAM, IPPROTO_UDP) = 5",
		"CLO3": "a.pkt close(3) = 0", "zz": "",
	} {
		if got := names(query); got != want {
			t.Errorf("%q: got %s, want %s", query, got, want)
		}
	}
}
