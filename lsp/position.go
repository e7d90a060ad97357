package lsp

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang/source"
)

// The names of the position encodings (LSP 3.17, "PositionEncodingKind").
const (
	encodingUTF8  = "utf-8"
	encodingUTF16 = "utf-16"
	encodingUTF32 = "utf-32"
)

var encodings = map[string]source.Encoding{encodingUTF8: source.UTF8, encodingUTF16: source.UTF16, encodingUTF32: source.UTF32}

// chooseEncoding takes UTF-8 where the client offers it, since that is what a
// script's offsets are in; else the client's first choice; UTF-16 without any.
func chooseEncoding(offered []string) string {
	chosen := ""
	for _, name := range offered {
		if _, known := encodings[name]; known && (chosen == "" || name == encodingUTF8) {
			chosen = name
		}
	}
	if chosen == "" {
		return encodingUTF16
	}
	return chosen
}

// mapper converts between the protocol's positions and offsets of a file.
type mapper struct {
	file     *source.File
	encoding source.Encoding
}

// offset of a position; a position outside of the text is moved to its end, or
// to the end of its line.
func (m mapper) offset(p protocol.Position) int {
	const most = 1 << 30 // so that the number stays one where int has 32 bits
	return m.file.Offset(source.UnitPosition{Line: int(min(p.Line, most)), Character: int(min(p.Character, most))}, m.encoding)
}

func (m mapper) position(offset int) protocol.Position {
	p := m.file.Units(offset, m.encoding)
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
}

func (m mapper) span(r source.Range) protocol.Range {
	return protocol.Range{Start: m.position(r.Start), End: m.position(r.End)}
}

// bytes is the range of the text that the protocol's range is about. One that
// runs backwards is taken as empty.
func (m mapper) bytes(r protocol.Range) source.Range {
	start := m.offset(r.Start)
	return source.Range{Start: start, End: max(m.offset(r.End), start)}
}

func (m mapper) textEdits(edits []source.Edit) []protocol.TextEdit {
	out := make([]protocol.TextEdit, len(edits))
	for i, e := range edits {
		out[i] = protocol.TextEdit{Range: m.span(e.Range), NewText: e.New}
	}
	return out
}
