package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// editor is a client that answers every request of the server.
type editor struct{}

func (editor) Handle(ctx context.Context, c *jsonrpc2.Conn, r *jsonrpc2.Request) {
	if !r.Notif {
		_ = c.Reply(ctx, r.ID, "from the editor")
	}
}

// Handlers that break, that ask the client, and that wait for others do not
// keep the server from answering.
func TestHandlers(t *testing.T) {
	release := make(chan struct{})
	table := maps.Clone(methods)
	add := func(name string, handle func(context.Context, *request, *struct{}) (any, error)) {
		table[name] = &method{name: name, request: true, handle: answering(handle)}
	}
	add("test/panic", func(context.Context, *request, *struct{}) (any, error) { panic("on purpose") })
	add("test/ask", func(ctx context.Context, r *request, _ *struct{}) (any, error) {
		var answer string
		err := r.session.client.call(ctx, "test/question", nil, &answer)
		return answer, err
	})
	add("test/wait", func(ctx context.Context, _ *request, _ *struct{}) (any, error) {
		select {
		case <-release:
			return "released", nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
	add("test/release", func(context.Context, *request, *struct{}) (any, error) { close(release); return nil, nil })
	add("test/nothing", func(context.Context, *request, *struct{}) (any, error) { return func() {}, nil })
	table["test/note"] = &method{name: "test/note",
		handle: noting(func(*request, *struct{}) error { panic("in a notification") })}

	ours, theirs := net.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- serve(context.Background(), ours, Options{Log: io.Discard}, table) }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(theirs, jsonrpc2.VSCodeObjectCodec{}), editor{})
	call := func(method string) (string, error) {
		var result json.RawMessage
		err := c.Call(ctx, method, map[string]any{}, &result)
		return string(result), err
	}
	if _, err := call("initialize"); err != nil {
		t.Fatal(err)
	}
	waiting, err := c.DispatchCall(ctx, "test/wait", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	for name, code := range map[string]int64{"test/panic": codeInternalError, "test/nothing": codeInternalError} {
		var refused *jsonrpc2.Error
		if _, err := call(name); !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s: got %v, want an error with code %d", name, err, code)
		}
	}
	if err := c.Notify(ctx, "test/note", nil); err != nil {
		t.Fatal(err)
	}
	if got, err := call("test/ask"); err != nil || !strings.Contains(got, "from the editor") {
		t.Errorf("a handler that asks the client: %s, %v", got, err)
	}
	if _, err := call("test/release"); err != nil {
		t.Error(err)
	}
	var released string
	if err := waiting.Wait(ctx, &released); err != nil || released != "released" {
		t.Errorf("a request that waited for another: %q, %v", released, err)
	}
	if _, err := call("shutdown"); err != nil {
		t.Error(err)
	}
	if err := c.Notify(ctx, "exit", nil); err != nil {
		t.Error(err)
	}
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("ended with %d", code)
		}
	case <-ctx.Done():
		t.Error("the server does not end")
	}
}
