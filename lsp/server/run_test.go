package server_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const failing = `// A handshake with an MSS that no stack here offers
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1461>
+.1 < . 1:1(0) ack 1 win 1000
`

// needsRunning skips where scripts cannot be run.
func needsRunning(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("scripts run on Linux only")
	}
	probe := write(t, t.TempDir(), "probe.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
	if out, err := exec.Command(binary, "run", probe).CombinedOutput(); err != nil {
		t.Skipf("scripts cannot be run here, which needs root or user namespaces, and /dev/net/tun: %v\n%s", err, out)
	}
}

type lens struct {
	Range   span
	Command struct {
		Title, Command string
		Arguments      []json.RawMessage
	}
}

// action is an answer of textDocument/codeAction.
type action struct {
	Title string
	Edit  struct{ Changes map[string][]textEdit }
}

func titles(list []lens) string {
	var out []string
	for _, l := range list {
		out = append(out, l.Command.Title)
	}
	return strings.Join(out, ", ")
}

func runCommand(uri string, more ...string) map[string]any {
	argument := map[string]any{"uri": uri}
	for i := 0; i+1 < len(more); i += 2 {
		argument[more[i]] = more[i+1]
	}
	return map[string]any{"command": "pkt.run", "arguments": []any{argument}}
}

// A script fails, the failure is shown on its token, what the stack did is
// accepted, and the script passes.
func TestRun(t *testing.T) {
	needsRunning(t)
	folder := t.TempDir()
	path := write(t, folder, "a.pkt", failing)
	uri := fileURI(path)
	c := connect(t, `{"general":{"positionEncodings":["utf-8"]},"window":{"workDoneProgress":true},
		"workspace":{"codeLens":{"refreshSupport":true}}}`, `{"trusted":true}`, folder)
	c.open(uri, failing)
	lenses := get[[]lens](c, "textDocument/codeLens", about(uri))
	if got := titles(lenses); got != "run, run with simple profile" || lenses[0].Range.Start.Line != 1 ||
		!strings.Contains(string(lenses[1].Command.Arguments[0]), `"simple"`) {
		t.Errorf("the lenses are %s: %+v", got, lenses)
	}

	result := get[struct {
		Status  string
		Line    int
		Message string
	}](c, "workspace/executeCommand", runCommand(uri))
	if result.Status != "failed" || result.Line != 6 || result.Message == "" {
		t.Fatalf("the run ended with %+v", result)
	}
	begin := c.note(func(m message) bool { return m.Method == "$/progress" })
	if !strings.Contains(string(begin.Params), `"kind":"begin"`) ||
		!strings.Contains(string(begin.Params), `"cancellable":true`) {
		t.Errorf("the progress begins with %s", begin.Params)
	}
	c.note(func(m message) bool {
		return m.Method == "$/progress" && strings.Contains(string(m.Params), `"kind":"end"`)
	})
	var found diagnostic
	for found.Code == "" {
		for _, d := range c.diagnostics(uri, 1).Diagnostics {
			if d.Code == "run/packet" {
				found = d
			}
		}
	}
	if found.Range.Start.Line != 5 || !strings.Contains(found.Message, "expected  S. 0:0(0) ack 1 <mss 1461>") {
		t.Errorf("the failure is shown as %+v", found)
	}
	if got := titles(get[[]lens](c, "textDocument/codeLens",
		about(uri))); got != "run, run with simple profile, failed on line 6" {
		t.Errorf("the lenses are %s", got)
	}

	params := about(uri)
	params["range"], params["context"] = found.Range, map[string]any{"diagnostics": []any{}}
	var accept action
	for _, a := range get[[]action](c, "textDocument/codeAction", params) {
		if a.Title == "accept what the stack did" {
			accept = a
		}
	}
	passing := newScript(failing).apply(t, accept.Edit.Changes[uri])
	if passing == failing {
		t.Fatalf("what the stack did cannot be accepted: %+v", accept)
	}
	write(t, folder, "a.pkt", passing)
	c.change(uri, 2, change{nil, passing})
	for _, d := range c.diagnostics(uri, 2).Diagnostics {
		if strings.HasPrefix(d.Code, "run/") {
			t.Errorf("an edit leaves the failure: %+v", d)
		}
	}
	command := runCommand(uri)
	command["workDoneToken"] = "mine"
	again := get[struct{ Status string }](c, "workspace/executeCommand", command)
	c.note(func(m message) bool {
		return m.Method == "$/progress" && strings.Contains(string(m.Params), `"token":"mine"`)
	})
	if again.Status != "passed" {
		t.Errorf("what was accepted ends with %s:\n%s", again.Status, passing)
	}
	if got := titles(get[[]lens](c, "textDocument/codeLens",
		about(uri))); got != "run, run with simple profile, passed" {
		t.Errorf("the lenses are %s", got)
	}
}

