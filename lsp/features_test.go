package lsp_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// locations shows the places that a request answers with.
func (k *testCase) locations(list []location) string {
	var out strings.Builder
	for _, l := range list {
		out.WriteString(k.show(l.Range) + "\n")
	}
	return out.String()
}

func TestHover(t *testing.T) {
	cases(t, "hover", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			h := get[struct {
				Contents struct{ Value string }
				Range    *span
			}](c, "textDocument/hover", at(k.uri, m.span.Start))
			if h.Range == nil {
				return ""
			}
			return "about " + k.show(*h.Range) + "\n" + h.Contents.Value
		})
	})
}

func TestDefinition(t *testing.T) {
	cases(t, "definition", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			return k.locations(get[[]location](c, "textDocument/definition", at(k.uri, m.span.Start)))
		})
	})
}

func TestReferences(t *testing.T) {
	cases(t, "references", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out string
			for _, all := range []bool{true, false} {
				params := at(k.uri, m.span.Start)
				params["context"] = map[string]any{"includeDeclaration": all}
				list := get[[]location](c, "textDocument/references", params)
				if all {
					out = k.locations(list)
				} else {
					out += fmt.Sprintf("%d without the origin", len(list))
				}
			}
			return out
		})
	})
}

func TestHighlight(t *testing.T) {
	kinds := map[int]string{2: "read ", 3: "write"}
	cases(t, "highlight", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out strings.Builder
			for _, h := range get[[]struct {
				Range span
				Kind  int
			}](c, "textDocument/documentHighlight", at(k.uri, m.span.Start)) {
				fmt.Fprintf(&out, "%s %s\n", kinds[h.Kind], k.show(h.Range))
			}
			return out.String()
		})
	})
}

func TestRename(t *testing.T) {
	cases(t, "rename", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			prepared, err := c.call("textDocument/prepareRename", at(k.uri, m.span.Start))
			if err != nil {
				return "refused: " + err.Error()
			}
			out := "prepared: " + string(prepared) + "\n"
			for _, name := range k.params["names"].([]any) {
				params := at(k.uri, m.span.Start)
				params["newName"] = name
				result, err := c.call("textDocument/rename", params)
				if err != nil {
					out += fmt.Sprintf("%s: refused: %v\n", name, err)
					continue
				}
				out += fmt.Sprintf("-> %s\n%s", name, k.apply(t, editsOf(t, result)[k.uri]))
			}
			return out
		})
	})
}

func TestLinkedEditing(t *testing.T) {
	cases(t, "linked", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out strings.Builder
			for _, r := range get[struct{ Ranges []span }](c, "textDocument/linkedEditingRange", at(k.uri, m.span.Start)).Ranges {
				fmt.Fprintln(&out, k.show(r))
			}
			return out.String()
		})
	})
}

func TestFolding(t *testing.T) {
	cases(t, "folding", "", func(c *client, k *testCase) string {
		var out strings.Builder
		for _, f := range get[[]struct {
			StartLine, EndLine int
			Kind               string
		}](c, "textDocument/foldingRange", about(k.uri)) {
			fmt.Fprintf(&out, "%d-%d %s\n", f.StartLine+1, f.EndLine+1, f.Kind)
		}
		return out.String()
	})
}

func TestSelection(t *testing.T) {
	type selection struct {
		Range  span
		Parent *selection
	}
	cases(t, "selection", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			params := about(k.uri)
			params["positions"] = []position{m.span.Start}
			var out strings.Builder
			list := get[[]selection](c, "textDocument/selectionRange", params)
			for s := &list[0]; s != nil; s = s.Parent {
				fmt.Fprintln(&out, k.show(s.Range))
			}
			return out.String()
		})
	})
}

// whole is the range of a document.
func (k *testCase) whole() span { return span{position{}, k.position(len(k.text))} }

// legend is what the server calls the types of tokens, in its order.
var legend = []string{"comment", "string", "number", "keyword", "operator", "function", "enumMember", "variable", "macro", "property", "type"}

