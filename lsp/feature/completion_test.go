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
	wants := map[string]string{
		"socket": "socket(..., SOCK_STREAM, IPPROTO_TCP) = 4", "`command`": "``",
		"%{ code }%": "%{ assert tcpi_snd_cwnd == 10 }%",
		"sendmsg":    "sendmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0}, 0) = 0",
	}
	for _, item := range feature.Completion(d, protocol.Position{Line: 1, Character: 3}, false).Items {
		if item.InsertTextFormat != 0 || strings.Contains(item.TextEdit.NewText, "$") {
			t.Errorf("%s inserts %q, format %d", item.Label, item.TextEdit.NewText, item.InsertTextFormat)
		}
		if want, ok := wants[item.Label]; ok && item.TextEdit.NewText != want {
			t.Errorf("%s inserts %q, want %q", item.Label, item.TextEdit.NewText, want)
		}
		delete(wants, item.Label)
	}
	for label := range wants {
		t.Errorf("%s is not offered", label)
	}
}

// What is offered at a place, and what is not.
func TestOffered(t *testing.T) {
	for _, c := range []struct {
		name, script string
		offered, not []string
	}{
		{"code and commands", "0 «»\n", []string{"%{ code }%", "`command`", "socket"}, nil},
		{"calls of dialects from two letters on", "0 sc«»\n", []string{"sctp_sendmsg"}, nil},
		{"no calls of dialects from one letter", "0 s«»\n", []string{"send"}, []string{"sctp_sendmsg"}},
		{"before a comment", "0 «»// over\n", []string{"socket"}, nil},
		{"in a comment", "0 /«»/ over\n", nil, []string{"socket"}},
		{"in a string", "0 write(3, \"«»\", 1) = 1\n", nil, []string{"..."}},
		{"after a string", "0 write(3, \"a\"«», 1) = 1\n", []string{"..."}, nil},
		{"in a command", "0 `so«»`\n", nil, []string{"socket"}},
		{"after an event at the end of the text", "0 close(3) = 0 «»", nil, []string{"+0 ", "socket"}},
		{"in an event at the end of the text", "0 close(3) = «»", []string{"0"}, []string{"+0 "}},
		{"where only a packet can be", "* «»\n", []string{"> "}, []string{"socket"}},
		{"the value of an option", "0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, «»\n", []string{"[1]"}, nil},
		{"in the value of an option", "0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [«»\n", nil, []string{"[1]"}},
		{"the values for an option", "0 setsockopt(3, SOL_TCP, TCP_CONGESTION, «»\n", nil, []string{"SO_REUSEADDR"}},
		{"the values for a command", "0 fcntl(3, F_SETFL, «»\n", []string{"O_NONBLOCK"}, []string{"SOCK_STREAM"}},
		{"the length of an unknown option", "0 setsockopt(3, SOL_SOCKET, WHAT, [1], «»\n", nil, []string{"4", "0"}},
		{"or'ed to a constant", "0 socket(AF_INET|«»\n", nil, []string{"..."}},
		{"too many arguments", "0 listen(3, 1, «»\n", nil, []string{"...", "3", "0"}},
		{"a call without a result yet", "0 listen(3, 1)«»\n", []string{"= 0"}, nil},
		{"a positive result has no errno", "0 listen(3, 1) = 1 «»\n", nil, []string{"EAGAIN"}},
		{"bytes in a structure", "0 writev(3, [{..., 5}], 1) = «»\n", []string{"-1"}, []string{"5", "1"}},
		{"words of an option", "--ip_version=«»\n", []string{"ipv4", "ipv6"}, nil},
		{"an option without equals sign", "--mtu «»\n", nil, []string{"1500"}},
		{"rules of the next line first", "// pkt:ignore «»\n0 < . 1:1(0) win 9\n", []string{"PKT402"}, nil},
		{"a second SYN option", "0 < S 0:0(0) win 9 <mss 9,nop,«»\n", []string{"nop", "sackOK"}, []string{"mss N"}},
		{"an option that has begun", "0 < S 0:0(0) win 9 <mss «»\n", nil, []string{"nop"}},
		{"an ack after the window", "0 < . 1:1(0) win 9 «»\n", []string{"<options>"}, []string{"win 65535", "ack 1"}},
		{"any options of an expected segment", "0 > . 1:1(0) «»\n", []string{"<...>"}, nil},
		{"any options of an injected segment", "0 < . 1:1(0) «»\n", nil, []string{"<...>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := marked(t, "offered", c.script)
			offered := make(map[string]bool)
			for _, item := range feature.Completion(k.Document, k.marks[0].Start, true).Items {
				offered[item.Label] = true
			}
			for _, label := range c.offered {
				if !offered[label] {
					t.Errorf("%s is not offered", label)
				}
			}
			for _, label := range c.not {
				if offered[label] {
					t.Errorf("%s is offered", label)
				}
			}
		})
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
