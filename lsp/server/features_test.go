package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// answersFile holds a script, requests about it, and what goes over the wire:
// for each file METHOD of parameters another, METHOD answer.
const answersFile = "testdata/answers.txtar"

// shortList is a list of numbers or a position, which is written on one line.
var (
	shortList = regexp.MustCompile(`\[[\s\d,]*\]|\{\s*"line": \d+,\s*"character": \d+\s*\}`)
	space     = regexp.MustCompile(`\s+`)
)

// What a feature says reaches the client as the protocol has it. What the
// features say of scripts is tested beside them.
func TestAnswers(t *testing.T) {
	archive, err := txtar.ParseFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	c := connect(t, `{"general":{"positionEncodings":["utf-16"]},"textDocument":{
		"documentSymbol":{"hierarchicalDocumentSymbolSupport":true},
		"completion":{"completionItem":{"snippetSupport":true}}}}`, `{"trusted":true}`)
	const uri = "file:///answers/a.pkt"
	wants := make(map[string]string)
	for _, f := range archive.Files {
		wants[f.Name] = string(f.Data)
	}
	c.open(uri, wants["a.pkt"])
	asked := 0
	var out []txtar.File
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, " answer") {
			continue
		}
		out = append(out, f)
		method, _, _ := strings.Cut(f.Name, " ") // a method may be asked twice
		if !strings.Contains(method, "/") {
			continue
		}
		asked++
		params := map[string]any{"textDocument": map[string]any{"uri": uri}}
		if err := json.Unmarshal(f.Data, &params); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		var answer bytes.Buffer
		if err := json.Indent(&answer, c.must(method, params), "", "  "); err != nil {
			t.Fatal(err)
		}
		got := shortList.ReplaceAllStringFunc(answer.String(),
			func(list string) string { return space.ReplaceAllString(list, " ") }) + "\n"
		name := f.Name + " answer"
		out = append(out, txtar.File{Name: name, Data: []byte(got)})
		if !*update && got != wants[name] {
			t.Errorf("%s: -want +got:\n%s", f.Name,
				cmp.Diff(strings.Split(wants[name], "\n"), strings.Split(got, "\n")))
		}
	}
	if asked == 0 {
		t.Errorf("%s has no requests, so nothing was tested", answersFile)
	}
	if *update {
		archive.Files = out
		if err := os.WriteFile(answersFile, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Where a feature has nothing to say, the answer is null or an empty list, as
// the protocol has it for each.
func TestEmptyAnswers(t *testing.T) {
	const uri = "file:///a.pkt"
	c := connect(t, "", "")
	c.open(uri, "\n")
	for method, want := range map[string]string{
		"hover": "null", "signatureHelp": "null", "linkedEditingRange": "null", "definition": "[]",
		"documentHighlight": "[]",
		"documentSymbol":    "[]", "foldingRange": "[]", "documentLink": "[]", "codeLens": "[]",
		"semanticTokens/full": `{"resultId":"1","data":[]}`,
	} {
		if got := string(c.must("textDocument/"+method, at(uri, position{}))); got != want {
			t.Errorf("%s: got %s, want %s", method, got, want)
		}
	}
}

// What cannot be renamed is refused, with another code where the name is what
// is wrong.
func TestRenameRefuses(t *testing.T) {
	const uri = "file:///a.pkt"
	c := connect(t, "", "")
	c.open(uri, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	for _, character := range []int{0, 42} {
		code := map[int]int{0: -32803, 42: -32602}[character]
		params := at(uri, position{0, character})
		params["newName"] = "x"
		_, err := c.call("textDocument/rename", params)
		wantCode(t, fmt.Sprintf("a rename at character %d", character), err, code)
	}
}

// Each kind of hint can be switched off in the settings.
func TestInlaySettings(t *testing.T) {
	const uri = "file:///a.pkt"
	for setting, want := range map[string]string{`{}`: "0.100", `{"inlayHints":{"time":false}}`: "",
		`{"pkt":{"inlayHints":{"time":false}}}`: ""} {
		c := connect(t, "", setting)
		c.open(uri, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+.1 close(3) = 0\n")
		params := about(uri)
		params["range"] = between(0, 0, 9, 0)
		labels := ""
		for _, h := range get[[]struct{ Label string }](c, "textDocument/inlayHint", params) {
			labels += h.Label
		}
		if labels != want {
			t.Errorf("%s: got %q, want %q", setting, labels, want)
		}
	}
}

// The style of an .editorconfig beside the script counts.
func TestFormattingReadsEditorConfig(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, ".editorconfig", "root = true\n[*.pkt]\nend_of_line = crlf\n")
	const text = "0   close(3) = 0\n"
	uri := fileURI(filepath.Join(folder, "a.pkt"))
	c := connect(t, "", "")
	c.open(uri, text)
	params := about(uri)
	params["options"] = map[string]any{"tabSize": 8, "insertSpaces": false}
	got := newScript(text).apply(t, get[[]textEdit](c, "textDocument/formatting", params))
	if want := "    0 close(3) = 0\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A client that knows no tree of symbols gets a list.
func TestFlatSymbols(t *testing.T) {
	c := connect(t, "", "")
	c.open("file:///a.pkt", "// Open it\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	list := get[[]symbolInformation](c, "textDocument/documentSymbol", about("file:///a.pkt"))
	if len(list) != 2 || list[0].Name != "Open it" || list[1].ContainerName != "Open it" ||
		list[1].Location.Range.Start.Line != 1 {
		t.Errorf("got %+v", list)
	}
}

type symbolInformation struct {
	Name, ContainerName string
	Location            location
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

// Resolving adds documentation and keeps all else, unknown fields too.
func TestResolve(t *testing.T) {
	c := connect(t, "", "")
	for data, documented := range map[string]bool{"call:socket": true, "constant:NONE": false, "": false} {
		got := get[map[string]any](c, "completionItem/resolve",
			map[string]any{"label": "x", "data": data, "later": []int{1, 2}})
		text, _ := json.Marshal(got["documentation"])
		if documented != strings.Contains(string(text), `"kind":"markdown"`) ||
			!documented && got["documentation"] != nil {
			t.Errorf("%s: the documentation is %s", data, text)
		}
		if got["label"] != "x" || fmt.Sprint(got["later"]) != "[1 2]" {
			t.Errorf("%s: got %v, which is not the item that was sent", data, got)
		}
	}
}

// Edits lead from one answer to the next.
func TestTokenDelta(t *testing.T) {
	type answer struct {
		ResultID string
		Data     []int
		Edits    []struct {
			Start, DeleteCount int
			Data               []int
		}
	}
	const uri = "file:///a.pkt"
	c := connect(t, "", "")
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
	patched := append(append(append([]int(nil), first.Data[:e.Start]...), e.Data...),
		first.Data[e.Start+e.DeleteCount:]...)
	all := get[answer](c, "textDocument/semanticTokens/full", about(uri))
	if len(all.Data) == len(first.Data) || fmt.Sprint(patched) != fmt.Sprint(all.Data) {
		t.Errorf("the edit leads to %v, want %v", patched, all.Data)
	}
	if unknown := delta("no such id"); unknown.Data == nil {
		t.Errorf("an unknown id is answered with %+v, want all tokens", unknown)
	}
}
