package server

import (
	"github.com/pktlang/pkt/lang/source"
	"github.com/pktlang/pkt/lsp/feature"
)

// support is what the client can do, as far as the server cares.
type support struct {
	encodingName string
	encoding     source.Encoding
	// pullsDiagnostics: it asks for diagnostics, so that none are pushed, which
	// it would show twice.
	pullsDiagnostics   bool
	refreshDiagnostics bool
	refreshInlayHints  bool
	refreshCodeLenses  bool
	refreshTokens      bool
	watchedFiles       bool
	configuration      bool
	progress           bool
	snippets           bool
	hierarchicSymbols  bool
}

type (
	// clientCapabilities are those that the server reads.
	clientCapabilities struct {
		General struct {
			PositionEncodings []string `json:"positionEncodings"`
		} `json:"general"`
		Window struct {
			WorkDoneProgress bool `json:"workDoneProgress"`
		} `json:"window"`
		TextDocument struct {
			Diagnostic *struct{} `json:"diagnostic"`
			Completion struct {
				CompletionItem struct {
					SnippetSupport bool `json:"snippetSupport"`
				} `json:"completionItem"`
			} `json:"completion"`
			DocumentSymbol struct {
				Hierarchical bool `json:"hierarchicalDocumentSymbolSupport"`
			} `json:"documentSymbol"`
		} `json:"textDocument"`
		Workspace struct {
			Configuration         bool           `json:"configuration"`
			DidChangeWatchedFiles dynamicSupport `json:"didChangeWatchedFiles"`
			Diagnostics           refreshSupport `json:"diagnostics"`
			InlayHint             refreshSupport `json:"inlayHint"`
			CodeLens              refreshSupport `json:"codeLens"`
			SemanticTokens        refreshSupport `json:"semanticTokens"`
		} `json:"workspace"`
	}
	dynamicSupport struct {
		DynamicRegistration bool `json:"dynamicRegistration"`
	}
	refreshSupport struct {
		RefreshSupport bool `json:"refreshSupport"`
	}
)

func (c *clientCapabilities) support() support {
	name, encoding := feature.ChooseEncoding(c.General.PositionEncodings)
	return support{
		encodingName:       name,
		encoding:           encoding,
		pullsDiagnostics:   c.TextDocument.Diagnostic != nil,
		refreshDiagnostics: c.Workspace.Diagnostics.RefreshSupport,
		refreshInlayHints:  c.Workspace.InlayHint.RefreshSupport,
		refreshCodeLenses:  c.Workspace.CodeLens.RefreshSupport,
		refreshTokens:      c.Workspace.SemanticTokens.RefreshSupport,
		watchedFiles:       c.Workspace.DidChangeWatchedFiles.DynamicRegistration,
		configuration:      c.Workspace.Configuration,
		progress:           c.Window.WorkDoneProgress,
		snippets:           c.TextDocument.Completion.CompletionItem.SnippetSupport,
		hierarchicSymbols:  c.TextDocument.DocumentSymbol.Hierarchical,
	}
}
