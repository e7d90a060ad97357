package lsp

import (
	"context"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

func foldingRange(_ context.Context, r *request, p *documentParams) ([]protocol.FoldingRange, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	script := d.parsed()
	var out []protocol.FoldingRange
	fold := func(at source.Range, kind string) {
		span := d.span(at)
		if span.Start.Line < span.End.Line {
			f := protocol.FoldingRange{StartLine: span.Start.Line, EndLine: span.End.Line}
			if kind != "" {
				f.Kind = &kind
			}
			out = append(out, f)
		}
	}
	for _, part := range phases(script) {
		fold(source.Range{Start: part.comment.Start, End: part.end}, string(protocol.FoldingRangeKindRegion))
	}
	for _, st := range script.Statements {
		for _, b := range commentBlocks(d.file, st) {
			fold(b.Range, string(protocol.FoldingRangeKindComment))
		}
		if st.Kind != lang.EndStatement {
			fold(st.Range(st.Core), "")
		}
	}
	return out, nil
}
