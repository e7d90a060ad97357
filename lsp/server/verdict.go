package server

import (
	"context"
	"sync"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lsp/feature"
)

// verdict is how the last run of a document ended.
type verdict struct {
	version  int32 // of the document that was run
	status   run.Status
	line     int
	failures []diag.Diagnostic
}

// diagnostics are the failures that it shows; none of no verdict.
func (v *verdict) diagnostics() []diag.Diagnostic {
	if v == nil {
		return nil
	}
	return v.failures
}

// message is the first failure in a word.
func (v *verdict) message() string {
	if len(v.failures) == 0 {
		return ""
	}
	return v.failures[0].Message
}

// read takes up one line that the child prints. Of several variants the first
// that failed decides.
func (v *verdict) read(line any, progress func(run.Event)) {
	switch line := line.(type) {
	case run.EventLine:
		progress(line.Event)
	case run.ResultLine:
		if v.status != "" && v.status != run.StatusPassed {
			return
		}
		v.status, v.line, v.failures = line.Status, line.Line, nil
		for _, d := range line.Diagnostics {
			v.failures = append(v.failures, d.Diagnostic())
		}
	}
}

// runs holds which documents are being run, and the verdicts of those that
// were.
type runs struct {
	mutex    sync.Mutex
	active   map[string]context.CancelFunc
	verdicts map[string]*verdict
}

// begin notes that a document is run; false where it is already.
func (r *runs) begin(uri string, cancel context.CancelFunc) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.active[uri] != nil {
		return false
	}
	if r.active == nil {
		r.active = make(map[string]context.CancelFunc)
	}
	r.active[uri] = cancel
	return true
}

func (r *runs) end(uri string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.active, uri)
}

// stop ends the run of a document.
func (r *runs) stop(uri string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if cancel := r.active[uri]; cancel != nil {
		cancel()
	}
}

func (r *runs) stopAll() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, cancel := range r.active {
		cancel()
	}
}

// forget drops the verdict of a document that was changed.
func (r *runs) forget(uri string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.verdicts, uri)
}

// verdict is that of this version of a document, or nil.
func (r *runs) verdict(d *feature.Document) *verdict {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if v := r.verdicts[d.URI()]; v != nil && v.version == d.Version() {
		return v
	}
	return nil
}

// judged keeps a verdict and shows it, unless the document was edited while
// its script ran.
func (s *session) judged(d *feature.Document, v *verdict) {
	now := s.current.Load().documents[d.URI()]
	if now == nil || now.Version() != d.Version() {
		return
	}
	s.runs.mutex.Lock()
	if s.runs.verdicts == nil {
		s.runs.verdicts = make(map[string]*verdict)
	}
	s.runs.verdicts[d.URI()] = v
	s.runs.mutex.Unlock()
	s.publisher.changed(d.URI())
	s.client.refresh()
}
