package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for an answer; a machine that is busy may
// need most of it.
const patience = 60 * time.Second

// message is any message of JSON-RPC.
type message struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *rpcError       `json:"error,omitempty"`
}

type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return fmt.Sprintf("%d: %s", e.Code, e.Message) }

// client is an editor: it starts the server and speaks with it.
type client struct {
	t       testing.TB
	command *exec.Cmd
	in      io.WriteCloser
	stderr  bytes.Buffer
	ended   chan struct{} // closed when the server's output ended

	mutex   sync.Mutex
	next    int
	waiting map[string]chan message
	notes   []message // notifications that no one has taken yet
	arrived chan struct{}
	answers map[string]any // to the server's requests, by method
}

// start starts a server without a word said to it.
func start(t testing.TB, flags ...string) *client {
	t.Helper()
	c := &client{t: t, waiting: make(map[string]chan message), arrived: make(chan struct{}, 1),
		answers: make(map[string]any), ended: make(chan struct{})}
	c.command = exec.Command(binary, append([]string{"lsp"}, flags...)...)
	c.command.Stderr = &c.stderr
	var err error
	if c.in, err = c.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read(out)
	t.Cleanup(func() {
		_ = c.in.Close()
		select {
		case <-c.ended:
		case <-time.After(patience):
			t.Error("the server goes on after its input was closed")
			_ = c.command.Process.Kill()
			<-c.ended
		}
		_ = c.command.Wait()
		if t.Failed() && c.stderr.Len() > 0 {
			t.Logf("the server said:\n%s", c.stderr.String())
		}
		if strings.Contains(c.stderr.String(), "DATA RACE") || strings.Contains(c.stderr.String(), "panic:") {
			t.Errorf("the server is broken:\n%s", c.stderr.String())
		}
	})
	return c
}

// connect starts a server and initializes it with client capabilities and
// settings, each as JSON or empty.
func connect(t testing.TB, capabilities, settings string, folders ...string) *client {
	t.Helper()
	c := start(t)
	if capabilities == "" {
		capabilities = `{"general":{"positionEncodings":["utf-8"]}}`
	}
	params := map[string]any{"processId": nil, "rootUri": nil, "capabilities": json.RawMessage(capabilities)}
	if settings != "" {
		params["initializationOptions"] = json.RawMessage(settings)
	}
	var list []any
	for _, f := range folders {
		list = append(list, map[string]any{"uri": fileURI(f), "name": filepath.Base(f)})
	}
	params["workspaceFolders"] = list
	c.must("initialize", params)
	c.notify("initialized", map[string]any{})
	return c
}

func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func (c *client) read(out io.Reader) {
	defer close(c.ended)
	reader := bufio.NewReader(out)
	for {
		length := 0
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSpace(line)
			if line == "" {
				break
			}
			if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				length, _ = strconv.Atoi(value)
			}
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(reader, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			c.t.Errorf("the server wrote what is no message: %v\n%s", err, body)
			return
		}
		c.take(m)
	}
}

func (c *client) take(m message) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case m.Method != "" && m.ID != nil:
		c.notes = append(c.notes, m)
		answer, ok := c.answers[m.Method]
		go func() {
			if !ok {
				answer = nil
			}
			c.send(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": answer})
		}()
	case m.Method != "":
		c.notes = append(c.notes, m)
	default:
		if waiting := c.waiting[string(m.ID)]; waiting != nil {
			delete(c.waiting, string(m.ID))
			waiting <- m
		} else {
			c.notes = append(c.notes, m) // an error without an id
		}
	}
	select {
	case c.arrived <- struct{}{}:
	default:
	}
}

// raw writes bytes as they are.
func (c *client) raw(text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if _, err := io.WriteString(c.in, text); err != nil {
		c.t.Logf("cannot write to the server: %v", err)
	}
}

