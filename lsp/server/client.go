package server

import (
	"context"
	"encoding/json"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// client is what the server asks of the editor. A handler of a request may call
// it and wait for the answer; one of a notification may not wait, since the
// answer is read after it.
type client struct{ session *session }

func (c *client) notify(method string, params any) {
	// A client that is gone is told nothing more.
	_ = c.session.conn.Notify(c.session.context, method, params)
}

func (c *client) call(ctx context.Context, method string, params, result any) error {
	return c.session.conn.Call(ctx, method, params, result, jsonrpc2.StringID())
}

// publishParams are those of textDocument/publishDiagnostics; the version of
// glsp's type cannot be negative.
type publishParams struct {
	URI         string                `json:"uri"`
	Version     *int32                `json:"version,omitempty"`
	Diagnostics []protocol.Diagnostic `json:"diagnostics"`
}

func (c *client) publish(p publishParams) { c.notify("textDocument/publishDiagnostics", p) }

// inBackground asks something of the client in a goroutine; the answer may be
// an error that does not matter.
func (c *client) inBackground(method string, params any) {
	c.session.working.Add(1)
	go func() {
		defer c.session.working.Done()
		if err := c.call(c.session.context, method, params, nil); err != nil && c.session.context.Err() == nil {
			c.session.log.Printf("%s: %v", method, err)
		}
	}()
}

// refresh tells the client to ask anew for what it pulls, as far as it can.
func (c *client) refresh() {
	support := &c.session.support
	for method, can := range map[string]bool{
		"workspace/diagnostic/refresh":     support.refreshDiagnostics,
		"workspace/inlayHint/refresh":      support.refreshInlayHints,
		"workspace/codeLens/refresh":       support.refreshCodeLenses,
		"workspace/semanticTokens/refresh": support.refreshTokens,
	} {
		if can {
			c.inBackground(method, nil)
		}
	}
}

// register asks to be told of changes to the files that matter.
func (c *client) register() {
	if !c.session.support.watchedFiles {
		return
	}
	watchers := []protocol.FileSystemWatcher{{GlobPattern: "**/*.pkt"}, {GlobPattern: "**/pkt.toml"}}
	c.inBackground("client/registerCapability", protocol.RegistrationParams{Registrations: []protocol.Registration{{
		ID: "pkt-files", Method: "workspace/didChangeWatchedFiles",
		RegisterOptions: protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: watchers},
	}}})
}

// configure asks the client for its settings.
func (c *client) configure() {
	if !c.session.support.configuration {
		return
	}
	c.session.working.Add(1)
	go func() {
		defer c.session.working.Done()
		var sections []json.RawMessage
		params := map[string]any{"items": []any{map[string]any{"section": "pkt"}}}
		if err := c.call(c.session.context, "workspace/configuration", params, &sections); err != nil ||
			len(sections) == 0 {
			return
		}
		if err := c.session.configured(sections[0]); err != nil {
			c.session.log.Print(err)
		}
	}()
}
