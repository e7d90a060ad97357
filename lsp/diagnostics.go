package lsp

import (
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint"
)

// diagnosticSource is how the editor names where a diagnostic comes from.
const diagnosticSource = "pkt"

// diagnosticsOf is what the client is shown of a document: what the linter
// says, and the verdict of the last run until the next edit.
func (s *session) diagnosticsOf(d *document) []protocol.Diagnostic {
	found := d.diagnostics()
	if verdict := s.runs.verdict(d); verdict != nil {
		found = append(found[:len(found):len(found)], verdict.failures...)
	}
	return d.protocolDiagnostics(d.uri, found)
}

func (m mapper) protocolDiagnostics(uri string, ds []diag.Diagnostic) []protocol.Diagnostic {
	out := make([]protocol.Diagnostic, len(ds))
	for i, d := range ds {
		out[i] = m.protocolDiagnostic(uri, d)
	}
	return out
}

func (m mapper) protocolDiagnostic(uri string, d diag.Diagnostic) protocol.Diagnostic {
	severity, from := protocol.DiagnosticSeverity(d.Severity), diagnosticSource
	out := protocol.Diagnostic{
		Range:    m.span(d.Range),
		Severity: &severity,
		Code:     &protocol.IntegerOrString{Value: d.Code},
		Source:   &from,
		Message:  messageOf(d),
	}
	if page := pageOf(d.Code); page != "" {
		out.CodeDescription = &protocol.CodeDescription{HRef: page}
	}
	for _, t := range d.Tags {
		out.Tags = append(out.Tags, protocol.DiagnosticTag(t))
	}
	for _, r := range d.Related {
		out.RelatedInformation = append(out.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: uri, Range: m.span(r.Range)}, Message: r.Message,
		})
	}
	return out
}

// messageOf is the message with what the command line prints under it.
func messageOf(d diag.Diagnostic) string {
	lines := []string{d.Message}
	if c := d.Comparison; c != nil {
		lines = append(lines, "expected  "+c.Expected, "actual    "+c.Actual)
		if len(c.Differs) > 0 {
			lines = append(lines, "differs   "+strings.Join(c.Differs, ", "))
		}
	}
	return strings.Join(append(lines, d.Notes...), "\n")
}

// pageOf is the address of the page about a code; empty for what is no rule.
func pageOf(code string) string {
	if !strings.HasPrefix(code, "PKT") {
		return ""
	}
	return lint.Page{Code: code}.URL()
}
