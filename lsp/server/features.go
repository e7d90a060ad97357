package server

import (
	"context"
	"encoding/json"
	"os"

	protocol "github.com/tliron/glsp/protocol_3_16"

	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/fmt/editorconfig"
	"github.com/pktlang/pkt/lsp/feature"
)

// ofDocument makes a handler of a feature of a whole document.
func ofDocument[R any](f func(*feature.Document) R) handle {
	return answering(func(_ context.Context, r *request, p *documentParams) (out R, err error) {
		d, err := r.document(p.TextDocument.URI)
		if err != nil {
			return out, err
		}
		return f(d), nil
	})
}

// ofPlace makes a handler of a feature of a place in a document.
func ofPlace[R any](f func(*feature.Document, protocol.Position) R) handle {
	return answering(func(_ context.Context, r *request, p *positionParams) (out R, err error) {
		d, err := r.document(p.TextDocument.URI)
		if err != nil {
			return out, err
		}
		return f(d, p.Position), nil
	})
}

func references(_ context.Context, r *request, p *protocol.ReferenceParams) ([]protocol.Location, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.References(d, p.Position, p.Context.IncludeDeclaration), nil
}

func prepareRename(_ context.Context, r *request, p *positionParams) (*protocol.RangeWithPlaceholder, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.PrepareRename(d, p.Position)
}

func rename(_ context.Context, r *request, p *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.Rename(d, p.Position, p.NewName)
}

func documentSymbol(_ context.Context, r *request, p *documentParams) (any, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if !r.session.support.hierarchicSymbols {
		return feature.FlatSymbols(d), nil
	}
	return feature.Symbols(d), nil
}

// workspaceSymbol finds symbols in every script of the workspace.
func workspaceSymbol(ctx context.Context, r *request,
	p *protocol.WorkspaceSymbolParams) ([]protocol.SymbolInformation, error) {
	const most = 1000 // more than anyone looks through
	var out []protocol.SymbolInformation
	for _, d := range r.workspace(ctx) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, info := range feature.FlatSymbols(d) {
			if feature.Matches(info.Name, p.Query) && len(out) < most {
				out = append(out, info)
			}
		}
	}
	return out, nil
}

func selectionRange(_ context.Context, r *request, p *protocol.SelectionRangeParams) ([]protocol.SelectionRange,
	error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	out := make([]protocol.SelectionRange, len(p.Positions))
	for i, position := range p.Positions {
		out[i] = *feature.Selection(d, position)
	}
	return out, nil
}

// inlayParams are those of textDocument/inlayHint (LSP 3.17).
type inlayParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Range        protocol.Range                  `json:"range"`
}

func inlayHint(ctx context.Context, r *request, p *inlayParams) ([]feature.InlayHint, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.InlayHints(ctx, d, p.Range, r.view.settings.InlayHints), nil
}

// actionParams are those of textDocument/codeAction. glsp's type cannot read
// the codes of diagnostics; those that the client sends are not needed, since
// the document's own are known.
type actionParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Range        protocol.Range                  `json:"range"`
	Context      struct {
		Only        []string        `json:"only"`
		Diagnostics json.RawMessage `json:"diagnostics"`
	} `json:"context"`
}

func codeAction(_ context.Context, r *request, p *actionParams) ([]protocol.CodeAction, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	asked := feature.CodeActionContext{Only: p.Context.Only, Failures: r.session.runs.verdict(d).diagnostics()}
	return feature.CodeActions(d, p.Range, asked), nil
}

// codeLens offers to run a script where the user trusts it.
func codeLens(_ context.Context, r *request, p *documentParams) ([]protocol.CodeLens, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if !r.view.settings.CodeLens || d.Path() == "" || !r.view.settings.trusts(d.Path()) {
		return nil, nil
	}
	var last feature.LastRun
	if v := r.session.runs.verdict(d); v != nil {
		last = feature.LastRun{Status: string(v.status), Line: v.line}
	}
	return feature.CodeLenses(d, last), nil
}

func documentLinks(d *feature.Document) []protocol.DocumentLink {
	return feature.Links(d, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.Mode().IsRegular()
	})
}

func completion(_ context.Context, r *request, p *positionParams) (*feature.CompletionList, error) {
	d, err := r.document(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.Completion(d, p.Position, r.session.support.snippets), nil
}

// resolve adds the documentation to an item of a completion; all else that the
// client sends is sent back as it is.
func resolve(_ context.Context, _ *request, item *map[string]any) (map[string]any, error) {
	data, _ := (*item)["data"].(string)
	if text := feature.Documentation(data); text != "" {
		(*item)["documentation"] = feature.Markdown(text)
	}
	return *item, nil
}

// styled is a document, and the style that an .editorconfig asks for, as
// `pkt fmt` reads it.
func (r *request) styled(uri string) (*feature.Document, format.Options, error) {
	d, err := r.document(uri)
	if err != nil || d.Path() == "" {
		return d, format.Options{}, err
	}
	style, err := editorconfig.NewFinder().Style(d.Path())
	if err != nil {
		return nil, format.Options{}, failure(codeRequestFailed, "cannot format: %v", err)
	}
	return d, format.Options{Style: style}, nil
}

func formatting(_ context.Context, r *request, p *documentParams) ([]protocol.TextEdit, error) {
	d, options, err := r.styled(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.Formatting(d, options), nil
}

func rangeFormatting(_ context.Context, r *request,
	p *protocol.DocumentRangeFormattingParams) ([]protocol.TextEdit, error) {
	d, options, err := r.styled(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.RangeFormatting(d, p.Range, options), nil
}

func onTypeFormatting(_ context.Context, r *request,
	p *protocol.DocumentOnTypeFormattingParams) ([]protocol.TextEdit, error) {
	d, options, err := r.styled(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return feature.OnTypeFormatting(d, p.Position, options), nil
}
