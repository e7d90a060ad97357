package server

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

// verdict is how the last run of a document ended.
type verdict struct {
	version  int32 // of the document that was run
	status   string
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

// runEvent is an event of the script that is over.
type runEvent struct {
	Index int `json:"index"`
	Line  int `json:"line"`
}

// runLine is a line that `pkt run --json` prints; docs/run.md says what is in
// it.
type runLine struct {
	Type string `json:"type"`
	runEvent
	Status      string          `json:"status"`
	Diagnostics []runDiagnostic `json:"diagnostics"`
}

type (
	runDiagnostic struct {
		Rule       string           `json:"rule"`
		Severity   string           `json:"severity"`
		Message    string           `json:"message"`
		Range      runRange         `json:"range"`
		Notes      []string         `json:"notes"`
		Comparison *diag.Comparison `json:"comparison"`
		Related    []struct {
			Message string   `json:"message"`
			Range   runRange `json:"range"`
		} `json:"related"`
		Fixes []struct {
			Title string `json:"title"`
			Edits []struct {
				Range runRange `json:"range"`
				New   string   `json:"new"`
			} `json:"edits"`
		} `json:"fixes"`
	}
	runRange struct {
		Start, End struct {
			Offset int `json:"offset"`
		}
	}
)

func (r runRange) source() source.Range {
	return source.Range{Start: r.Start.Offset, End: r.End.Offset}
}

// read takes up one line of the child. Of several variants the first that
// failed decides.
func (v *verdict) read(line []byte, progress func(runEvent)) {
	var l runLine
	if json.Unmarshal(line, &l) != nil {
		return // what a later version prints besides
	}
	switch l.Type {
	case "event":
		progress(l.runEvent)
	case "result":
		if v.status != "" && v.status != "passed" {
			return
		}
		v.status, v.line, v.failures = l.Status, l.Line, nil
		for _, d := range l.Diagnostics {
			v.failures = append(v.failures, d.diagnostic())
		}
	}
}

func (r runDiagnostic) diagnostic() diag.Diagnostic {
	severity, err := diag.ParseSeverity(r.Severity)
	if err != nil {
		severity = diag.Error
	}
	d := diag.Diagnostic{Code: r.Rule, Severity: severity, Range: r.Range.source(), Message: r.Message, Notes: r.Notes,
		Comparison: r.Comparison}
	for _, place := range r.Related {
		d.Related = append(d.Related, diag.Related{Range: place.Range.source(), Message: place.Message})
	}
	for _, f := range r.Fixes {
		fix := diag.Fix{Title: f.Title}
		for _, e := range f.Edits {
			fix.Edits = append(fix.Edits, source.Edit{Range: e.Range.source(), New: e.New})
		}
		d.Fixes = append(d.Fixes, fix)
	}
	return d
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
