import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type * as vscode from "vscode";
import type { RunLine } from "./messages";

/** What is to be run. */
export interface Run {
	program: string;
	/** What stands before the program, such as `sudo -n`. */
	command: readonly string[];
	/** Further arguments of `pkt run`. */
	args: readonly string[];
	paths: readonly string[];
	folder: string;
}

/** Who hears of a run. */
export interface Listener {
	message(line: RunLine): void;
	/** Takes what the run wrote to its standard error. */
	log(text: string): void;
}

/** How long a run that is cancelled may take to put its network away, in milliseconds. */
const patience = 5000;

/** Runs scripts; the promise is done when the process has ended, or fails where it did not start. */
export function runScripts(run: Run, listener: Listener, cancellation: vscode.CancellationToken): Promise<void> {
	const [file = run.program, ...args] = [...run.command, run.program, "run", "--json", ...run.args, "--", ...run.paths];
	const child = spawn(file, args, { cwd: run.folder, stdio: ["ignore", "pipe", "pipe"] });
	const lines = createInterface({ input: child.stdout });
	lines.on("line", (text) => {
		const line = parseLine(text);
		if (line !== undefined) {
			listener.message(line);
		}
	});
	createInterface({ input: child.stderr }).on("line", (text) => { listener.log(text); });
	const cancelled = cancellation.onCancellationRequested(() => { interrupt(child, run.command); });
	return new Promise<void>((resolve, reject) => {
		child.on("error", (error) => { reject(new Error(`cannot run ${file}: ${error.message}`)); });
		child.on("close", () => { resolve(); });
	}).finally(() => { cancelled.dispose(); });
}

/** Reads a line; what a later version prints besides is left out. */
function parseLine(text: string): RunLine | undefined {
	try {
		return JSON.parse(text) as RunLine;
	} catch {
		return undefined;
	}
}

/** Ends a run, which takes its network down first. */
function interrupt(child: ChildProcess, command: readonly string[]): void {
	signal(child, command, "INT");
	const timer = setTimeout(() => { signal(child, command, "KILL"); }, patience);
	child.once("close", () => { clearTimeout(timer); });
}

/**
 * A process of another user is signalled by the same means that started it, and
 * from another process group: sudo passes on no signals from its command's own
 * (sudo(8), "Signal handling").
 */
function signal(child: ChildProcess, command: readonly string[], name: "INT" | "KILL"): void {
	const [file, ...args] = command;
	if (file === undefined || child.pid === undefined) {
		child.kill(`SIG${name}`);
		return;
	}
	spawn(file, [...args, "kill", "-s", name, String(child.pid)], { stdio: "ignore", detached: true }).on("error", () => undefined);
}
