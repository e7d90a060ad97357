package feature

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	format "github.com/pktlang/pkt/fmt"
)

// Formatting is what `pkt fmt` changes in a document. The style is that of an
// .editorconfig; what a client sends with a request are its own settings for
// tabs, which the look of a script does not depend on.
func Formatting(d *Document, o format.Options) []protocol.TextEdit {
	return d.TextEdits(format.Edits(d.Script(), o))
}

// RangeFormatting formats the events that overlap a range.
func RangeFormatting(d *Document, in protocol.Range, o format.Options) []protocol.TextEdit {
	return d.TextEdits(format.Range(d.Script(), d.Bytes(in), o))
}

// OnTypeFormatting formats the line that a line end was typed after, which
// took the cursor to a position.
func OnTypeFormatting(d *Document, p protocol.Position, o format.Options) []protocol.TextEdit {
	if p.Line == 0 {
		return []protocol.TextEdit{}
	}
	// The cursor is on the next line, whose number from 0 is that of the
	// finished line from 1.
	return d.TextEdits(format.Line(d.Script(), int(p.Line), o))
}
