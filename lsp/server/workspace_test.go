package server_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type report struct {
	Kind     string
	ResultID string
	Items    []diagnostic
	URI      string
	Version  *int
}

func (r report) codes() string { return codes(published{Diagnostics: r.Items}) }

// Diagnostics can be pulled, of a document and of the workspace; nothing is
// sent again that the client has, and nothing is pushed besides.
func TestPull(t *testing.T) {
	folder := t.TempDir()
	path := write(t, folder, "a(1).pkt", "+0 clsoe(3) = 0\n")
	write(t, folder, "b.pkt", "0 < S 0:0(0) win 99999\n")
	c := connect(t, `{"general":{"positionEncodings":["utf-8"]},"textDocument":{"diagnostic":{}},
		"workspace":{"diagnostics":{"refreshSupport":true}}}`, "", folder)
	// Clients write URIs in their own way.
	uri := strings.NewReplacer("(", "%28", ")", "%29").Replace(fileURI(path))
	c.open(uri, "+0 close(3) = 0\n")
	pull := func(previous string) report {
		params := about(uri)
		params["previousResultId"] = previous
		return get[report](c, "textDocument/diagnostic", params)
	}
	first := pull("")
	if first.Kind != "full" || first.ResultID == "" || strings.Contains(first.codes(), "PKT101") {
		t.Errorf("got %+v", first)
	}
	if same := pull(first.ResultID); same.Kind != "unchanged" || same.ResultID != first.ResultID || same.Items != nil {
		t.Errorf("nothing changed, but %+v is answered", same)
	}
	c.change(uri, 2, change{nil, "+0 clsoe(3) = 0\n"})
	second := pull(first.ResultID)
	if second.Kind != "full" || !strings.Contains(second.codes(), "PKT101") {
		t.Errorf("got %+v", second)
	}
	type reports struct{ Items []report }
	all := get[reports](c, "workspace/diagnostic",
		map[string]any{"previousResultIds": []any{map[string]any{"uri": uri, "value": second.ResultID}}})
	if len(all.Items) != 2 || all.Items[0].Kind != "unchanged" || *all.Items[0].Version != 2 ||
		all.Items[1].Kind != "full" || all.Items[1].Version != nil ||
		!strings.Contains(all.Items[1].codes(), "PKT022") {
		t.Errorf("the workspace is reported as %+v", all)
	}
	// What did not change is answered from what is known, what did is read.
	write(t, folder, "b.pkt", "0 < S 0:0(0) win 99999\n+0 clsoe(3) = 0\n")
	c.notify("workspace/didChangeWatchedFiles",
		map[string]any{"changes": []any{map[string]any{"uri": fileURI(filepath.Join(folder, "b.pkt")), "type": 2}}})
	c.note(func(m message) bool { return m.Method == "workspace/diagnostic/refresh" })
	for range 2 {
		again := get[reports](c, "workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
		if len(again.Items) != 2 || !strings.Contains(again.Items[1].codes(), "PKT101") {
			t.Errorf("the workspace is reported as %+v", again)
		}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, m := range c.notes {
		if m.Method == "textDocument/publishDiagnostics" {
			t.Errorf("a client that pulls is pushed %s", m.Params)
		}
	}
}

// What is shown is what `pkt lint` prints, with all that it says.
func TestDiagnosticsAreThoseOfLint(t *testing.T) {
	const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n" +
		"+0 < S 0:0(0) win 99999 <mss 1000>\n+0 > S. 0:0(0) ack 2 <...>\n+0 < P. 1:11(10) win 10\n+0 clsoe(4) = 0\n" +
		"+0 close(3) = 0 // pkt:ignore PKT402 nothing to see\n"
	path := write(t, t.TempDir(), "a.pkt", text)
	c := connect(t, "", "")
	c.open(fileURI(path), text)
	got := c.diagnostics(fileURI(path), 1).Diagnostics
	want := lintJSON(t, path)
	if len(got) != len(want) || len(got) < 4 {
		t.Fatalf("got %s, want what pkt lint prints: %+v", codes(published{Diagnostics: got}), want)
	}
	severities := map[string]int{"error": 1, "warning": 2, "info": 3, "hint": 4}
	related, pages, unnecessary := 0, 0, 0
	for i, d := range got {
		w := want[i]
		start := position{w.Range.Start.Line - 1, w.Range.Start.Column - 1}
		if d.Code != w.Rule || d.Severity != severities[w.Severity] || d.Range.Start != start ||
			!strings.HasPrefix(d.Message, w.Message) || d.Source != "pkt" {
			t.Errorf("got %+v, want %+v", d, w)
		}
		if len(d.RelatedInformation) != len(w.Related) {
			t.Errorf("%s: %d related places, want %d", d.Code, len(d.RelatedInformation), len(w.Related))
		}
		related += len(d.RelatedInformation)
		if d.CodeDescription != nil && strings.HasSuffix(d.CodeDescription.HRef, d.Code+".md") {
			pages++
		}
		if len(d.Tags) == 1 && d.Tags[0] == 1 {
			unnecessary++
		}
	}
	if related == 0 || pages != len(got) || unnecessary == 0 {
		t.Errorf("%d related places, %d pages, %d tags; want some of each, and a page for every one of %d", related,
			pages, unnecessary, len(got))
	}
}

// Settings and pkt.toml decide over definitions and rules, and a change of
// either counts at once.
func TestConfiguration(t *testing.T) {
	folder := t.TempDir()
	toml := write(t, folder, "pkt.toml", "[definitions]\nCLOSE = \"close\"\n\n[lint]\nignore = [\"PKT101\"]\n")
	const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 clsoe(3) = 0\n+0 < S 0:0(0) win WINDOW\n"
	uri := fileURI(write(t, folder, "a.pkt", text))
	c := connect(t, `{"workspace":{"configuration":true,"didChangeWatchedFiles":{"dynamicRegistration":true},
		"inlayHint":{"refreshSupport":true}}}`, "", folder)
	registered := c.note(func(m message) bool { return m.Method == "client/registerCapability" })
	if !strings.Contains(string(registered.Params), "**/pkt.toml") ||
		!strings.Contains(string(registered.Params), "**/*.pkt") {
		t.Errorf("the server asks to be told of %s", registered.Params)
	}
	c.open(uri, text)
	if got := codes(c.diagnostics(uri, 1)); strings.Contains(got, "PKT101") || !strings.Contains(got, "PKT029") {
		t.Errorf("got %s: pkt.toml ignores PKT101, and WINDOW is not defined", got)
	}
	c.notify("workspace/didChangeConfiguration",
		map[string]any{"settings": map[string]any{"pkt": map[string]any{"definitions": map[string]any{"WINDOW": "5"}}}})
	if got := codes(c.diagnostics(uri, 1)); strings.Contains(got, "PKT029") {
		t.Errorf("got %s: WINDOW is defined now", got)
	}
	c.note(func(m message) bool { return m.Method == "workspace/inlayHint/refresh" })
	write(t, folder, "pkt.toml", "[lint]\nignore = [\"PKT7777\"]\n")
	c.notify("workspace/didChangeWatchedFiles",
		map[string]any{"changes": []any{map[string]any{"uri": fileURI(toml), "type": 2}}})
	var inToml published
	c.note(func(m message) bool {
		inToml = published{}
		return m.Method == "textDocument/publishDiagnostics" && json.Unmarshal(m.Params, &inToml) == nil &&
			inToml.URI == fileURI(toml) && len(inToml.Diagnostics) > 0
	})
	if len(inToml.Diagnostics) != 1 || inToml.Diagnostics[0].Range.Start.Line != 1 {
		t.Errorf("pkt.toml is shown with %+v, want PKT7777 on its second line", inToml.Diagnostics)
	}
	if err := os.Remove(toml); err != nil {
		t.Fatal(err)
	}
	// Without settings in the message, the client is asked for them.
	c.mutex.Lock()
	c.answers["workspace/configuration"] = []any{map[string]any{"definitions": map[string]any{}}}
	c.mutex.Unlock()
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	for !strings.Contains(codes(c.diagnostics(uri, 1)), "PKT101") {
		t.Log("waiting for PKT101: the file that ignores it is gone")
	}
}

// Settings that do not fit change nothing.
func TestBadSettings(t *testing.T) {
	const uri, text = "file:///a.pkt", "+0 < S 0:0(0) win WINDOW\n"
	c := connect(t, "", `{"definitions":{"WINDOW":"5"}}`)
	c.open(uri, text)
	if got := codes(c.diagnostics(uri, 1)); strings.Contains(got, "PKT029") {
		t.Fatalf("got %s: WINDOW is defined in the settings", got)
	}
	for i, bad := range []string{`[]`, `{"definitions":5}`, `{"pkt":{"definitions":{"WINDOW":5}}}`} {
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": rawJSON(bad)})
		c.change(uri, 2+i, change{nil, text})
		if got := codes(c.diagnostics(uri, 2+i)); strings.Contains(got, "PKT029") {
			t.Errorf("got %s: %s takes the definition of WINDOW away", got, bad)
		}
	}
	// The same message counts where it fits.
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": rawJSON(`{"definitions":{}}`)})
	c.change(uri, 9, change{nil, text})
	if got := codes(c.diagnostics(uri, 9)); !strings.Contains(got, "PKT029") {
		t.Errorf("got %s: WINDOW is defined no more", got)
	}
}

// What is wrong with a pkt.toml is shown as soon as a script is read with it.
func TestConfigProblemsAtOnce(t *testing.T) {
	folder := t.TempDir()
	toml := fileURI(write(t, folder, "pkt.toml", "[lint]\nselect = 5\n"))
	c := connect(t, "", "", folder)
	c.open(fileURI(filepath.Join(folder, "deep", "a.pkt")), "0 close(3) = 0\n")
	if p := c.diagnostics(toml, 0); len(p.Diagnostics) != 1 || p.Diagnostics[0].Range.Start.Line != 1 {
		t.Errorf("pkt.toml is shown with %+v, want one problem on its second line", p.Diagnostics)
	}
}

func TestBadInitializationOptions(t *testing.T) {
	c := start(t)
	_, err := c.call("initialize",
		map[string]any{"capabilities": map[string]any{}, "initializationOptions": map[string]any{"trusted": "yes"}})
	wantCode(t, "settings that do not fit", err, -32602)
}

// Folders come and go.
func TestFolders(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	write(t, one, "a.pkt", "0 close(3) = 0\n")
	write(t, two, "b.pkt", "0 close(3) = 0\n")
	c := connect(t, "", "", one)
	count := func() int {
		return len(get[[]symbolInformation](c, "workspace/symbol", map[string]any{"query": "close"}))
	}
	folders := func(path string) []any { return []any{map[string]any{"uri": fileURI(path), "name": "x"}} }
	if n := count(); n != 1 {
		t.Errorf("%d symbols in one folder, want 1", n)
	}
	c.notify("workspace/didChangeWorkspaceFolders",
		map[string]any{"event": map[string]any{"added": folders(two), "removed": []any{}}})
	if n := count(); n != 2 {
		t.Errorf("%d symbols in two folders, want 2", n)
	}
	c.notify("workspace/didChangeWorkspaceFolders",
		map[string]any{"event": map[string]any{"added": []any{}, "removed": folders(one)}})
	if n := count(); n != 1 {
		t.Errorf("%d symbols without the first folder, want 1", n)
	}
}

// A request that takes long is answered when it is cancelled, and others are
// answered meanwhile.
func TestCancellation(t *testing.T) {
	folder := t.TempDir()
	text := strings.Repeat("+0 write(4, ..., 10) = 10\n", 2000)
	for i := range 200 {
		write(t, folder, "many/"+itoa(i)+".pkt", text)
	}
	c := connect(t, "", "", folder)
	id, slow := c.begin("workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
	c.open("file:///a.pkt", "+0 close(3) = 0\n")
	c.must("textDocument/hover", at("file:///a.pkt", position{0, 4}))
	c.notify("$/cancelRequest", map[string]any{"id": id})
	_, err := c.await(slow)
	wantCode(t, "a request that was cancelled", err, -32800)
	c.notify("$/cancelRequest", map[string]any{"id": 9999})
	c.notify("$/cancelRequest", map[string]any{"id": map[string]any{}})
	c.must("textDocument/hover", at("file:///a.pkt", position{0, 4}))
}
