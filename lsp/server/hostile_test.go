package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pktlang/pkt/internal/hostile"
)

const snippetSupport = `{"general":{"positionEncodings":["utf-8"]},
	"textDocument":{"completion":{"completionItem":{"snippetSupport":true}}}}`

// requestsAt are all requests about a place.
func requestsAt(uri string, p, q position) map[string]map[string]any {
	with := func(more map[string]any) map[string]any {
		params := at(uri, p)
		for name, value := range more {
			params[name] = value
		}
		return params
	}
	all := map[string]map[string]any{
		"textDocument/references": with(map[string]any{"context": map[string]any{"includeDeclaration": true}}),
		"textDocument/rename":     with(map[string]any{"newName": "7"}),
		"textDocument/selectionRange": {"textDocument": map[string]any{"uri": uri},
			"positions": []position{p, q}},
		"textDocument/onTypeFormatting":     with(map[string]any{"ch": "\n", "options": map[string]any{}}),
		"textDocument/semanticTokens/range": with(map[string]any{"range": span{p, q}}),
		"textDocument/inlayHint":            with(map[string]any{"range": span{p, q}}),
		"textDocument/rangeFormatting": with(map[string]any{"range": span{p, q},
			"options": map[string]any{}}),
		"textDocument/codeAction": with(map[string]any{"range": span{p, q},
			"context": map[string]any{"diagnostics": []any{}}}),
		"textDocument/semanticTokens/full/delta": with(map[string]any{"previousResultId": "1"}),
	}
	for _, name := range []string{"hover", "completion", "signatureHelp", "definition", "documentHighlight",
		"prepareRename", "linkedEditingRange", "documentSymbol", "foldingRange", "semanticTokens/full", "documentLink",
		"codeLens", "formatting", "diagnostic"} {
		all["textDocument/"+name] = with(map[string]any{"options": map[string]any{}})
	}
	return all
}

// Whatever a script is and wherever the cursor stands, no request breaks.
func TestNothingBreaks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	c := connect(t, snippetSupport, "")
	for n := range 20 {
		text := hostile.Script(r, 40)
		uri := fmt.Sprintf("file:///hostile/%d.pkt", n)
		c.open(uri, text)
		lines := strings.Count(text, "\n") + 2
		for range 8 {
			p, q := position{r.IntN(lines), r.IntN(60)}, position{r.IntN(lines), r.IntN(60)}
			for method, params := range requestsAt(uri, p, q) {
				_, err := c.call(method, params)
				var refused *rpcError
				if strings.HasSuffix(strings.ToLower(method), "rename") && errors.As(err, &refused) &&
					(refused.Code == -32803 || refused.Code == -32602) {
					continue // what cannot be renamed is refused
				}
				if err != nil {
					t.Fatalf("%s at %v to %v: %v\n%q", method, p, q, err, text)
				}
			}
		}
		c.notify("textDocument/didClose", about(uri))
	}
}

// After any edits, a document is what one is that is opened with its text.
func TestEditsLeadToTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	c := connect(t, "", "")
	for n := range 40 {
		text := hostile.Script(r, 60)
		uri, fresh := fmt.Sprintf("file:///edited/%d.pkt", n), fmt.Sprintf("file:///fresh/%d.pkt", n)
		c.open(uri, text)
		for version := 2; version < 8; version++ {
			start := runeStart(text, r.IntN(len(text)+1))
			end := runeStart(text, min(start+r.IntN(20), len(text)))
			insert := hostile.Script(r, 3)
			k := newScript(text)
			c.change(uri, version, change{&span{k.position(start), k.position(end)}, insert})
			// The position of the middle of a line end is its beginning.
			start, end = k.offset(k.position(start)), k.offset(k.position(end))
			text = text[:start] + insert + text[end:]
		}
		edited := c.diagnostics(uri, 7).Diagnostics
		tokens := c.must("textDocument/semanticTokens/range",
			map[string]any{"textDocument": map[string]any{"uri": uri}, "range": between(0, 0, 9999, 0)})
		c.open(fresh, text)
		want := c.diagnostics(fresh, 1).Diagnostics
		wantTokens := c.must("textDocument/semanticTokens/range",
			map[string]any{"textDocument": map[string]any{"uri": fresh}, "range": between(0, 0, 9999, 0)})
		got, _ := json.Marshal(edited)
		expected, _ := json.Marshal(want)
		if strings.ReplaceAll(string(got), "/edited/", "/fresh/") != string(expected) {
			t.Fatalf("the edited document has\n%s\nand one that is opened with its text\n%s\n%q", got, expected, text)
		}
		if string(tokens) != string(wantTokens) {
			t.Fatalf("the edited document has the tokens\n%s\nwant\n%s\n%q", tokens, wantTokens, text)
		}
		c.notify("textDocument/didClose", about(uri))
		c.notify("textDocument/didClose", about(fresh))
	}
}

// runeStart is the offset of the rune that an offset is in.
func runeStart(text string, offset int) int {
	for offset > 0 && offset < len(text) && text[offset]&0xc0 == 0x80 {
		offset--
	}
	return offset
}
