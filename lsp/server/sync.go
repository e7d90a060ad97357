package server

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
)

// didChangeParams are those of textDocument/didChange. glsp's type reads each
// change twice.
type didChangeParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version *int32 `json:"version"` // null from some old clients
	} `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

// contentChange replaces a range, or the whole text where there is none.
type contentChange struct {
	Range *protocol.Range `json:"range"`
	Text  string          `json:"text"`
}

func didOpen(r *request, p *protocol.DidOpenTextDocumentParams) error {
	item := p.TextDocument
	s := r.session
	if s.current.Load().documents[item.URI] != nil {
		s.log.Printf("%s is opened twice: its text is replaced", item.URI)
	}
	s.update(func(v *view) *view {
		return v.with(item.URI, v.opened(item.URI, item.Version, item.Text, s.support.encoding))
	})
	s.runs.forget(item.URI)
	s.publisher.changed(item.URI)
	s.checkConfigs()
	return nil
}

// didChange applies the changes in their order. Those to a document that is not
// open, or with a version that is not newer than the document's, would make its
// text something that the client does not have: they are refused.
func didChange(r *request, p *didChangeParams) error {
	s, uri := r.session, p.TextDocument.URI
	d := s.current.Load().documents[uri]
	if d == nil {
		return failure(codeInvalidParams, "a change to %s, which is not open", uri)
	}
	version := d.Version() + 1
	if p.TextDocument.Version != nil {
		version = *p.TextDocument.Version
	}
	if version <= d.Version() {
		return failure(codeInvalidParams, "a change of %s to version %d, but version %d is already here", uri,
			version, d.Version())
	}
	for _, change := range p.ContentChanges {
		if change.Range == nil {
			d = d.Replaced(version, change.Text)
			continue
		}
		next, err := d.Edited(version, source.Edit{Range: d.Bytes(*change.Range), New: change.Text})
		if err != nil {
			return failure(codeInvalidParams, "a change of %s cannot be applied: %v", uri, err)
		}
		d = next
	}
	if d.Version() != version { // no change at all
		d = d.Replaced(version, d.Text())
	}
	s.update(func(v *view) *view { return v.with(uri, d) })
	s.runs.forget(uri)
	s.publisher.changed(uri)
	return nil
}

func didClose(r *request, p *documentParams) error {
	s, uri := r.session, p.TextDocument.URI
	if s.current.Load().documents[uri] == nil {
		return failure(codeInvalidParams, "%s is closed, but was not open", uri)
	}
	s.update(func(v *view) *view { return v.with(uri, nil) })
	s.runs.forget(uri)
	s.tokens.forget(uri)
	s.publisher.changed(uri)
	return nil
}

// didSave has nothing to do: the text is known.
func didSave(*request, *documentParams) error { return nil }
