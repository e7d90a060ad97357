package lsp

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
		doc: "Stops scripts that are being run; requests behind it are refused."},
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
	{name: "textDocument/didClose", handle: noting(didClose), capability: "textDocumentSync.openClose", test: "TestSync",
		doc: "Takes back the document's diagnostics."},
	{name: "textDocument/diagnostic", request: true, handle: answering(documentDiagnostic), capability: "diagnosticProvider", test: "TestPull",
		doc: "With result ids. A client that pulls is pushed nothing."},
	{name: "workspace/diagnostic", request: true, handle: answering(workspaceDiagnostic), capability: "diagnosticProvider.workspaceDiagnostics", test: "TestPull",
		doc: "Every script of the workspace folders."},
	{name: "workspace/didChangeConfiguration", handle: noting(didChangeConfiguration), test: "TestConfiguration",
		doc: "The settings themselves, or none: then they are asked for."},
	{name: "workspace/didChangeWatchedFiles", handle: noting(didChangeWatchedFiles), test: "TestConfiguration",
		doc: "A changed pkt.toml means other rules; what is wrong with it is told in it."},
	{name: "workspace/didChangeWorkspaceFolders", handle: noting(didChangeWorkspaceFolders), capability: "workspace.workspaceFolders", test: "TestFolders"},
	{name: "workspace/executeCommand", request: true, handle: answering(executeCommand), capability: "executeCommandProvider", test: "TestRun",
		doc: "`pkt.run` and `pkt.stop`; see below."},
}
