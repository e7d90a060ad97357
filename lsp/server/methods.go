package server

//go:generate go test -run TestMethodTable -update

import "github.com/pktlang/pkt/lsp/feature"

// methods are all that the server understands. The table in docs/lsp.md is made
// of them.
var methods = func() map[string]*method {
	index := make(map[string]*method, len(methodTable))
	for i := range methodTable {
		index[methodTable[i].name] = &methodTable[i]
	}
	return index
}()

var methodTable = []method{
	{name: "initialize", request: true, inOrder: true, handle: answering(initialize), test: "TestLifecycle",
		doc: "Settings come in initializationOptions; the position encoding is negotiated."},
	{name: "initialized", handle: noting(initialized), test: "TestConfiguration",
		doc: "Asks to be told of changed scripts and pkt.toml, and for the settings."},
	{name: "shutdown", request: true, inOrder: true, handle: answering(shutdown), test: "TestLifecycle",
		doc: "Stops scripts that are being run; requests after it are refused."},
	{name: "$/cancelRequest", handle: noting(cancelRequest), test: "TestCancellation",
		doc: "Every request but initialize and shutdown can be cancelled."},
	{name: "$/setTrace", handle: noting(setTrace), test: "TestTrace",
		doc: "`messages` and `verbose` tell by $/logTrace how long each request took."},
	{name: "window/workDoneProgress/cancel", handle: noting(cancelProgress), test: "TestRunIsCancelled",
		doc: "Stops the script."},

	{name: "textDocument/didOpen", handle: noting(didOpen), capability: "textDocumentSync.openClose", test: "TestSync",
		doc: "A second one replaces the text."},
	{name: "textDocument/didChange", handle: noting(didChange), capability: "textDocumentSync.change", test: "TestSync",
		doc: "Incremental; only the events that an edit touches are parsed anew."},
	{name: "textDocument/didSave", handle: noting(didSave), capability: "textDocumentSync.save", test: "TestSync"},
	{name: "textDocument/didClose", handle: noting(didClose), capability: "textDocumentSync.openClose",
		test: "TestSync",
		doc:  "Takes back the document's diagnostics."},
	{name: "textDocument/diagnostic", request: true, handle: answering(documentDiagnostic),
		capability: "diagnosticProvider", test: "TestPull",
		doc: "With result ids. A client that pulls is pushed nothing."},
	{name: "workspace/diagnostic", request: true, handle: answering(workspaceDiagnostic),
		capability: "diagnosticProvider.workspaceDiagnostics", test: "TestPull",
		doc: "Every script of the workspace folders."},
	{name: "workspace/didChangeConfiguration", handle: noting(didChangeConfiguration), test: "TestConfiguration",
		doc: "The settings themselves, or none: then they are asked for."},
	{name: "workspace/didChangeWatchedFiles", handle: noting(didChangeWatchedFiles), test: "TestConfiguration",
		doc: "A changed pkt.toml means other rules; what is wrong with it is told in it."},
	{name: "workspace/didChangeWorkspaceFolders", handle: noting(didChangeWorkspaceFolders),
		capability: "workspace.workspaceFolders", test: "TestFolders"},
	{name: "workspace/executeCommand", request: true, handle: answering(executeCommand),
		capability: "executeCommandProvider", test: "TestRun",
		doc: "`pkt.run` and `pkt.stop`; see below."},

	{name: "textDocument/hover", request: true, handle: ofPlace(feature.Hover), capability: "hoverProvider",
		test: "feature/hover_test.go",
		doc: "Calls, constants, errnos, options, flags, times, descriptors, rules; packets with the connection " +
			"before and after."},
	{name: "textDocument/definition", request: true, handle: ofPlace(feature.Definition),
		capability: "definitionProvider", test: "feature/references_test.go",
		doc: "From a descriptor to the call that made it, from a name to its --define, from a segment with data to " +
			"the write."},
	{name: "textDocument/references", request: true, handle: answering(references), capability: "referencesProvider",
		test: "feature/references_test.go",
		doc:  "Of a descriptor from its making to its close, of a definition, and the segments with a write's bytes."},
	{name: "textDocument/documentHighlight", request: true, handle: ofPlace(feature.Highlights),
		capability: "documentHighlightProvider", test: "feature/references_test.go",
		doc: "The same; what makes or writes is marked as writing."},
	{name: "textDocument/prepareRename", request: true, handle: answering(prepareRename),
		capability: "renameProvider.prepareProvider", test: "feature/rename_test.go"},
	{name: "textDocument/rename", request: true, handle: answering(rename), capability: "renameProvider",
		test: "feature/rename_test.go",
		doc:  "Descriptors and definitions; a number that is in use there is refused."},
	{name: "textDocument/linkedEditingRange", request: true, handle: ofPlace(feature.LinkedEditing),
		capability: "linkedEditingRangeProvider", test: "feature/rename_test.go",
		doc: "The uses of a descriptor."},
	{name: "textDocument/documentSymbol", request: true, handle: answering(documentSymbol),
		capability: "documentSymbolProvider", test: "feature/symbols_test.go",
		doc: "Phases by their comments; connections, system calls, commands and code in them; definitions."},
	{name: "workspace/symbol", request: true, handle: answering(workspaceSymbol), capability: "workspaceSymbolProvider",
		test: "TestWorkspaceSymbols",
		doc:  "The same of every script of the workspace; the letters of the query in their order."},
	{name: "textDocument/foldingRange", request: true, handle: ofDocument(feature.Folding),
		capability: "foldingRangeProvider", test: "feature/folding_test.go",
		doc: "Phases, comment blocks, code and whatever spans lines."},
	{name: "textDocument/selectionRange", request: true, handle: answering(selectionRange),
		capability: "selectionRangeProvider", test: "feature/selection_test.go",
		doc: "Token, field, packet or call, event, block, phase, script."},
	{name: "textDocument/semanticTokens/full", request: true, handle: answering(semanticTokensFull),
		capability: "semanticTokensProvider.full", test: "feature/tokens_test.go",
		doc: "Descriptors are variables, uses of definitions macros, flags types; commands and code are left to " +
			"their own grammars."},
	{name: "textDocument/semanticTokens/full/delta", request: true, handle: answering(semanticTokensDelta),
		capability: "semanticTokensProvider.full.delta", test: "TestTokenDelta"},
	{name: "textDocument/semanticTokens/range", request: true, handle: answering(semanticTokensRange),
		capability: "semanticTokensProvider.range", test: "feature/tokens_test.go"},
	{name: "textDocument/inlayHint", request: true, handle: answering(inlayHint), capability: "inlayHintProvider",
		test: "feature/inlay_test.go",
		doc: "The absolute time, the TCP state where it changes, the bytes outstanding where they do; each can be " +
			"switched off."},
	{name: "textDocument/codeAction", request: true, handle: answering(codeAction), capability: "codeActionProvider",
		test: "feature/actions_test.go",
		doc: "Every fix, suppression with a reason, `source.fixAll.pkt`; options into `<...>` and back, the expected " +
			"reply."},
	{name: "textDocument/codeLens", request: true, handle: answering(codeLens),
		capability: "codeLensProvider", test: "TestRun",
		doc: "Run, run with simple profile, the last verdict; in trusted folders."},
	{name: "textDocument/documentLink", request: true, handle: ofDocument(documentLinks),
		capability: "documentLinkProvider", test: "feature/links_test.go",
		doc: "Files that commands name, RFCs and rules in comments."},
	{name: "textDocument/formatting", request: true, handle: answering(formatting),
		capability: "documentFormattingProvider", test: "feature/formatting_test.go",
		doc: "As `pkt fmt`, with .editorconfig."},
	{name: "textDocument/rangeFormatting", request: true, handle: answering(rangeFormatting),
		capability: "documentRangeFormattingProvider", test: "feature/formatting_test.go"},
	{name: "textDocument/onTypeFormatting", request: true, handle: answering(onTypeFormatting),
		capability: "documentOnTypeFormattingProvider", test: "feature/formatting_test.go",
		doc: "The line that was finished."},
	{name: "textDocument/completion", request: true, handle: answering(completion), capability: "completionProvider",
		test: "feature/completion_test.go",
		doc:  "By where the cursor is; the next segments by what the model knows of the connection."},
	{name: "completionItem/resolve", request: true, handle: answering(resolve),
		capability: "completionProvider.resolveProvider", test: "feature/completion_test.go",
		doc: "Adds the documentation."},
	{name: "textDocument/signatureHelp", request: true, handle: ofPlace(feature.Signature),
		capability: "signatureHelpProvider", test: "feature/signature_test.go",
		doc: "In the arguments of calls, while they are typed too."},
}
