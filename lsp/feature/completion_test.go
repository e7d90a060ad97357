package feature_test

import (
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

func TestCompletion(t *testing.T) {
	cases(t, "completion", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			items := feature.Completion(k.Document, m.Start, true).Items
			var out strings.Builder
			for i, item := range items {
				if most := k.params["max"].(float64); i >= int(most) {
					break
				}
				out.WriteString(k.showItem(item) + "\n")
			}
			for _, name := range k.list("find") {
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

func (k *testCase) showItem(item feature.CompletionItem) string {
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
	d := open("file:///a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 \n")
	found := false
	for _, item := range feature.Completion(d, protocol.Position{Line: 1, Character: 3}, false).Items {
		if item.InsertTextFormat != 0 || strings.Contains(item.TextEdit.NewText, "$") {
			t.Errorf("%s inserts %q, format %d", item.Label, item.TextEdit.NewText, item.InsertTextFormat)
		}
		if item.Label == "socket" {
			found = true
			if want := "socket(..., SOCK_STREAM, IPPROTO_TCP) = 4"; item.TextEdit.NewText != want {
				t.Errorf("socket inserts %q, want %q", item.TextEdit.NewText, want)
			}
		}
	}
	if !found {
		t.Error("socket is not offered")
	}
}

// What is typed last has no line end after it.
func TestCompletionAtTheEndOfTheText(t *testing.T) {
	d := open("file:///a.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 ")
	items := feature.Completion(d, protocol.Position{Line: 1, Character: 3}, true).Items
	if len(items) == 0 || items[0].Label != "< " {
		t.Errorf("offered %v, want what can stand after a time", items)
	}
}

func TestDocumentation(t *testing.T) {
	for data, want := range map[string]string{
		"call:socket": "socket(2)", "errno:EAGAIN": "EAGAIN", "rule:PKT402": "missing-ack", "setting:mtu": "--mtu",
		"constant:SOCK_STREAM": "TCP", "tcpoption:mss": "mss N", "variable:tcpi_snd_cwnd": "TCP_INFO",
		"keyword:win": "window",
	} {
		if text := feature.Documentation(data); !strings.Contains(text, want) {
			t.Errorf("%s: the documentation is %q, want %q in it", data, text, want)
		}
	}
	for _, data := range []string{"constant:NONE", "call:NONE", "keyword:NONE", "", "nonsense"} {
		if text := feature.Documentation(data); text != "" {
			t.Errorf("%s: the documentation is %q, want none", data, text)
		}
	}
}

// All that completion says to have documentation of has it.
func TestOfferedIsDocumented(t *testing.T) {
	k := marked(t, "documented",
		"«»--«»\n0 socket(..., «», «») = 3\n+0 «»\n+0 < «»\n+0 < . 1:1(0) «» <«»>\n+0 close(3) = -1 «»\n0 %{ «» }%\n")
	documented := 0
	for _, m := range k.marks {
		for _, item := range feature.Completion(k.Document, m.Start, true).Items {
			if item.Data == "" {
				continue
			}
			documented++
			if feature.Documentation(item.Data) == "" {
				t.Errorf("%s: %s has no documentation", item.Label, item.Data)
			}
		}
	}
	if documented < 100 {
		t.Errorf("only %d items say what documents them", documented)
	}
}
