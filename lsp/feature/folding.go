package feature

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// Folding is what of a document can be folded: phases, blocks of comments, and
// whatever spans lines.
func Folding(d *Document) []protocol.FoldingRange {
	script := d.Script()
	var out []protocol.FoldingRange
	fold := func(at source.Range, kind string) {
		span := d.Span(at)
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
	return out
}
