import * as vscode from "vscode";
import { ProgramNotFound } from "./program";

const module = "github.com/pktlang/pkt/cmd/pkt@latest";

/** Tells that `pkt` is missing, and offers the ways to get it. */
export async function offerInstall(error: ProgramNotFound, again: () => Promise<void>): Promise<void> {
	const install = "Install with Go";
	const choose = "Choose the file";
	const more = "Learn more";
	const answer = await vscode.window.showErrorMessage(error.message, install, choose, more);
	switch (answer) {
		case install:
			if (await installWithGo()) {
				await again();
			}
			break;
		case choose: {
			const chosen = await vscode.window.showOpenDialog({ title: "The program pkt", openLabel: "Use this" });
			const file = chosen?.[0];
			if (file !== undefined) {
				await vscode.workspace
					.getConfiguration("pkt")
					.update("path", file.fsPath, vscode.ConfigurationTarget.Global);
			}
			break;
		}
		case more:
			await vscode.commands.executeCommand("workbench.action.openWalkthrough", "pktlang.pkt#start");
			break;
		default:
	}
}

/** Runs `go install` in a terminal, where it can be seen, and tells whether it worked. */
async function installWithGo(): Promise<boolean> {
	const task = new vscode.Task(
		{ type: "process" },
		vscode.TaskScope.Workspace,
		"install pkt",
		"pkt",
		new vscode.ProcessExecution("go", ["install", module]),
	);
	const running = await vscode.tasks.executeTask(task);
	return new Promise((resolve) => {
		const listener = vscode.tasks.onDidEndTaskProcess((ended) => {
			if (ended.execution === running) {
				listener.dispose();
				resolve(ended.exitCode === 0);
			}
		});
	});
}