// tokens shows encoded tokens, each with its text.
func (k *testCase) tokens(data []int) string {
	var out strings.Builder
	at := position{}
	for i := 0; i+4 < len(data); i += 5 {
		at.Line += data[i]
		if data[i] > 0 {
			at.Character = 0
		}
		at.Character += data[i+1]
		kind := legend[data[i+3]]
		if data[i+4] == 1 {
			kind += " (declaration)"
		}
		fmt.Fprintf(&out, "%s %s\n", k.show(span{at, position{at.Line, at.Character + data[i+2]}}), kind)
	}
	return out.String()
}

func TestTokens(t *testing.T) {
	cases(t, "tokens", "", func(c *client, k *testCase) string {
		type answer struct{ Data []int }
		if len(k.marks) == 0 {
			return k.tokens(get[answer](c, "textDocument/semanticTokens/full", about(k.uri)).Data)
		}
		params := about(k.uri)
		params["range"] = k.marks[0].span
		return k.tokens(get[answer](c, "textDocument/semanticTokens/range", params).Data)
	})
}

// The legend of the tests is that of the server, and edits lead from one answer
// to the next.
func TestTokenDelta(t *testing.T) {
	c := start(t)
	capabilities := get[struct {
		Capabilities struct {
			SemanticTokensProvider struct {
				Legend struct{ TokenTypes []string }
			}
		}
	}](c, "initialize", map[string]any{"capabilities": map[string]any{}})
	if got := capabilities.Capabilities.SemanticTokensProvider.Legend.TokenTypes; strings.Join(got, " ") != strings.Join(legend, " ") {
		t.Fatalf("the legend is %v, the tests have %v", got, legend)
	}
	type answer struct {
		ResultID string
		Data     []int
		Edits    []struct {
			Start, DeleteCount int
			Data               []int
		}
	}
	const uri = "file:///a.pkt"
	c.open(uri, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 close(3) = 0\n")
	delta := func(previous string) answer {
		return get[answer](c, "textDocument/semanticTokens/full/delta", map[string]any{
			"textDocument": map[string]any{"uri": uri}, "previousResultId": previous})
	}
	first := get[answer](c, "textDocument/semanticTokens/full", about(uri))
	same := delta(first.ResultID)
	if len(same.Edits) != 0 || same.Data != nil {
		t.Errorf("nothing changed, but %+v is answered", same)
	}
	c.change(uri, 2, change{between(1, 0, 1, 0), "+0 listen(3, 1) = 0\n"})
	next := delta(same.ResultID)
	if len(next.Edits) != 1 {
		t.Fatalf("got %+v, want one edit", next)
	}
	e := next.Edits[0]
	patched := append(append(append([]int(nil), first.Data[:e.Start]...), e.Data...), first.Data[e.Start+e.DeleteCount:]...)
	all := get[answer](c, "textDocument/semanticTokens/full", about(uri))
	if fmt.Sprint(patched) != fmt.Sprint(all.Data) {
		t.Errorf("the edit leads to %v, want %v", patched, all.Data)
	}
	if unknown := delta("no such id"); unknown.Data == nil {
		t.Errorf("an unknown id is answered with %+v, want all tokens", unknown)
	}
}

func TestInlayHints(t *testing.T) {
	cases(t, "inlay", "", func(c *client, k *testCase) string {
		params := about(k.uri)
		params["range"] = k.whole()
		if len(k.marks) > 0 {
			params["range"] = k.marks[0].span
		}
		return k.hints(get[[]hint](c, "textDocument/inlayHint", params))
	})
}

type hint struct {
	Position position
	Label    string
}

func (k *testCase) hints(list []hint) string {
	var out strings.Builder
	for _, h := range list {
		fmt.Fprintf(&out, "%s %s\n", place(h.Position), h.Label)
	}
	return out.String()
}

// Each kind of hint can be switched off.
func TestInlaySettings(t *testing.T) {
	const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 < S 0:0(0) win 1000 <mss 1000>\n+.1 > S. 0:0(0) ack 1 <mss 1460>\n+0 < . 1:1(0) ack 1 win 1000\n" +
		"+0 accept(3, ..., ...) = 4\n+0 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1\n"
	for setting, want := range map[string]string{
		`{}`:                            "4:34 SYN-RECEIVED\n5:4 0.100\n6:29 ESTABLISHED\n9:23 10 outstanding\n",
		`{"inlayHints":{"time":false}}`: "4:34 SYN-RECEIVED\n6:29 ESTABLISHED\n9:23 10 outstanding\n",
		`{"inlayHints":{"time":false,"state":false}}`:                             "9:23 10 outstanding\n",
		`{"pkt":{"inlayHints":{"time":false,"state":false,"outstanding":false}}}`: "",
	} {
		c := connect(t, "", setting)
		k := parseCase(t, "settings", text)
		c.open(k.uri, k.text)
		params := about(k.uri)
		params["range"] = k.whole()
		if got := k.hints(get[[]hint](c, "textDocument/inlayHint", params)); got != want {
			t.Errorf("%s: got %q, want %q", setting, got, want)
		}
	}
}

type action struct {
	Title       string
	Kind        string
	IsPreferred bool
	Diagnostics []diagnostic
	Edit        struct{ Changes map[string][]textEdit }
}

func TestActions(t *testing.T) {
	cases(t, "actions", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			params := about(k.uri)
			params["range"] = m.span
			// What the client knows of is sent with its codes, as clients do.
			params["context"] = map[string]any{"diagnostics": []any{map[string]any{"range": m.span, "code": "PKT402", "message": "x"}}}
			for name, value := range k.params {
				params["context"].(map[string]any)[name] = value
			}
			var out strings.Builder
			for _, a := range get[[]action](c, "textDocument/codeAction", params) {
				fmt.Fprintf(&out, "-- %s: %s", a.Kind, a.Title)
				for _, d := range a.Diagnostics {
					fmt.Fprintf(&out, " [%s]", d.Code)
				}
				if a.IsPreferred {
					out.WriteString(" preferred")
				}
				out.WriteString("\n" + changedLines(k.text, k.apply(t, a.Edit.Changes[k.uri])))
			}
			return out.String()
		})
	})
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

