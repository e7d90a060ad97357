package lsp

import (
	"context"

	protocol "github.com/tliron/glsp/protocol_3_16"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/fmt/editorconfig"
	"github.com/pktlang/pkt/lang/source"
)

// style is the style that an .editorconfig asks for, as `pkt fmt` reads it. The
// options that the client sends with a request are those of its own settings
// for tabs, which the look of a script does not depend on.
func (d *document) style() (format.Options, error) {
	if d.path == "" {
		return format.Options{}, nil
	}
	style, err := editorconfig.NewFinder().Style(d.path)
	if err != nil {
		return format.Options{}, failure(codeRequestFailed, "cannot format: %v", err)
	}
	return format.Options{Style: style}, nil
}

// formatted asks the formatter for edits.
func (r *request) formatted(uri string, edits func(*document, format.Options) []source.Edit) ([]protocol.TextEdit, error) {
	d, err := r.document(uri)
	if err != nil {
		return nil, err
	}
	options, err := d.style()
	if err != nil {
		return nil, err
	}
	return d.textEdits(edits(d, options)), nil
}

func formatting(_ context.Context, r *request, p *documentParams) ([]protocol.TextEdit, error) {
	return r.formatted(p.TextDocument.URI, func(d *document, o format.Options) []source.Edit {
		return format.Edits(d.parsed(), o)
	})
}

func rangeFormatting(_ context.Context, r *request, p *protocol.DocumentRangeFormattingParams) ([]protocol.TextEdit, error) {
	return r.formatted(p.TextDocument.URI, func(d *document, o format.Options) []source.Edit {
		return format.Range(d.parsed(), d.bytes(p.Range), o)
	})
}

// onTypeFormatting formats the line that a line end was typed behind.
func onTypeFormatting(_ context.Context, r *request, p *protocol.DocumentOnTypeFormattingParams) ([]protocol.TextEdit, error) {
	return r.formatted(p.TextDocument.URI, func(d *document, o format.Options) []source.Edit {
		if p.Position.Line == 0 {
			return nil
		}
		// The cursor is on the line behind, whose number from 0 is that of
		// the finished line from 1.
		return format.Line(d.parsed(), int(p.Position.Line), o)
	})
}
