import * as vscode from "vscode";
import { acceptActual } from "./accept";
import { PrintedPages } from "./pages";
import { chooseRunCommand } from "./privilege";
import type { Server } from "./server";

type Action = () => Thenable<unknown> | Promise<unknown> | undefined;

/** Registers the commands that the palette offers. */
export function registerCommands(server: Server, channel: vscode.LogOutputChannel): vscode.Disposable {
	const pages = new PrintedPages();
	const actions: Record<string, Action> = {
		"pkt.runScript": () => withScript((document) => server.run(document.uri)),
		"pkt.runWithProfile": () => withScript((document) => runWithProfile(server, document)),
		"pkt.format": () => vscode.commands.executeCommand("editor.action.formatDocument"),
		"pkt.explain": () => withScript((document, selection) => pages.explain(document, selection.active)),
		"pkt.acceptActual": () => withScript((document) => accept(document, channel)),
		"pkt.showTree": () => withScript((document) => pages.tree(document)),
		"pkt.newScript": newScript,
		"pkt.restart": () => server.restart(),
		"pkt.showOutput": () => {
			channel.show();
			return undefined;
		},
	};
	const registered = Object.entries(actions).map(([name, action]) =>
		vscode.commands.registerCommand(name, async () => {
			try {
				await action();
			} catch (error) {
				const message = error instanceof Error ? error.message : String(error);
				channel.error(`${name}: ${message}`);
				void vscode.window.showErrorMessage(`pkt: ${message}`);
			}
		}),
	);
	return vscode.Disposable.from(pages, ...registered);
}

/** Does something with the script in the editor. */
function withScript(
	action: (document: vscode.TextDocument, selection: vscode.Selection) => Promise<void>,
): Promise<void> | undefined {
	const editor = vscode.window.activeTextEditor;
	if (editor?.document.languageId !== "packetdrill") {
		void vscode.window.showInformationMessage("Open a packetdrill script (.pkt) first.");
		return undefined;
	}
	return action(editor.document, editor.selection);
}

async function runWithProfile(server: Server, document: vscode.TextDocument): Promise<void> {
	const profiles = [
		{ label: "default", description: "the machine's TCP as it is", profile: undefined },
		{ label: "simple", description: "a TCP without extensions and offload, as textbooks draw it", profile: "simple" },
	];
	const chosen = await vscode.window.showQuickPick(profiles, { placeHolder: "The profile to run the script with" });
	if (chosen !== undefined) {
		await server.run(document.uri, chosen.profile);
	}
}

async function accept(document: vscode.TextDocument, channel: vscode.LogOutputChannel): Promise<void> {
	if (!vscode.workspace.isTrusted) {
		throw new Error("accepting runs the script, and nothing runs in a restricted workspace");
	}
	const command = await chooseRunCommand();
	if (command !== undefined) {
		await acceptActual(document, command, channel);
	}
}

/** Opens a new script with the snippet of a passive open, for the walkthrough. */
async function newScript(): Promise<void> {
	const document = await vscode.workspace.openTextDocument({ language: "packetdrill" });
	await vscode.window.showTextDocument(document);
	await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "packetdrill", name: "Passive open" });
}
