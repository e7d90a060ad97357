package feature_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lsp/feature"
)

// A diagnostic is shown with all that the command line prints, at its place in
// the encoding of the document.
func TestProtocolDiagnostics(t *testing.T) {
	file := source.NewFile("a.pkt", "/* \U0001F600 */ 0 > . 1:1(0) ack 1\n")
	at := func(start, end int) source.Range { return source.Range{Start: start, End: end} }
	got := feature.NewMapper(file, source.UTF16).ProtocolDiagnostics("file:///a.pkt", []diag.Diagnostic{
		{Code: "PKT402", Severity: diag.Warning, Range: at(13, 14), Message: "it is wrong",
			Notes:   []string{"so it says"},
			Tags:    []diag.Tag{diag.Unnecessary},
			Related: []diag.Related{{Range: at(0, 10), Message: "here"}}},
		{Code: "run/packet", Severity: diag.Error, Range: at(13, 14), Message: "another packet",
			Comparison: &diag.Comparison{Expected: "> .", Actual: "> P.", Differs: []string{"flags", "length"}}},
		{Code: "run/packet", Severity: diag.Hint, Range: at(13, 13), Message: "another packet",
			Comparison: &diag.Comparison{Expected: "> .", Actual: "> P."}},
	})
	place := func(start, end uint32) protocol.Range {
		return protocol.Range{Start: protocol.Position{Character: start}, End: protocol.Position{Character: end}}
	}
	severity := func(s protocol.DiagnosticSeverity) *protocol.DiagnosticSeverity { return &s }
	code := func(c string) *protocol.IntegerOrString { return &protocol.IntegerOrString{Value: c} }
	from := feature.DiagnosticSource
	want := []protocol.Diagnostic{
		{Range: place(11, 12), Severity: severity(2), Code: code("PKT402"), Source: &from,
			CodeDescription: &protocol.CodeDescription{HRef: lint.PagesURL + "PKT402.md"},
			Message:         "it is wrong\nso it says",
			Tags:            []protocol.DiagnosticTag{protocol.DiagnosticTagUnnecessary},
			RelatedInformation: []protocol.DiagnosticRelatedInformation{
				{Location: protocol.Location{URI: "file:///a.pkt", Range: place(0, 8)}, Message: "here"}}},
		{Range: place(11, 12), Severity: severity(1), Code: code("run/packet"), Source: &from,
			Message: "another packet\nexpected  > .\nactual    > P.\ndiffers   flags, length"},
		{Range: place(11, 11), Severity: severity(4), Code: code("run/packet"), Source: &from,
			Message: "another packet\nexpected  > .\nactual    > P."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
