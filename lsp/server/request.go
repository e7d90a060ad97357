package server

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

// request is what the handler of a message may use: the session, and the
// documents as they were when the message came.
type request struct {
	session *session
	view    *view
}

// The parameters of most requests. Those of glsp's types hold besides what the
// server has answered before, which some of them cannot read.
type (
	documentParams struct {
		TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	}
	positionParams struct {
		documentParams
		Position protocol.Position `json:"position"`
	}
)

// document returns an open document.
func (r *request) document(uri string) (*feature.Document, error) {
	if d := r.view.documents[uri]; d != nil {
		return d, nil
	}
	return nil, failure(codeInvalidParams, "the document %s is not open", uri)
}

// method is one method that the server knows, and a row of the table in the
// documentation.
type method struct {
	name    string
	request bool // else a notification
	// inOrder requests are answered before the next message is read.
	inOrder bool
	handle  handle
	// capability is the path of what announces the method in the answer to
	// initialize; empty where the protocol needs none.
	capability string
	doc        string
	// test is the case file or test function that speaks for the method.
	test string
}

// handle answers a message with these parameters.
type handle func(ctx context.Context, r *request, params json.RawMessage) (any, error)

// answering makes a handler of a function that answers a request.
func answering[P, R any](f func(context.Context, *request, *P) (R, error)) handle {
	return func(ctx context.Context, r *request, raw json.RawMessage) (any, error) {
		var params P
		if err := decode(raw, &params); err != nil {
			return nil, err
		}
		result, err := f(ctx, r, &params)
		if err != nil {
			return nil, err
		}
		// A nil slice would be written as null, which not every client takes
		// for an empty list.
		if v := reflect.ValueOf(result); v.IsValid() && v.Kind() == reflect.Slice && v.IsNil() {
			return reflect.MakeSlice(v.Type(), 0, 0).Interface(), nil
		}
		return result, nil
	}
}

// noting makes a handler of a function that takes a notification.
func noting[P any](f func(*request, *P) error) handle {
	return func(_ context.Context, r *request, raw json.RawMessage) (any, error) {
		var params P
		if err := decode(raw, &params); err != nil {
			return nil, err
		}
		return nil, f(r, &params)
	}
}

func decode(raw json.RawMessage, params any) error {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil
	}
	if err := json.Unmarshal(raw, params); err != nil {
		return failure(codeInvalidParams, "the parameters do not fit: %v", err)
	}
	return nil
}
