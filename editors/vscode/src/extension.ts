import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Server } from "./server";
import { Status } from "./status";
import { ScriptTests } from "./tests";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	const channel = vscode.window.createOutputChannel("pkt", { log: true });
	const status = new Status();
	const running = new Server(channel, status);
	server = running;
	const tests = new ScriptTests(channel);
	context.subscriptions.push(
		channel,
		status,
		running,
		tests,
		registerCommands(running, channel),
		vscode.workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration("pkt.path")) {
				void running.restart();
			} else if (change.affectsConfiguration("pkt")) {
				void running.configure();
			}
		}),
		vscode.workspace.onDidGrantWorkspaceTrust(() => {
			tests.trust();
			void running.configure();
		}),
	);
	await running.restart();
}

export async function deactivate(): Promise<void> {
	await server?.stop();
}
