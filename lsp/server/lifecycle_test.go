package server_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func wantCode(t *testing.T, what string, err error, code int) {
	t.Helper()
	var refused *rpcError
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("%s: got %v, want an error with code %d", what, err, code)
	}
}

func TestLifecycle(t *testing.T) {
	c := start(t)
	_, err := c.call("textDocument/hover", at("file:///a.pkt", position{}))
	wantCode(t, "a request before initialize", err, -32002)
	c.open("file:///a.pkt", "+0 close(3) = 0\n") // is ignored before initialize
	c.must("initialize", map[string]any{"capabilities": map[string]any{}})
	_, err = c.call("initialize", map[string]any{"capabilities": map[string]any{}})
	wantCode(t, "a second initialize", err, -32600)
	_, err = c.call("textDocument/hover", at("file:///a.pkt", position{}))
	wantCode(t, "a document that was opened too early", err, -32602)
	_, err = c.call("textDocument/brew", nil)
	wantCode(t, "an unknown method", err, -32601)
	c.notify("textDocument/brewed", nil)
	c.notify("$/whatever", nil)
	c.must("shutdown", nil)
	_, err = c.call("textDocument/hover", at("file:///a.pkt", position{}))
	wantCode(t, "a request after shutdown", err, -32600)
	c.notify("exit", nil)
	if code := c.exitCode(); code != 0 {
		t.Errorf("exited with %d after shutdown", code)
	}
}

func TestExitWithoutShutdown(t *testing.T) {
	c := connect(t, "", "")
	c.notify("exit", nil)
	if code := c.exitCode(); code != 1 {
		t.Errorf("exited with %d, want 1", code)
	}
}

func TestClosedInput(t *testing.T) {
	for name, initialized := range map[string]bool{"before initialize": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			if initialized {
				c.must("initialize", map[string]any{"capabilities": map[string]any{}})
			} else {
				c.notify("$/alive", nil)
			}
			begin := time.Now()
			_ = c.in.Close()
			if code := c.exitCode(); code != 1 {
				t.Errorf("exited with %d, want 1", code)
			}
			t.Logf("ended after %v", time.Since(begin))
		})
	}
}

func TestGarbage(t *testing.T) {
	c := connect(t, "", "")
	refused := func(what, text string, code int) {
		t.Helper()
		c.raw(text)
		m := c.note(func(m message) bool { return m.Error != nil })
		if m.Error.Code != code {
			t.Errorf("%s: answered with %d, want %d: %s", what, m.Error.Code, code, m.Error.Message)
		}
	}
	framed := func(body string) string { return "Content-Length: " + itoa(len(body)) + "\r\n\r\n" + body }
	refused("malformed JSON", framed(`{"jsonrpc":"2.0","id":`), -32700)
	refused("an empty body", framed(""), -32700)
	refused("a batch", framed(`[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]`), -32600)
	refused("a message without a method", framed(`{"jsonrpc":"2.0","id":77}`), -32600)
	refused("a number as method", framed(`{"jsonrpc":"2.0","id":78,"method":5}`), -32600)
	refused("a fraction as id", framed(`{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}`), -32600)
	refused("no length", "Content-Type: x\r\n\r\n", -32700)
	refused("no header", "hello\r\n", -32700)
	refused("a length that is none", "Content-Length: many\r\n", -32700)
	refused("an endless header", strings.Repeat("x", 9000)+"\r\n", -32700)
	_, err := c.call("textDocument/hover", json.RawMessage(`{"textDocument":"a"}`))
	wantCode(t, "parameters that do not fit", err, -32602)
	_, err = c.call("textDocument/hover", json.RawMessage(`null`))
	wantCode(t, "no parameters", err, -32602)
	c.raw("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 54 \r\n\r\n" +
		`{"jsonrpc":"2.0","method":"$/whatever","params":   {} }`[:54])
	c.raw(framed(`{"jsonrpc":"2.0","id":99,"result":null}`)) // an answer to nothing
	if code := c.leave(); code != 0 {
		t.Errorf("exited with %d", code)
	}
}

func TestTrace(t *testing.T) {
	path := t.TempDir() + "/trace.json"
	c := start(t, "--trace", path)
	c.must("initialize", map[string]any{"capabilities": map[string]any{}, "trace": "messages"})
	c.open("file:///a.pkt", "+0 close(3) = 0\n")
	c.must("textDocument/foldingRange", about("file:///a.pkt"))
	c.note(func(m message) bool {
		return m.Method == "$/logTrace" && strings.Contains(string(m.Params), "foldingRange")
	})
	c.notify("$/setTrace", map[string]any{"value": "off"})
	c.raw("Content-Length: 3\r\n\r\n{x}")
	c.note(func(m message) bool { return m.Error != nil })
	if code := c.leave(); code != 0 {
		t.Errorf("exited with %d", code)
	}
	var from, garbage int
	for _, line := range lines(t, path) {
		var entry struct {
			Time    time.Time
			From    string
			Message json.RawMessage
			Garbage string
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if entry.From == "from client" && strings.Contains(string(entry.Message), "didOpen") {
			from++
		}
		if entry.Garbage == "{x}" {
			garbage++
		}
	}
	if from != 1 || garbage != 1 {
		t.Errorf("the trace has %d openings and %d pieces of garbage, want one each", from, garbage)
	}
}
