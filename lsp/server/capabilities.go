package server

import (
	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lsp/feature"
)

type (
	initializeResult struct {
		Capabilities serverCapabilities `json:"capabilities"`
		ServerInfo   serverInfo         `json:"serverInfo"`
	}
	serverInfo struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	// serverCapabilities are those of glsp's type with those that are newer.
	serverCapabilities struct {
		protocol.ServerCapabilities
		PositionEncoding   string            `json:"positionEncoding"`
		InlayHintProvider  bool              `json:"inlayHintProvider"`
		DiagnosticProvider diagnosticOptions `json:"diagnosticProvider"`
	}
	diagnosticOptions struct {
		Identifier            string `json:"identifier"`
		InterFileDependencies bool   `json:"interFileDependencies"`
		WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
	}
)

// capabilities are what the server tells a client that it can do.
func (s *session) capabilities() serverCapabilities {
	yes := true
	incremental := protocol.TextDocumentSyncKindIncremental
	return serverCapabilities{
		PositionEncoding:   s.support.encodingName,
		InlayHintProvider:  true,
		DiagnosticProvider: diagnosticOptions{Identifier: feature.DiagnosticSource, WorkspaceDiagnostics: true},
		ServerCapabilities: protocol.ServerCapabilities{
			TextDocumentSync: protocol.TextDocumentSyncOptions{OpenClose: &yes, Change: &incremental,
				Save: protocol.SaveOptions{}},
			CompletionProvider: &protocol.CompletionOptions{ResolveProvider: &yes,
				TriggerCharacters: []string{"<", ">", "(", ",", " ", "=", "|", "-", "_", "+", "["}},
			HoverProvider: true,
			SignatureHelpProvider: &protocol.SignatureHelpOptions{
				TriggerCharacters: []string{"(", ","}, RetriggerCharacters: []string{")"}},
			DefinitionProvider:        true,
			ReferencesProvider:        true,
			DocumentHighlightProvider: true,
			DocumentSymbolProvider:    true,
			CodeActionProvider: protocol.CodeActionOptions{
				CodeActionKinds: feature.CodeActionKinds()},
			CodeLensProvider:                &protocol.CodeLensOptions{},
			DocumentLinkProvider:            &protocol.DocumentLinkOptions{},
			DocumentFormattingProvider:      true,
			DocumentRangeFormattingProvider: true,
			DocumentOnTypeFormattingProvider: &protocol.DocumentOnTypeFormattingOptions{
				FirstTriggerCharacter: "\n"},
			RenameProvider:             protocol.RenameOptions{PrepareProvider: &yes},
			FoldingRangeProvider:       true,
			SelectionRangeProvider:     true,
			LinkedEditingRangeProvider: true,
			ExecuteCommandProvider: &protocol.ExecuteCommandOptions{Commands: []string{feature.CommandRun,
				feature.CommandStop}},
			SemanticTokensProvider: protocol.SemanticTokensOptions{Legend: feature.TokenLegend(), Range: true,
				Full: protocol.SemanticDelta{Delta: &yes}},
			WorkspaceSymbolProvider: true,
			Workspace: &protocol.ServerCapabilitiesWorkspace{
				WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{Supported: &yes,
					ChangeNotifications: &protocol.BoolOrString{Value: true}}},
		},
	}
}
