package lsp_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

type completionItem struct {
	Label            string
	Detail           string
	InsertTextFormat int
	TextEdit         textEdit
	Data             string
}

type completionList struct{ Items []completionItem }

const snippetSupport = `{"general":{"positionEncodings":["utf-8"]},"textDocument":{"completion":{"completionItem":{"snippetSupport":true}}}}`

func TestCompletion(t *testing.T) {
	cases(t, "completion", snippetSupport, func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			params := at(k.uri, m.span.Start)
			params["context"] = map[string]any{"triggerKind": 2, "triggerCharacter": "("}
			items := get[completionList](c, "textDocument/completion", params).Items
			var out strings.Builder
			for i, item := range items {
				if most := k.params["max"].(float64); i >= int(most) {
					break
				}
				out.WriteString(k.showItem(item) + "\n")
			}
			find, _ := k.params["find"].([]any)
			for _, name := range find {
				for _, item := range items {
					if item.Label == name {
						out.WriteString("... " + k.showItem(item) + "\n")
					}
				}
			}
			// How many there are of a table of names is not for this test.
			if len(items) <= 20 {
				fmt.Fprintf(&out, "%d items", len(items))
			} else {
				out.WriteString("many items")
			}
			return out.String()
		})
	})
}

func (k *testCase) showItem(item completionItem) string {
	text := item.Label
	if item.TextEdit.NewText != item.Label {
		text += " => " + item.TextEdit.NewText
	}
	if r := item.TextEdit.Range; r.Start != r.End {
		text += " in place of " + k.show(r)
	}
	if item.Detail != "" {
		text += " | " + item.Detail
	}
	return text
}

// A client without snippets gets texts without places.
func TestCompletionWithoutSnippets(t *testing.T) {
	c := connect(t, "", "")
	c.open("file:///a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 \n")
	for _, item := range get[completionList](c, "textDocument/completion", at("file:///a.pkt", position{1, 3})).Items {
		if item.InsertTextFormat != 0 || strings.Contains(item.TextEdit.NewText, "$") {
			t.Errorf("%s inserts %q, format %d", item.Label, item.TextEdit.NewText, item.InsertTextFormat)
		}
		if want := "socket(..., SOCK_STREAM, IPPROTO_TCP) = 4"; item.Label == "socket" && item.TextEdit.NewText != want {
			t.Errorf("socket inserts %q, want %q", item.TextEdit.NewText, want)
		}
	}
}

// What is typed last has no line end behind it.
func TestCompletionAtTheEndOfTheText(t *testing.T) {
	c := connect(t, "", "")
	c.open("file:///a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 ")
	items := get[completionList](c, "textDocument/completion", at("file:///a.pkt", position{1, 3})).Items
	if len(items) == 0 || items[0].Label != "< " {
		t.Errorf("offered %v, want what can stand behind a time", items)
	}
}

// Resolving adds documentation and keeps all else, unknown fields too.
func TestResolve(t *testing.T) {
	c := connect(t, "", "")
	for data, want := range map[string]string{
		"call:socket": "socket(2)", "errno:EAGAIN": "EAGAIN", "rule:PKT402": "missing-ack", "constant:SOCK_STREAM": "TCP",
		"setting:mtu": "--mtu", "tcpoption:mss": "mss N", "variable:tcpi_snd_cwnd": "TCP_INFO", "keyword:win": "window",
		"constant:NONE": "", "": "", "nonsense": "",
	} {
		got := get[map[string]any](c, "completionItem/resolve", map[string]any{"label": "x", "data": data, "later": []int{1, 2}})
		text, _ := json.Marshal(got["documentation"])
		if want == "" && got["documentation"] != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: the documentation is %s, want %q in it", data, text, want)
		}
		if got["label"] != "x" || fmt.Sprint(got["later"]) != "[1 2]" {
			t.Errorf("%s: got %v, which is not the item that was sent", data, got)
		}
	}
}

func TestSignatureHelp(t *testing.T) {
	type help struct {
		Signatures []struct {
			Label      string
			Parameters []struct {
				Label         [2]int
				Documentation struct{ Value string }
			}
		}
		ActiveParameter int
	}
	cases(t, "signature", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			params := at(k.uri, m.span.Start)
			first := c.must("textDocument/signatureHelp", params)
			// A client sends back what it shows.
			params["context"] = map[string]any{"triggerKind": 3, "isRetrigger": true, "activeSignatureHelp": first}
			h := get[help](c, "textDocument/signatureHelp", params)
			if len(h.Signatures) == 0 {
				return "nothing"
			}
			s := h.Signatures[0]
			if h.ActiveParameter >= len(s.Parameters) {
				return s.Label + "\nbehind the last parameter"
			}
			p := s.Parameters[h.ActiveParameter]
			return s.Label + "\n" + s.Label[p.Label[0]:p.Label[1]] + " | " + p.Documentation.Value
		})
	})
}