// Nothing runs that the user does not trust, or that is not what is saved.
func TestRunRefuses(t *testing.T) {
	folder, other := t.TempDir(), t.TempDir()
	touched := filepath.Join(folder, "touched")
	text := "0 `touch " + touched + "`\n"
	path, elsewhere := write(t, folder, "a.pkt", text), write(t, other, "b.pkt", text)
	refused := func(c *client, what, uri string, code int) {
		t.Helper()
		_, err := c.call("workspace/executeCommand", runCommand(uri))
		wantCode(t, what, err, code)
	}
	c := connect(t, "", "", folder)
	c.open(fileURI(path), text)
	refused(c, "an untrusted folder", fileURI(path), -32803)
	if lenses := get[[]lens](c, "textDocument/codeLens", about(fileURI(path))); len(lenses) != 0 {
		t.Errorf("an untrusted script has the lenses %s", titles(lenses))
	}
	settings, _ := json.Marshal(map[string]any{"trustedFolders": []string{fileURI(folder)}})
	c = connect(t, "", string(settings), folder, other)
	c.open(fileURI(elsewhere), text)
	refused(c, "another folder than the trusted one", fileURI(elsewhere), -32803)
	c.open(fileURI(path), text+"+0 `true`\n")
	refused(c, "a script that is not saved", fileURI(path), -32803)
	refused(c, "a script that is not open", fileURI(filepath.Join(folder, "c.pkt")), -32602)
	c.open("untitled:one", text)
	refused(c, "a script that is no file", "untitled:one", -32803)
	_, err := c.call("workspace/executeCommand",
		map[string]any{"command": "pkt.fly", "arguments": []any{map[string]any{"uri": "x"}}})
	wantCode(t, "an unknown command", err, -32602)
	_, err = c.call("workspace/executeCommand", map[string]any{"command": "pkt.run"})
	wantCode(t, "a command without its argument", err, -32602)
	if _, err := os.Stat(touched); err == nil {
		t.Error("a command of a script was run")
	}
}

// A run can be stopped: by its progress, by cancelling the request, by a
// command, and by the end of the session.
func TestRunIsCancelled(t *testing.T) {
	needsRunning(t)
	folder := t.TempDir()
	text := "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+300 close(3) = 0\n"
	uri := fileURI(write(t, folder, "slow.pkt", text))
	ways := map[string]func(c *client, id int, token json.RawMessage){
		"progress": func(c *client, _ int, token json.RawMessage) {
			c.notify("window/workDoneProgress/cancel", map[string]any{"token": token})
		},
		"request": func(c *client, id int, _ json.RawMessage) { c.notify("$/cancelRequest", map[string]any{"id": id}) },
		"command": func(c *client, _ int, _ json.RawMessage) {
			c.must("workspace/executeCommand",
				map[string]any{"command": "pkt.stop", "arguments": []any{map[string]any{"uri": uri}}})
		},
		"shutdown": func(c *client, _ int, _ json.RawMessage) { c.must("shutdown", nil) },
	}
	for name, stop := range ways {
		t.Run(name, func(t *testing.T) {
			c := connect(t, `{"window":{"workDoneProgress":true}}`, `{"trusted":true}`, folder)
			c.open(uri, text)
			id, answer := c.begin("workspace/executeCommand", runCommand(uri))
			begin := c.note(func(m message) bool { return m.Method == "$/progress" })
			var progress struct{ Token json.RawMessage }
			if err := json.Unmarshal(begin.Params, &progress); err != nil {
				t.Fatal(err)
			}
			_, err := c.call("workspace/executeCommand", runCommand(uri))
			wantCode(t, "a second run of a script that is running", err, -32803)
			time.Sleep(200 * time.Millisecond) // into the script
			stop(c, id, progress.Token)
			_, err = c.await(answer)
			wantCode(t, "a run that was stopped", err, -32800)
			c.note(func(m message) bool {
				return m.Method == "$/progress" && strings.Contains(string(m.Params), `"kind":"end"`)
			})
		})
	}
}

// A client that leaves takes its runs with it, and the server ends at once.
func TestRunEndsWithTheSession(t *testing.T) {
	needsRunning(t)
	folder := t.TempDir()
	text := "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+300 close(3) = 0\n"
	uri := fileURI(write(t, folder, "slow.pkt", text))
	c := connect(t, `{"window":{"workDoneProgress":true}}`, `{"trusted":true}`, folder)
	c.open(uri, text)
	c.begin("workspace/executeCommand", runCommand(uri))
	c.note(func(m message) bool { return m.Method == "$/progress" })
	_ = c.in.Close()
	if code := c.exitCode(); code != 1 {
		t.Errorf("exited with %d, want 1", code)
	}
}