func TestFormatting(t *testing.T) {
	cases(t, "formatting", "", func(c *client, k *testCase) string {
		params := about(k.uri)
		params["options"] = map[string]any{"tabSize": 8, "insertSpaces": false}
		method := "textDocument/formatting"
		switch {
		case k.params["type"] == true:
			method = "textDocument/onTypeFormatting"
			params["position"], params["ch"] = k.marks[0].span.Start, "\n"
		case len(k.marks) > 0:
			method = "textDocument/rangeFormatting"
			params["range"] = k.marks[0].span
		}
		return k.apply(t, get[[]textEdit](c, method, params))
	})
}

func TestLinks(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "common/set.sh", "")
	text := "`../common/set.sh tcp ../common/none.sh`\n// See RFC 9293, section 3.10.7 and RFC1122; PKT402, PKT999.\n0 `./self.pkt`\n"
	path := write(t, folder, "tests/self.pkt", text)
	c := connect(t, "", "")
	c.open(fileURI(path), text)
	k := parseCase(t, "links", text)
	var out []string
	for _, l := range get[[]struct {
		Range  span
		Target string
	}](c, "textDocument/documentLink", about(fileURI(path))) {
		out = append(out, k.show(l.Range)+" "+strings.TrimPrefix(l.Target, fileURI(folder)))
	}
	want := []string{
		"1:2-1:18 ../common/set.sh /common/set.sh",
		"2:8-2:32 RFC 9293, section 3.10.7 https://www.rfc-editor.org/rfc/rfc9293.html#section-3.10.7",
		"2:37-2:44 RFC1122 https://www.rfc-editor.org/rfc/rfc1122.html",
		"2:46-2:52 PKT402 https://github.com/pktlang/pkt/blob/main/docs/rules/PKT402.md",
		"3:4-3:14 ./self.pkt /tests/self.pkt",
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
