package feature

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

var encodings = map[string]source.Encoding{encodingUTF8: source.UTF8, encodingUTF16: source.UTF16,
	encodingUTF32: source.UTF32}

// ChooseEncoding takes UTF-8 where the client offers it, since that is what a
// script's offsets are in; else the client's first choice; UTF-16 without any.
func ChooseEncoding(offered []string) (name string, encoding source.Encoding) {
	chosen := ""
	for _, name := range offered {
		if _, known := encodings[name]; known && (chosen == "" || name == encodingUTF8) {
			chosen = name
		}
	}
	if chosen == "" {
		chosen = encodingUTF16
	}
	return chosen, encodings[chosen]
}

// Mapper converts between the protocol's positions, which count in the encoding
// that client and server agreed on, and byte offsets of a file.
type Mapper struct {
	file     *source.File
	encoding source.Encoding
}

// NewMapper maps positions of a file that count in an encoding.
func NewMapper(file *source.File, encoding source.Encoding) Mapper { return Mapper{file, encoding} }

// Offset is that of a position in bytes; a position outside of the text is moved to its end, or
// to the end of its line.
func (m Mapper) Offset(p protocol.Position) int {
	const most = 1 << 30 // so that the number stays one where int has 32 bits
	return m.file.Offset(source.UnitPosition{Line: int(min(p.Line, most)), Character: int(min(p.Character, most))},
		m.encoding)
}

// Position is where an offset in bytes is.
func (m Mapper) Position(offset int) protocol.Position {
	p := m.file.Units(offset, m.encoding)
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
}

// Span is where a range of bytes is.
func (m Mapper) Span(r source.Range) protocol.Range {
	return protocol.Range{Start: m.Position(r.Start), End: m.Position(r.End)}
}

// Bytes is the range of the text that the protocol's range is about. One that
// runs backwards is taken as empty.
func (m Mapper) Bytes(r protocol.Range) source.Range {
	start := m.Offset(r.Start)
	return source.Range{Start: start, End: max(m.Offset(r.End), start)}
}

// TextEdits are edits of the file as the protocol has them.
func (m Mapper) TextEdits(edits []source.Edit) []protocol.TextEdit {
	out := make([]protocol.TextEdit, len(edits))
	for i, e := range edits {
		out[i] = protocol.TextEdit{Range: m.Span(e.Range), NewText: e.New}
	}
	return out
}
