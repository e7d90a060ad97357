import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { findProgram } from "./program";
import type { Place, ResultLine, RunDiagnostic, RunLine } from "./messages";
import { runScripts } from "./runner";
import { isScript, variantItem } from "./tests";

/** How many scripts one process is given: a command line has an end (execve(2)). */
const batchSize = 200;

/** TestRun plays the scripts of one request and shows how each ends. */
export class TestRun {
	private readonly run: vscode.TestRun;
	/** What is to be run and has no result yet. */
	private readonly open = new Set<vscode.TestItem>();
	private readonly scripts = new Map<string, vscode.TestItem>();
	/** The single variants that were chosen, by the argument that asks for each. */
	private readonly variants = new Map<string, vscode.TestItem[]>();
	private readonly messages: string[] = [];

	constructor(
		private readonly controller: vscode.TestController,
		request: vscode.TestRunRequest,
		chosen: readonly vscode.TestItem[],
		private readonly channel: vscode.LogOutputChannel,
	) {
		this.run = controller.createTestRun(request);
		const excluded = new Set(request.exclude);
		for (const item of chosen) {
			this.choose(item, excluded);
		}
	}

	private choose(item: vscode.TestItem, excluded: ReadonlySet<vscode.TestItem>): void {
		if (excluded.has(item)) {
			return;
		}
		if (isScript(item)) {
			this.add(item);
			this.open.add(item);
		} else if (item.parent !== undefined && isScript(item.parent)) {
			this.add(item.parent);
			this.open.add(item);
			const argument = `--variant=${item.label}`;
			this.variants.set(argument, [...(this.variants.get(argument) ?? []), item.parent]);
		} else {
			item.children.forEach((child) => { this.choose(child, excluded); });
		}
	}

	private add(script: vscode.TestItem): void {
		if (script.uri !== undefined) {
			this.scripts.set(script.uri.fsPath, script);
		}
	}

	/** Runs everything that was chosen, until it is over or cancelled. */
	async play(command: readonly string[], args: readonly string[], cancellation: vscode.CancellationToken): Promise<void> {
		for (const item of this.open) {
			this.run.enqueued(item);
		}
		const further = vscode.workspace.getConfiguration("pkt").get<string[]>("run.arguments", []);
		const definitions = vscode.workspace.getConfiguration("pkt").get<Record<string, string>>("definitions", {});
		const common = [...Object.entries(definitions).flatMap(([name, value]) => ["-D", `${name}=${value}`]), ...further];
		try {
			const program = await findProgram();
			const whole = [...this.open].filter(isScript).sort((a, b) => a.id.localeCompare(b.id));
			const jobs = [[args, whole] as const, ...[...this.variants].map(([argument, items]) => [[argument], items] as const)];
			for (const [special, items] of jobs) {
				for (let i = 0; i < items.length && !cancellation.isCancellationRequested; i += batchSize) {
					const paths = items.slice(i, i + batchSize).flatMap(({ uri }) => uri?.fsPath ?? []);
					const folder = dirname(paths[0] ?? "");
					const listener = { message: (line: RunLine) => { this.take(line); }, log: (text: string) => { this.log(text); } };
					await runScripts({ program, command, args: [...special, ...common], paths, folder }, listener, cancellation);
				}
			}
		} catch (error) {
			this.log(error instanceof Error ? error.message : String(error));
		}
		for (const item of this.open) {
			if (cancellation.isCancellationRequested) {
				this.run.skipped(item);
			} else {
				this.run.errored(item, new vscode.TestMessage(this.messages.join("\n") || "the run gave no result for this script"));
			}
		}
		this.run.end();
	}

	private log(text: string): void {
		this.messages.push(text);
		this.channel.info(text);
		this.print(text);
	}

	private print(text: string, item?: vscode.TestItem): void {
		this.run.appendOutput(`${text.replaceAll(/\r?\n/g, "\r\n")}\r\n`, undefined, item);
	}

	/** The item that a line is about; that of a variant is made where it is new. */
	private itemOf(line: { script: string; variant?: string }): vscode.TestItem | undefined {
		const script = this.scripts.get(line.script);
		if (script === undefined || line.variant === undefined) {
			return script;
		}
		const item = variantItem(this.controller, script, line.variant);
		script.children.add(item);
		return item;
	}

	private take(line: RunLine): void {
		if (line.type === "summary") {
			return;
		}
		const item = this.itemOf(line);
		if (item === undefined) {
			return;
		}
		switch (line.type) {
			case "event":
				if (line.index === 0) {
					this.run.started(item);
				}
				if (line.kind === "call" || line.kind === "command" || line.kind === "code") {
					this.print(`${seconds(line.actual)} line ${String(line.line)}: ${line.name ?? line.kind}`, item);
				}
				break;
			case "packet":
				this.print(`${seconds(line.time)} ${line.line === 0 ? "unexpected" : `line ${String(line.line)}`}: ${line.inbound ? "<" : ">"} ${line.text}`, item);
				break;
			case "result":
				this.finish(item, line);
		}
	}

	private finish(item: vscode.TestItem, result: ResultLine): void {
		this.open.delete(item);
		if (item.parent !== undefined && isScript(item.parent)) {
			this.open.delete(item.parent); // its verdict is that of its variants
		}
		const milliseconds = result.seconds * 1000;
		this.print(`${vscode.workspace.asRelativePath(result.script)}${result.variant === undefined ? "" : ` (${result.variant})`}: ${result.status}${result.reason === undefined ? "" : `: ${result.reason}`}`, item);
		switch (result.status) {
			case "passed":
			case "flaky":
			case "xfail":
				this.run.passed(item, milliseconds);
				break;
			case "interrupted":
			case "skipped":
				this.run.skipped(item);
				break;
			case "failed":
			case "xpass":
				this.run.failed(item, messagesOf(item, result.diagnostics), milliseconds);
				break;
			default:
				this.run.errored(item, messagesOf(item, result.diagnostics), milliseconds);
		}
	}
}

/** What failed, at its place; expected against actual as VS Code's own diff. */
function messagesOf(item: vscode.TestItem, diagnostics: readonly RunDiagnostic[]): vscode.TestMessage[] {
	if (diagnostics.length === 0) {
		return [new vscode.TestMessage("the run gave no reason")];
	}
	const lines = linesOf(item.uri?.fsPath ?? "");
	return diagnostics.map(({ message, comparison, notes, range }) => {
		const differs = comparison?.differs ?? [];
		const first = differs.length === 0 ? message : `${message}: ${differs.join(", ")}`;
		const text = [first, ...(notes ?? [])].join("\n");
		const out = comparison === undefined
			? new vscode.TestMessage(text)
			: vscode.TestMessage.diff(text, `${comparison.expected}\n`, `${comparison.actual}\n`);
		if (item.uri !== undefined) {
			out.location = new vscode.Location(item.uri, new vscode.Range(position(lines, range.start), position(lines, range.end)));
		}
		return out;
	});
}

function seconds(microseconds: number): string {
	return (microseconds / 1e6).toFixed(6);
}

function linesOf(path: string): string[] {
	try {
		return readFileSync(path, "utf8").split("\n");
	} catch {
		return []; // it is gone; the place is right all the same in a line of ASCII
	}
}

/** The place in VS Code's terms: from 0, and in UTF-16. */
function position(lines: readonly string[], { line, column }: Place): vscode.Position {
	const text = lines[line - 1];
	const character = text === undefined ? column - 1 : Buffer.from(text).toString("utf8", 0, column - 1).length;
	return new vscode.Position(line - 1, character);
}
