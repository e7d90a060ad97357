package server

import (
	"runtime/debug"
	"sync"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

// publisher pushes diagnostics to the client, from one goroutine, so that what
// is said of a document is said in order. There is no fixed delay: work begins
// with the first change, and changes that come while it goes on are answered
// together.
type publisher struct {
	session *session
	wake    chan struct{}

	mutex sync.Mutex
	dirty []string          // URIs, in the order of their changes
	tomls map[string]string // URIs of pkt.toml and their paths
}

func newPublisher(s *session) *publisher {
	return &publisher{session: s, wake: make(chan struct{}, 1), tomls: make(map[string]string)}
}

// changed notes that the diagnostics of a document may be others.
func (p *publisher) changed(uri string) {
	p.mutex.Lock()
	found := false
	for _, u := range p.dirty {
		found = found || u == uri
	}
	if !found {
		p.dirty = append(p.dirty, uri)
	}
	p.mutex.Unlock()
	p.signal()
}

// configs notes that a pkt.toml changed.
func (p *publisher) configs(uri, path string) {
	p.mutex.Lock()
	p.tomls[uri] = path
	p.mutex.Unlock()
	p.signal()
}

func (p *publisher) signal() {
	select {
	case p.wake <- struct{}{}:
	default: // it is awake, and looks again before it sleeps
	}
}

// next is the document to look at, or a pkt.toml where path is not empty.
func (p *publisher) next() (uri, path string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.dirty) > 0 {
		uri = p.dirty[0]
		p.dirty = p.dirty[1:]
		return uri, ""
	}
	for uri, path = range p.tomls {
		delete(p.tomls, uri)
		return uri, path
	}
	return "", ""
}

// work publishes until the session ends.
func (p *publisher) work() {
	for {
		select {
		case <-p.session.context.Done():
			return
		case <-p.wake:
		}
		for {
			uri, path := p.next()
			if uri == "" {
				break
			}
			p.publish(uri, path)
		}
	}
}

// publish computes and sends the diagnostics of one document, unless there is a
// newer version of it by then, which has them computed again.
func (p *publisher) publish(uri, path string) {
	s := p.session
	defer func() {
		if r := recover(); r != nil {
			s.log.Printf("diagnostics of %s: panic: %v\n%s", uri, r, debug.Stack())
		}
	}()
	if path != "" {
		file, problems := configProblems(path)
		m := feature.NewMapper(file, s.support.encoding)
		s.client.publish(publishParams{URI: uri, Diagnostics: m.ProtocolDiagnostics(uri, problems)})
		return
	}
	if s.support.pullsDiagnostics {
		return
	}
	d := s.current.Load().documents[uri]
	if d == nil {
		s.client.publish(publishParams{URI: uri, Diagnostics: []protocol.Diagnostic{}})
		return
	}
	found := s.diagnosticsOf(d)
	if s.current.Load().documents[uri] == d {
		version := d.Version()
		s.client.publish(publishParams{URI: uri, Version: &version, Diagnostics: found})
	}
}

// diagnosticsOf is what the client is shown of a document: what the linter
// says, and the verdict of the last run until the next edit.
func (s *session) diagnosticsOf(d *feature.Document) []protocol.Diagnostic {
	found := d.Diagnostics()
	found = append(found[:len(found):len(found)], s.runs.verdict(d).diagnostics()...)
	return d.ProtocolDiagnostics(d.URI(), found)
}
