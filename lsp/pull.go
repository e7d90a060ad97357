package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/internal/files"
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
	for _, d := range r.workspace(ctx) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		report := workspaceReport{diagnosticReport: newReport(r.session.diagnosticsOf(d), previous[d.uri]), URI: d.uri}
		if r.view.documents[d.uri] == d {
			report.Version = &d.version
		}
		reports.Items = append(reports.Items, report)
	}
	return reports, nil
}

// workspace is every script of the workspace folders. What cannot be read is
// left out: the client has not asked for that very file.
func (r *request) workspace(ctx context.Context) []*document {
	var out []*document
	seen := make(map[string]bool)
	for _, folder := range r.view.folders {
		paths, err := files.Find([]string{folder})
		if err != nil {
			r.session.log.Printf("the scripts of %s: %v", folder, err)
		}
		for _, path := range paths {
			if ctx.Err() != nil {
				return nil
			}
			if seen[path] || !strings.HasSuffix(path, files.Extension) {
				continue
			}
			seen[path] = true
			if d := r.saved(path); d != nil {
				out = append(out, d)
			}
		}
	}
	return out
}

// saved is the document at a path: the open one, or what the file holds; nil
// where it cannot be read.
func (r *request) saved(path string) *document {
	uri := uriOf(path)
	if d := r.view.documents[uri]; d != nil {
		return d
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return newDocument(r.view, uri, 0, string(text), r.session.support.encoding)
}
