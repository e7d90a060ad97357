import * as vscode from "vscode";
import {
	CloseAction,
	type CloseHandlerResult,
	ErrorAction,
	LanguageClient,
	type LanguageClientOptions,
	RevealOutputChannelOn,
	State as ClientState,
} from "vscode-languageclient/node";
import { Backoff } from "./backoff";
import { offerInstall } from "./install";
import { findProgram, ProgramNotFound } from "./program";
import { chooseRunCommand } from "./privilege";
import { serverSettings } from "./settings";
import type { Status } from "./status";

/** How `pkt.run` of the server answers. */
interface RunResult {
	status: string;
	line?: number;
	message?: string;
}

/** Server keeps one language server running. */
export class Server implements vscode.Disposable {
	private client: LanguageClient | undefined;
	private readonly backoff = new Backoff();
	private changing: Promise<void> = Promise.resolve();

	constructor(
		private readonly channel: vscode.LogOutputChannel,
		private readonly status: Status,
	) {}

	/** Starts the server, or starts it anew; one change waits for the other. */
	restart(): Promise<void> {
		this.changing = this.changing.then(async () => {
			await this.stopClient();
			await this.startClient();
		});
		return this.changing;
	}

	stop(): Promise<void> {
		this.changing = this.changing.then(() => this.stopClient());
		return this.changing;
	}

	/** Tells the server the settings, and whether the workspace is trusted. */
	async configure(): Promise<void> {
		await this.client?.sendNotification("workspace/didChangeConfiguration", { settings: { pkt: serverSettings() } });
	}

	/** Runs a script by the server, which shows the verdict in the script. */
	async run(uri: vscode.Uri, profile?: string): Promise<void> {
		const argument = { uri: uri.toString(), ...(profile === undefined ? {} : { profile }) };
		await vscode.commands.executeCommand("pkt.run", argument);
	}

	dispose(): void {
		void this.stop();
	}

	private async stopClient(): Promise<void> {
		const client = this.client;
		this.client = undefined;
		try {
			await client?.dispose();
		} catch (error) {
			this.channel.warn(`the language server did not stop in order: ${String(error)}`);
		}
		this.status.show({ kind: "stopped" });
	}

	private async startClient(): Promise<void> {
		this.status.show({ kind: "starting" });
		let program: string;
		try {
			program = await findProgram();
		} catch (error) {
			this.status.show({ kind: "missing" });
			if (error instanceof ProgramNotFound) {
				this.channel.error(error.message);
				void offerInstall(error, () => this.restart());
				return;
			}
			throw error;
		}
		this.channel.info(`starting ${program} lsp`);
		const client = new LanguageClient("pkt", "pkt", { command: program, args: ["lsp"] }, this.options());
		client.onDidChangeState(({ newState }) => {
			if (newState === ClientState.Running) {
				this.backoff.start(Date.now());
				this.status.show({ kind: "running", version: client.initializeResult?.serverInfo?.version ?? "" });
			}
		});
		this.client = client;
		try {
			await client.start();
		} catch (error) {
			this.status.show({ kind: "missing" });
			this.channel.error(`${program} lsp did not start: ${String(error)}`);
			void vscode.window.showErrorMessage(`${program} lsp did not start; the output "pkt" says why.`);
		}
	}

	private options(): LanguageClientOptions {
		return {
			documentSelector: [{ language: "packetdrill" }],
			outputChannel: this.channel,
			revealOutputChannelOn: RevealOutputChannelOn.Never,
			initializationOptions: serverSettings,
			diagnosticPullOptions: { onChange: true, onSave: true },
			errorHandler: {
				error: () => ({ action: ErrorAction.Continue }),
				closed: () => this.closed(),
			},
			middleware: {
				workspace: {
					configuration: ({ items }) => items.map(({ section }) => (section === "pkt" ? serverSettings() : null)),
				},
				executeCommand: async (command, args: unknown[], next) => {
					if (command !== "pkt.run") {
						return (await next(command, args)) as unknown;
					}
					return runWith(args, () => next(command, args) as Thenable<RunResult>);
				},
			},
		};
	}

	/** A crashed server is started again after a pause that grows. */
	private async closed(): Promise<CloseHandlerResult> {
		const seconds = this.backoff.crashed(Date.now());
		this.channel.warn(`the language server ended; it is started again after ${String(seconds)} s`);
		this.status.show({ kind: "waiting", seconds });
		const crashed = this.client;
		await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
		const current = crashed !== undefined && this.client === crashed;
		return { action: current ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
	}
}

/**
 * Runs a script for the command of the code lens: its file is saved first, since
 * that is what runs, and where running needs a choice, it is asked for.
 */
async function runWith(args: unknown[], run: () => Thenable<RunResult>): Promise<RunResult | undefined> {
	if (!vscode.workspace.isTrusted) {
		void vscode.window.showWarningMessage("Scripts do not run in a restricted workspace: a script can run any command.");
		return undefined;
	}
	if ((await chooseRunCommand()) === undefined) {
		return undefined;
	}
	const [argument] = args as [{ uri?: string }?];
	const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === argument?.uri);
	await document?.save();
	const result = await run();
	vscode.window.setStatusBarMessage(summary(result), 10_000);
	return result;
}

function summary(result: RunResult): string {
	if (result.status === "passed") {
		return "$(pass) pkt: passed";
	}
	const line = result.line === undefined ? "" : ` on line ${String(result.line)}`;
	return `$(error) pkt: ${result.status}${line}${result.message === undefined ? "" : `: ${result.message}`}`;
}
