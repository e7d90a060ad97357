package server

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktlang/pkt/lang/run"
)

// progress tells the client how far something that takes long has come (LSP
// 3.17, "Work Done Progress"). A nil progress says nothing.
type progress struct {
	session *session
	token   json.RawMessage
	last    time.Time
}

// cancels are the functions that end what a progress is of, by token, and the
// number of tokens of the server's own making so far.
type cancels struct {
	byToken sync.Map
	made    atomic.Int64
}

// beginProgress begins with the client's token or, where it gave none, one that
// it is asked to make room for.
func (s *session) beginProgress(ctx context.Context, token json.RawMessage, title string,
	cancel context.CancelFunc) *progress {
	if len(token) == 0 || string(token) == "null" {
		if !s.support.progress {
			return nil
		}
		token, _ = json.Marshal(fmt.Sprintf("pkt-%d", s.cancels.made.Add(1)))
		if err := s.client.call(ctx, "window/workDoneProgress/create", map[string]any{"token": token},
			nil); err != nil {
			return nil
		}
	}
	p := &progress{session: s, token: token}
	s.cancels.byToken.Store(string(token), cancel)
	p.send(map[string]any{"kind": "begin", "title": title, "cancellable": true, "percentage": 0})
	return p
}

func (p *progress) send(value map[string]any) {
	p.session.client.notify("$/progress", map[string]any{"token": p.token, "value": value})
}

// report says which event is over, at most every tenth of a second.
func (p *progress) report(event run.Event, events int) {
	const pause = 100 * time.Millisecond
	if p == nil || time.Since(p.last) < pause {
		return
	}
	p.last = time.Now()
	value := map[string]any{"kind": "report", "message": fmt.Sprintf("line %d", event.Line)}
	if events > 0 {
		value["percentage"] = min((event.Index+1)*100/events, 100)
	}
	p.send(value)
}

func (p *progress) end(message string) {
	if p == nil {
		return
	}
	p.session.cancels.byToken.Delete(string(p.token))
	p.send(map[string]any{"kind": "end", "message": message})
}

// cancelParams are those of $/cancelRequest; glsp's type never reads the id.
type cancelParams struct {
	ID json.RawMessage `json:"id"`
}

// tokenParams are those of window/workDoneProgress/cancel.
type tokenParams struct {
	Token json.RawMessage `json:"token"`
}

func cancelProgress(r *request, p *tokenParams) error {
	if cancel, ok := r.session.cancels.byToken.Load(string(p.Token)); ok {
		cancel.(context.CancelFunc)()
	}
	return nil
}

func cancelRequest(r *request, p *cancelParams) error {
	if err := r.session.cancel(p.ID); err != nil {
		return failure(codeInvalidParams, "the id of a request is a string or an integer: %v", err)
	}
	return nil
}
