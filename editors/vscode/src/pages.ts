import * as vscode from "vscode";
import { findProgram, output } from "./program";

const scheme = "pkt-page";
const ruleCode = /\bPKT\d{3}\b/;

/** PrintedPages shows what `pkt` prints as read-only documents beside the script. */
export class PrintedPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly texts = new Map<string, string>();
	private readonly changed = new vscode.EventEmitter<vscode.Uri>();
	readonly onDidChange = this.changed.event;
	private readonly registered = vscode.Disposable.from(
		this.changed,
		vscode.workspace.registerTextDocumentContentProvider(scheme, this),
		vscode.workspace.onDidCloseTextDocument(({ uri }) => {
			if (uri.scheme === scheme) {
				this.texts.delete(uri.path);
			}
		}),
	);

	provideTextDocumentContent(uri: vscode.Uri): string {
		return this.texts.get(uri.path) ?? "";
	}

	dispose(): void {
		this.registered.dispose();
	}

	/** Shows the syntax tree of a script as it stands in the editor. */
	async tree(document: vscode.TextDocument): Promise<void> {
		const printed = await output(await findProgram(), ["parse", "--format", "tree", "-"], document.getText());
		await this.show(`${document.uri.path} (tree)`, printed);
	}

	/** Explains the rule of the diagnostic, or the code in a comment, at a place. */
	async explain(document: vscode.TextDocument, at: vscode.Position): Promise<void> {
		const code = codeAt(document, at) ?? (await chooseCode(document));
		if (code !== undefined) {
			await this.show(code, await output(await findProgram(), ["explain", code]));
		}
	}

	private async show(path: string, text: string): Promise<void> {
		const uri = vscode.Uri.from({ scheme, path: path.startsWith("/") ? path : `/${path}` });
		this.texts.set(uri.path, text);
		this.changed.fire(uri);
		await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
	}
}

function codeOf(diagnostic: vscode.Diagnostic): string | undefined {
	const { code } = diagnostic;
	const text = String(typeof code === "object" ? code.value : code);
	return ruleCode.test(text) ? text : undefined;
}

function codeAt(document: vscode.TextDocument, at: vscode.Position): string | undefined {
	const word = document.getWordRangeAtPosition(at, ruleCode);
	if (word !== undefined) {
		return document.getText(word);
	}
	const found = vscode.languages.getDiagnostics(document.uri).filter(codeOf);
	const here = found.find(({ range }) => range.contains(at)) ?? found.find(({ range }) => range.start.line === at.line);
	return here === undefined ? undefined : codeOf(here);
}

/** Where no rule is at the cursor, the rules of all findings are offered. */
async function chooseCode(document: vscode.TextDocument): Promise<string | undefined> {
	const items = vscode.languages.getDiagnostics(document.uri).flatMap((diagnostic) => {
		const code = codeOf(diagnostic);
		return code === undefined ? [] : [{ label: code, description: diagnostic.message.split("\n")[0] ?? "" }];
	});
	if (items.length === 0) {
		void vscode.window.showInformationMessage("No rule has found anything in this script.");
		return undefined;
	}
	const unique = items.filter((item, i) => items.findIndex(({ label }) => label === item.label) === i);
	return (await vscode.window.showQuickPick(unique, { placeHolder: "The rule to explain" }))?.label;
}
