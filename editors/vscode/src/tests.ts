import * as vscode from "vscode";
import { findProgram } from "./program";
import { chooseRunCommand } from "./privilege";
import type { RunLine } from "./messages";
import { runScripts } from "./runner";
import { TestRun } from "./testrun";

const scripts = "**/*.pkt";
const neverScripts = "**/{node_modules,.git}/**";

/** ScriptTests shows every script of the workspace as a test, with its variants. */
export class ScriptTests implements vscode.Disposable {
	private readonly controller = vscode.tests.createTestController("pkt", "packetdrill scripts");
	private readonly disposables: { dispose(): unknown }[] = [this.controller];
	private runnable = false;

	constructor(private readonly channel: vscode.LogOutputChannel) {
		this.controller.resolveHandler = async (item) => {
			await (item === undefined ? this.refresh() : this.findVariants(item));
		};
		this.controller.refreshHandler = () => this.refresh();
		const watcher = vscode.workspace.createFileSystemWatcher(scripts, false, true, false);
		watcher.onDidCreate((uri) => { this.add(uri); });
		watcher.onDidDelete((uri) => { this.remove(uri); });
		this.disposables.push(watcher);
		if (vscode.workspace.isTrusted) {
			this.trust();
		}
	}

	/** Lets tests be run. Before, there is nothing in the workspace that runs a script. */
	trust(): void {
		if (this.runnable) {
			return;
		}
		this.runnable = true;
		const profile = (name: string, args: readonly string[] | undefined, first = false) =>
			this.controller.createRunProfile(
				name,
				vscode.TestRunProfileKind.Run,
				(request, cancellation) => this.run(request, args ?? variantArguments(), cancellation),
				first,
			);
		this.disposables.push(
			profile("Run", undefined, true),
			profile("Run in every variant", ["--variant=all"]),
			profile("Run with the simple profile", ["--profile=simple"]),
		);
		for (const item of files(this.controller.items)) {
			offerRun(item);
		}
	}

	/** Looks for the scripts of the workspace anew. */
	async refresh(): Promise<void> {
		const found = await vscode.workspace.findFiles(scripts, neverScripts);
		const known = new Set(found.map(String));
		for (const item of files(this.controller.items)) {
			if (!known.has(item.id) && item.uri !== undefined) {
				this.remove(item.uri);
			}
		}
		for (const uri of found) {
			this.add(uri);
		}
	}

	dispose(): void {
		vscode.Disposable.from(...this.disposables).dispose();
	}

	/** Adds a script below the items of its folders. */
	private add(uri: vscode.Uri): void {
		const parent = this.parentOf(uri);
		if (parent === undefined || parent.get(uri.toString()) !== undefined) {
			return;
		}
		const item = this.controller.createTestItem(uri.toString(), uri.path.slice(uri.path.lastIndexOf("/") + 1), uri);
		if (this.runnable) {
			offerRun(item);
		}
		parent.add(item);
	}

	/** The items that a script stands among; those of its folders are made where they are missing. */
	private parentOf(uri: vscode.Uri): vscode.TestItemCollection | undefined {
		const folder = vscode.workspace.getWorkspaceFolder(uri);
		if (folder === undefined) {
			return undefined;
		}
		let at = this.controller.items;
		let path = folder.uri;
		if ((vscode.workspace.workspaceFolders?.length ?? 0) > 1) {
			at = this.folderItem(at, path, folder.name).children;
		}
		const names = uri.path.slice(folder.uri.path.length).split("/").filter(Boolean).slice(0, -1);
		for (const name of names) {
			path = vscode.Uri.joinPath(path, name);
			at = this.folderItem(at, path, name).children;
		}
		return at;
	}

	private folderItem(among: vscode.TestItemCollection, uri: vscode.Uri, name: string): vscode.TestItem {
		const known = among.get(uri.toString());
		if (known !== undefined) {
			return known;
		}
		const item = this.controller.createTestItem(uri.toString(), name, uri);
		among.add(item);
		return item;
	}

	/** Removes a script, and the folders that it leaves empty. */
	private remove(uri: vscode.Uri): void {
		let item = files(this.controller.items).find(({ id }) => id === uri.toString());
		while (item !== undefined) {
			const parent: vscode.TestItem | undefined = item.parent;
			(parent?.children ?? this.controller.items).delete(item.id);
			item = parent?.children.size === 0 ? parent : undefined;
		}
	}

	/** Asks `pkt` for the variants that a script is meant for; nothing is run for that. */
	private async findVariants(item: vscode.TestItem): Promise<void> {
		const { uri } = item;
		if (uri === undefined || !vscode.workspace.isTrusted || !isScript(item)) {
			return;
		}
		item.busy = true;
		const cancellation = new vscode.CancellationTokenSource();
		try {
			const variants: string[] = [];
			const message = (line: RunLine) => {
				if (line.type === "result" && line.variant !== undefined) {
					variants.push(line.variant);
				}
			};
			const folder = vscode.Uri.joinPath(uri, "..").fsPath;
			await runScripts(
				{ program: await findProgram(), command: [], args: ["--dry_run", "--variant=all"], paths: [uri.fsPath], folder },
				{ message, log: (text) => { this.channel.debug(text); } },
				cancellation.token,
			);
			item.children.replace(variants.map((name) => variantItem(this.controller, item, name)));
		} finally {
			cancellation.dispose();
			item.busy = false;
		}
	}

	private async run(request: vscode.TestRunRequest, args: readonly string[], cancellation: vscode.CancellationToken): Promise<void> {
		if (!vscode.workspace.isTrusted) {
			return;
		}
		const command = await chooseRunCommand();
		if (command === undefined) {
			return;
		}
		const chosen = request.include ?? [...this.controller.items].map(([, item]) => item);
		await vscode.workspace.saveAll(false); // what runs is the file
		const run = new TestRun(this.controller, request, chosen, this.channel);
		await run.play(command, args, cancellation);
	}
}

/** Puts the triangle to run a script beside its first line, and lets its variants be asked for. */
function offerRun(script: vscode.TestItem): void {
	script.range = new vscode.Range(0, 0, 0, 0);
	script.canResolveChildren = true;
}

/** The item of a variant of a script. */
export function variantItem(controller: vscode.TestController, script: vscode.TestItem, name: string): vscode.TestItem {
	const id = `${script.id}#${name}`;
	return script.children.get(id) ?? controller.createTestItem(id, name, script.uri);
}

/** Tells whether an item is a script, rather than a folder or a variant. */
export function isScript(item: vscode.TestItem): boolean {
	return item.id.endsWith(".pkt") && item.uri?.toString() === item.id;
}

function files(items: vscode.TestItemCollection): vscode.TestItem[] {
	return [...items].flatMap(([, item]) => (isScript(item) ? [item] : files(item.children)));
}

function variantArguments(): string[] {
	const names = vscode.workspace.getConfiguration("pkt.run").get<string[]>("variants", []);
	return names.map((name) => `--variant=${name}`);
}