func (c *client) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		c.t.Error(err)
		return
	}
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (c *client) notify(method string, params any) {
	c.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// begin sends a request and returns its id and where its answer will be.
func (c *client) begin(method string, params any) (id int, answer chan message) {
	c.mutex.Lock()
	c.next++
	id = c.next
	answer = make(chan message, 1)
	c.waiting[strconv.Itoa(id)] = answer
	c.mutex.Unlock()
	c.send(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	return id, answer
}

var errNoAnswer = errors.New("no answer came")

func (c *client) await(answer chan message) (json.RawMessage, error) {
	select {
	case m := <-answer:
		if m.Error != nil {
			return nil, m.Error
		}
		return m.Result, nil
	case <-c.ended:
		return nil, errNoAnswer
	case <-time.After(patience):
		return nil, errNoAnswer
	}
}

// call sends a request and waits for its answer.
func (c *client) call(method string, params any) (json.RawMessage, error) {
	_, answer := c.begin(method, params)
	return c.await(answer)
}

// must is call for requests that are to be answered.
func (c *client) must(method string, params any) json.RawMessage {
	c.t.Helper()
	result, err := c.call(method, params)
	if err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
	return result
}

// get is must with the answer read into a value.
func get[T any](c *client, method string, params any) T {
	c.t.Helper()
	var out T
	if result := c.must(method, params); len(result) > 0 {
		if err := json.Unmarshal(result, &out); err != nil {
			c.t.Fatalf("%s: %v\n%s", method, err, result)
		}
	}
	return out
}

// note waits for a notification, or a request of the server, that fits, and
// takes it and those of its method before it.
func (c *client) note(fits func(message) bool) message {
	c.t.Helper()
	deadline := time.After(patience)
	for {
		c.mutex.Lock()
		for i, m := range c.notes {
			if fits(m) {
				rest := slices.DeleteFunc(slices.Clone(c.notes[:i]),
					func(o message) bool { return o.Method == m.Method })
				c.notes = append(rest, c.notes[i+1:]...)
				c.mutex.Unlock()
				return m
			}
		}
		c.mutex.Unlock()
		select {
		case <-c.arrived:
		case <-c.ended:
			c.t.Fatal("the server ended while a message was waited for")
		case <-deadline:
			c.t.Fatal("a message that was waited for never came")
		}
	}
}

// open opens a document.
func (c *client) open(uri, text string) {
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "packetdrill", "version": 1, "text": text}})
}

// published is what textDocument/publishDiagnostics says.
type published struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type diagnostic struct {
	Range           span   `json:"range"`
	Severity        int    `json:"severity"`
	Code            string `json:"code"`
	Message         string `json:"message"`
	Source          string `json:"source"`
	Tags            []int  `json:"tags"`
	CodeDescription *struct {
		HRef string `json:"href"`
	} `json:"codeDescription"`
	RelatedInformation []struct {
		Message  string   `json:"message"`
		Location location `json:"location"`
	} `json:"relatedInformation"`
}

type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	span struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	location struct {
		URI   string `json:"uri"`
		Range span   `json:"range"`
	}
)

// diagnostics waits for those of a version of a document; any where it is 0.
func (c *client) diagnostics(uri string, version int) published {
	c.t.Helper()
	var p published
	c.note(func(m message) bool {
		if m.Method != "textDocument/publishDiagnostics" {
			return false
		}
		p = published{}
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Fatal(err)
		}
		return p.URI == uri && (version == 0 || p.Version != nil && *p.Version == version)
	})
	return p
}

// at is the parameters of a request about a place.
func at(uri string, p position) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}, "position": p}
}

// about is the parameters of a request about a document.
func about(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

// leave ends the session as the protocol asks, and returns the exit code.
func (c *client) leave() int {
	c.t.Helper()
	c.must("shutdown", nil)
	c.notify("exit", nil)
	return c.exitCode()
}

// exitCode waits for the server to end.
func (c *client) exitCode() int {
	c.t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		c.t.Fatal("the server does not end")
	}
	_ = c.command.Wait()
	return c.command.ProcessState.ExitCode()
}
