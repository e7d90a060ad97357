// What the editor shows and changes; nothing runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { colours, passive, typo, untidy } from "./scripts.mjs";

const squiggles = ".editor-instance .squiggly-error, .editor-instance .squiggly-warning";

function saved(editor, name) {
	return readFileSync(join(editor.workspace, name), "utf8");
}

export const editing = {
	settings: { "security.workspace.trust.enabled": false, "[packetdrill]": { "editor.formatOnSave": true } },
	files: {
		"first.pkt": typo, "colours.pkt": colours, "typing.pkt": passive, "hover.pkt": passive, "complete.pkt": passive,
		"fix.pkt": typo, "format.pkt": untidy, "hints.pkt": passive, "explain.pkt": typo,
	},
	cases: {
		async "first diagnostic"(editor, begin) {
			await editor.openFile("first.pkt");
			const opened = Date.now();
			await editor.page.locator(squiggles).first().waitFor();
			const now = Date.now();
			console.log(`     from the start of the installation to the first diagnostic: ${now - begin} ms, of these ${now - opened} ms with the script open`);
		},

		async "colours"(editor) {
			await editor.openFile("colours.pkt");
			await editor.until("tokens have colours", async () => (await editor.colourOf("socket")) !== (await editor.colourOf("SOCK_STREAM")));
			const words = ["// A server", "socket", "SOCK_STREAM", "1460", "assert"];
			const found = await Promise.all(words.map((word) => editor.colourOf(word)));
			assert.equal(new Set(found).size, words.length, `${words.join()} are ${found.join()}`);
		},

		async "diagnostics appear while typing and vanish when fixed"(editor) {
			await editor.openFile("typing.pkt");
			await editor.go(7, 1);
			await editor.page.keyboard.press("End");
			await editor.page.keyboard.press("ArrowLeft");
			assert.equal(await editor.page.locator(squiggles).count(), 0);
			await editor.page.keyboard.type(",nop,nope");
			await editor.page.keyboard.press("Escape");
			await editor.page.locator(squiggles).first().waitFor();
			await editor.picture("diagnostics-while-typing");
			for (let i = 0; i < ",nop,nope".length; i++) {
				await editor.page.keyboard.press("Backspace");
			}
			await editor.until("no diagnostic", async () => (await editor.page.locator(squiggles).count()) === 0);
			await editor.command("File: Revert File");
		},

		async "hover"(editor) {
			await editor.openFile("hover.pkt");
			await editor.go(14, 12);
			await editor.until("the hover tells the state", async () => {
				await editor.command("Show or Focus Hover");
				const hover = editor.page.locator(".monaco-hover:visible").first();
				await hover.waitFor();
				const text = await hover.textContent();
				if (text.includes("ESTABLISHED")) {
					return true;
				}
				await editor.page.keyboard.press("Escape");
				return false;
			});
		},

		async "completion"(editor) {
			await editor.openFile("complete.pkt");
			await editor.go(16, 1);
			await editor.page.keyboard.type("   +0 setsockopt(4, SOL_SOCKET, SO_REUSE");
			await editor.page.keyboard.press("Control+Space");
			await editor.page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "SO_REUSEPORT" }).first().waitFor();
			await editor.picture("completion-of-constants");
			await editor.page.keyboard.press("Escape");
			await editor.command("File: Revert File");
			await editor.go(16, 1);
			await editor.page.keyboard.type("   +0 ");
			await editor.page.keyboard.press("Control+Space");
			await editor.page.locator(".suggest-widget .monaco-list-row").first().waitFor();
			await editor.picture("completion-of-events");
			await editor.page.keyboard.press("Escape");
			await editor.command("File: Revert File");
		},

		async "quick fix"(editor) {
			await editor.openFile("fix.pkt");
			await editor.page.locator(squiggles).first().waitFor();
			await editor.go(7, 40);
			await editor.until("the fix is offered", async () => {
				await editor.page.keyboard.press("Control+.");
				const action = editor.page.locator(".action-widget .monaco-list-row.action").first();
				return action.waitFor({ timeout: 3000 }).then(() => true, () => false);
			});
			await editor.picture("quick-fix-offered");
			await editor.page.keyboard.press("Enter");
			await editor.until("the text is fixed", async () => (await editor.shown()).includes("<mss 1000,sackOK"));
			await editor.until("no diagnostic", async () => (await editor.page.locator(squiggles).count()) === 0);
			await editor.page.keyboard.press("Control+s");
		},

		async "format on save"(editor) {
			await editor.openFile("format.pkt");
			await editor.go(3, 1);
			await editor.page.keyboard.type(" ");
			await editor.page.keyboard.press("Control+s");
			await editor.until("the file is formatted", () => saved(editor, "format.pkt") === passive);
		},

		async "inlay hints"(editor) {
			await editor.openFile("hints.pkt");
			await editor.until("the state", async () => (await editor.shown()).includes("ESTABLISHED"));
			await editor.until("the absolute time", async () => (await editor.shown()).includes("0.150"));
			await editor.until("the bytes outstanding", async () => (await editor.shown()).includes("1000 outstanding"));
		},

		async "code lens"(editor) {
			await editor.openFile("hints.pkt");
			await editor.page.locator(".codelens-decoration").filter({ hasText: "run with simple profile" }).waitFor();
		},

		async "explain the rule at the cursor"(editor) {
			await editor.openFile("explain.pkt");
			await editor.page.locator(squiggles).first().waitFor();
			await editor.go(7, 40);
			await editor.command("pkt: Explain the Rule at the Cursor");
			await editor.page.locator(".tab").filter({ hasText: "PKT006" }).waitFor();
			await editor.picture("explanation");
			await editor.command("View: Close All Editors");
		},

		async "the syntax tree"(editor) {
			await editor.openFile("hints.pkt");
			await editor.command("pkt: Show the Syntax Tree");
			await editor.until("the tree", async () => (await editor.shown()).includes("SystemCall"));
			await editor.picture("syntax-tree");
			await editor.command("View: Close All Editors");
		},

		async "walkthrough"(editor) {
			await editor.page.keyboard.press("F1");
			await editor.page.locator(".quick-input-widget input.input").fill(">Welcome: Open Walkthrough...");
			await editor.page.keyboard.press("Enter");
			await editor.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "packetdrill" }).first().click();
			await editor.page.locator(".gettingStartedContainer").filter({ hasText: "Write a script" }).first().waitFor();
			await editor.picture("walkthrough-begun");
			await editor.command("View: Close All Editors");
		},
	},
};
