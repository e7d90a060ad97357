package feature

import (
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
)

// Selection are the ranges around a position, each inside the next: token,
// fields, packet or call, event, block, phase, script.
func Selection(d *Document, position protocol.Position) *protocol.SelectionRange {
	at := d.at(position)
	all := source.Range{End: len(d.file.Text)}
	ranges := []source.Range{{Start: at.offset, End: at.offset}}
	if at.statement != nil {
		if at.token != nil {
			ranges = append(ranges, at.statement.Range(*at.token))
		}
		for i := len(at.path) - 1; i >= 0; i-- {
			ranges = append(ranges, at.statement.Range(at.path[i]))
		}
		ranges = append(ranges, at.statement.Range(at.statement.Core), d.block(at.offset))
		for _, part := range phases(at.script) {
			if part.comment.Start <= at.offset && at.offset <= part.end {
				ranges = append(ranges, source.Range{Start: part.comment.Start, End: part.end})
			}
		}
	}
	var chain []source.Range
	for _, r := range append(ranges, all) {
		if n := len(chain); n == 0 || r != chain[n-1] && r.Start <= chain[n-1].Start && r.End >= chain[n-1].End {
			chain = append(chain, r)
		}
	}
	var out *protocol.SelectionRange
	for i := len(chain) - 1; i >= 0; i-- {
		out = &protocol.SelectionRange{Range: d.Span(chain[i]), Parent: out}
	}
	return out
}

// block is the lines around an offset up to the empty lines around them.
func (d *Document) block(offset int) source.Range {
	empty := func(line int) bool {
		return line < 1 || line > d.file.Lines() || strings.TrimSpace(d.file.LineText(line)) == ""
	}
	first := d.file.Line(offset)
	if empty(first) {
		return source.Range{Start: offset, End: offset}
	}
	last := first
	for !empty(first - 1) {
		first--
	}
	for !empty(last + 1) {
		last++
	}
	return source.Range{Start: d.file.LineStart(first), End: lineRange(d.file, last).End}
}
