package feature

import (
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lint"
)

// DiagnosticSource is how the editor names where a diagnostic comes from.
const DiagnosticSource = "pkt"

// ProtocolDiagnostics are what the client is shown of diagnostics: of a
// document's own, of a run, or of a pkt.toml at a URI.
func (m Mapper) ProtocolDiagnostics(uri string, ds []diag.Diagnostic) []protocol.Diagnostic {
	out := make([]protocol.Diagnostic, len(ds))
	for i, d := range ds {
		out[i] = m.Diagnostic(uri, d)
	}
	return out
}

// Diagnostic is what the client is shown of a diagnostic.
func (m Mapper) Diagnostic(uri string, d diag.Diagnostic) protocol.Diagnostic {
	severity, from := protocol.DiagnosticSeverity(d.Severity), DiagnosticSource
	out := protocol.Diagnostic{
		Range:    m.Span(d.Range),
		Severity: &severity,
		Code:     &protocol.IntegerOrString{Value: d.Code},
		Source:   &from,
		Message:  messageOf(d),
	}
	if page := PageOf(d.Code); page != "" {
		out.CodeDescription = &protocol.CodeDescription{HRef: page}
	}
	for _, t := range d.Tags {
		out.Tags = append(out.Tags, protocol.DiagnosticTag(t))
	}
	for _, r := range d.Related {
		out.RelatedInformation = append(out.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: uri, Range: m.Span(r.Range)}, Message: r.Message,
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

// PageOf is the address of the page about a code; empty for what is no rule.
func PageOf(code string) string {
	if !strings.HasPrefix(code, "PKT") {
		return ""
	}
	return lint.Page{Code: code}.URL()
}
