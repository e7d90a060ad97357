import { dirname } from "node:path";
import * as vscode from "vscode";
import { findProgram } from "./program";
import { runScripts } from "./runner";

/**
 * Lets a script expect what the stack does, by `pkt run --accept`, which changes
 * the file only where the script passes afterwards.
 */
export async function acceptActual(
	document: vscode.TextDocument,
	command: readonly string[],
	channel: vscode.LogOutputChannel,
): Promise<void> {
	if (document.uri.scheme !== "file") {
		throw new Error("save the script first: what runs is its file");
	}
	await document.save();
	const before = document.getText();
	const program = await findProgram();
	let status = "";
	await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title: "pkt run --accept", cancellable: true },
		(_, cancellation) =>
			runScripts(
				{ program, command, args: ["--accept"], paths: [document.uri.fsPath], folder: dirname(document.uri.fsPath) },
				{ message: (line) => { if (line.type === "result") { status = line.status; } }, log: (text) => { channel.info(text); } },
				cancellation,
			),
	);
	const after = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
	if (after !== before) {
		void vscode.window.showInformationMessage("The script expects what the stack does now, and passes.");
	} else if (status === "passed") {
		void vscode.window.showInformationMessage("The script passes as it is.");
	} else {
		void vscode.window.showWarningMessage(`The script was left as it is: even with what the stack did, it ended as ${status || "not run"}.`);
	}
}
