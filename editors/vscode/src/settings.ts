import * as vscode from "vscode";

/** The settings of the language server, as its initializationOptions and configuration have them. */
export function serverSettings(): object {
	const pkt = vscode.workspace.getConfiguration("pkt");
	return {
		trusted: vscode.workspace.isTrusted,
		definitions: pkt.get("definitions"),
		codeLens: pkt.get("codeLens"),
		inlayHints: {
			time: pkt.get("inlayHints.time"),
			state: pkt.get("inlayHints.state"),
			outstanding: pkt.get("inlayHints.outstanding"),
		},
		run: {
			command: pkt.get("run.command") ?? [],
			arguments: pkt.get("run.arguments"),
		},
	};
}
