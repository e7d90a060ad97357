package server

import (
	"context"
	"strconv"
	"sync"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

// tokenCache holds the last answer for each document, which the next one is
// compared with.
type tokenCache struct {
	mutex sync.Mutex
	next  int
	last  map[string]tokenResult
}

type tokenResult struct {
	id   string
	data []uint32
}

// keep notes an answer and returns its id.
func (c *tokenCache) keep(uri string, data []uint32) string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.last == nil {
		c.last = make(map[string]tokenResult)
	}
	c.next++
	id := strconv.Itoa(c.next)
	c.last[uri] = tokenResult{id, data}
	return id
}

func (c *tokenCache) find(uri, id string) ([]uint32, bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	last, ok := c.last[uri]
	return last.data, ok && last.id == id
}

func (c *tokenCache) forget(uri string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.last, uri)
}

type (
	// semanticTokens are the protocol's; the numbers of glsp's type are right,
	// but its lists become null where they are empty.
	semanticTokens struct {
		ResultID string   `json:"resultId,omitempty"`
		Data     []uint32 `json:"data"`
	}
	semanticDelta struct {
		ResultID string         `json:"resultId"`
		Edits    []semanticEdit `json:"edits"`
	}
	semanticEdit struct {
		Start       int      `json:"start"`
		DeleteCount int      `json:"deleteCount"`
		Data        []uint32 `json:"data"`
	}
)

func semanticTokensFull(_ context.Context, r *request, p *documentParams) (*semanticTokens, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	data := feature.SemanticTokens(d)
	return &semanticTokens{r.session.tokens.keep(d.URI(), data), data}, nil
}

func semanticTokensRange(_ context.Context, r *request,
	p *protocol.SemanticTokensRangeParams) (*semanticTokens, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return &semanticTokens{Data: feature.SemanticTokensIn(d, p.Range)}, nil
}

// semanticTokensDelta answers with what changed, or with all where the answer
// that the client has is not the last one.
func semanticTokensDelta(_ context.Context, r *request, p *protocol.SemanticTokensDeltaParams) (any, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	data := feature.SemanticTokens(d)
	old, ok := r.session.tokens.find(d.URI(), p.PreviousResultID)
	id := r.session.tokens.keep(d.URI(), data)
	if !ok {
		return &semanticTokens{id, data}, nil
	}
	return &semanticDelta{id, difference(old, data)}, nil
}

// difference is the one edit between two lists that leaves their common
// beginning and end, none where they are the same.
func difference(old, fresh []uint32) []semanticEdit {
	front := 0
	for front < len(old) && front < len(fresh) && old[front] == fresh[front] {
		front++
	}
	back := 0
	for back < len(old)-front && back < len(fresh)-front && old[len(old)-1-back] == fresh[len(fresh)-1-back] {
		back++
	}
	if front == len(old) && front == len(fresh) {
		return []semanticEdit{}
	}
	return []semanticEdit{{front, len(old) - front - back, fresh[front : len(fresh)-back : len(fresh)-back]}}
}
