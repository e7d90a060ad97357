package server

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"sync"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lsp/feature"
)

type (
	// diagnosticParams are those of textDocument/diagnostic (LSP 3.17).
	diagnosticParams struct {
		TextDocument     protocol.TextDocumentIdentifier `json:"textDocument"`
		PreviousResultID string                          `json:"previousResultId"`
	}
	// workspaceDiagnosticParams are those of workspace/diagnostic.
	workspaceDiagnosticParams struct {
		PreviousResultIDs []struct {
			URI   string `json:"uri"`
			Value string `json:"value"`
		} `json:"previousResultIds"`
	}
	// diagnosticReport is a full report, or one that nothing changed, which
	// has no items.
	diagnosticReport struct {
		Kind     string                 `json:"kind"`
		ResultID string                 `json:"resultId"`
		Items    *[]protocol.Diagnostic `json:"items,omitempty"`
	}
	// workspaceReport is the report of one document of a workspace.
	workspaceReport struct {
		diagnosticReport
		URI     string `json:"uri"`
		Version *int32 `json:"version"`
	}
	workspaceReports struct {
		Items []workspaceReport `json:"items"`
	}
)

func documentDiagnostic(_ context.Context, r *request, p *diagnosticParams) (*diagnosticReport, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	report := newReport(r.session.diagnosticsOf(d), p.PreviousResultID)
	return &report, nil
}

// newReport makes a report; the result id is a digest of the diagnostics, so
// that it is the same exactly where they are.
func newReport(ds []protocol.Diagnostic, previous string) diagnosticReport {
	digest := fnv.New64a()
	// Diagnostics are plain data, which can always be written.
	_ = json.NewEncoder(digest).Encode(ds)
	id := fmt.Sprintf("%016x", digest.Sum64())
	if id == previous {
		return diagnosticReport{Kind: "unchanged", ResultID: id}
	}
	return diagnosticReport{Kind: "full", ResultID: id, Items: &ds}
}

// workspaceDiagnostic reports on every script of the workspace folders, as it
// is open or, where it is not, as it is saved.
func workspaceDiagnostic(ctx context.Context, r *request, p *workspaceDiagnosticParams) (*workspaceReports, error) {
	previous := make(map[string]string, len(p.PreviousResultIDs))
	for _, id := range p.PreviousResultIDs {
		previous[id.URI] = id.Value
	}
	reports := &workspaceReports{Items: []workspaceReport{}}
	for _, path := range r.scripts(ctx) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		report := workspaceReport{URI: feature.URIOf(path)}
		if d := r.view.byPath(path); d != nil {
			version := d.Version()
			report.URI, report.Version = d.URI(), &version
			report.diagnosticReport = newReport(r.session.diagnosticsOf(d), previous[d.URI()])
		} else if found, ok := r.savedDiagnostics(path); ok {
			report.diagnosticReport = newReport(found, previous[report.URI])
		} else {
			continue
		}
		reports.Items = append(reports.Items, report)
	}
	return reports, ctx.Err()
}

// reportCache holds the diagnostics of scripts that are not open: clients ask
// for those of the whole workspace every few seconds.
type reportCache struct {
	mutex  sync.Mutex
	byPath map[string]cachedReport
}

// cachedReport is of a file as it was at some time, under some settings.
type cachedReport struct {
	modified   time.Time
	size       int64
	generation int
	found      []protocol.Diagnostic
}

// savedDiagnostics are those of a file; ok is false where it cannot be read.
func (r *request) savedDiagnostics(path string) (found []protocol.Diagnostic, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, false
	}
	now := cachedReport{info.ModTime(), info.Size(), r.view.generation, nil}
	cache := &r.session.reports
	cache.mutex.Lock()
	old, known := cache.byPath[path]
	cache.mutex.Unlock()
	if known && old.modified.Equal(now.modified) && old.size == now.size && old.generation == now.generation {
		return old.found, true
	}
	d := r.saved(path)
	if d == nil {
		return nil, false
	}
	now.found = d.ProtocolDiagnostics(d.URI(), d.Diagnostics())
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	if cache.byPath == nil {
		cache.byPath = make(map[string]cachedReport)
	}
	cache.byPath[path] = now
	return now.found, true
}

// scripts are the paths of all scripts of the workspace folders.
func (r *request) scripts(ctx context.Context) []string {
	var out []string
	seen := make(map[string]bool) // folders may lie in each other
	for _, folder := range r.view.folders {
		paths, err := files.Find([]string{folder})
		if err != nil {
			r.session.log.Printf("the scripts of %s: %v", folder, err)
		}
		for _, path := range paths {
			if ctx.Err() != nil {
				return nil
			}
			if strings.HasSuffix(path, files.Extension) && !seen[path] {
				seen[path] = true
				out = append(out, path)
			}
		}
	}
	return out
}

// workspace is every script of the workspace folders. What cannot be read is
// left out: the client has not asked for that very file.
func (r *request) workspace(ctx context.Context) []*feature.Document {
	var out []*feature.Document
	for _, path := range r.scripts(ctx) {
		if d := r.saved(path); d != nil {
			out = append(out, d)
		}
	}
	return out
}

// saved is the document at a path: the open one, or what the file holds; nil
// where it cannot be read.
func (r *request) saved(path string) *feature.Document {
	if d := r.view.byPath(path); d != nil {
		return d
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return r.view.opened(feature.URIOf(path), 0, string(text), r.session.support.encoding)
}
