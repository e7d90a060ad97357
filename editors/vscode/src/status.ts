import * as vscode from "vscode";

export type State =
	| { kind: "starting" }
	| { kind: "running"; version: string }
	| { kind: "missing" }
	| { kind: "waiting"; seconds: number }
	| { kind: "stopped" };

/** The item of the status bar that tells the server's version and state. */
export class Status implements vscode.Disposable {
	private readonly item = vscode.window.createStatusBarItem("pkt.status", vscode.StatusBarAlignment.Right, 50);

	constructor() {
		this.item.name = "pkt";
		this.item.command = "pkt.showOutput";
		this.show({ kind: "stopped" });
		this.item.show();
	}

	show(state: State): void {
		const { text, tooltip, warning } = describe(state);
		this.item.text = text;
		this.item.tooltip = vscode.workspace.isTrusted ? tooltip : `${tooltip}\nScripts do not run: the workspace is restricted.`;
		this.item.backgroundColor = warning ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
	}

	dispose(): void {
		this.item.dispose();
	}
}

function describe(state: State): { text: string; tooltip: string; warning: boolean } {
	switch (state.kind) {
		case "starting":
			return { text: "$(sync~spin) pkt", tooltip: "The language server starts.", warning: false };
		case "running": {
			// The first word is the version; what it was built from follows.
			const short = state.version.split(" ")[0] ?? "";
			return { text: `$(check) pkt ${short}`, tooltip: `pkt ${state.version}`, warning: false };
		}
		case "missing":
			return { text: "$(warning) pkt", tooltip: "The program pkt was not found.", warning: true };
		case "waiting":
			return {
				text: "$(warning) pkt",
				tooltip: `The language server ended; it is started again after ${String(state.seconds)} s.`,
				warning: true,
			};
		case "stopped":
			return { text: "$(circle-slash) pkt", tooltip: "The language server is stopped.", warning: false };
	}
}
