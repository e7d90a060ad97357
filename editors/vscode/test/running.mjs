// What runs scripts, against the kernel of this machine.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { failing, passive, slow } from "./scripts.mjs";

const item = (editor, name) => editor.page.locator(".test-explorer .monaco-list-row").filter({ hasText: name }).first();

async function openTests(editor) {
	await editor.page.locator(".activitybar .codicon-test-view-icon").waitFor();
	await editor.command("Testing: Focus on Test Explorer View");
	await item(editor, "passes.pkt").waitFor();
}

/** Waits for the icon of a test's state. */
async function state(editor, name, icon) {
	await item(editor, name).locator(`.codicon-testing-${icon}-icon`).first().waitFor();
}

async function runItem(editor, name) {
	// Rows move while the variants of others are found.
	await editor.until(`${name} can be run`, async () => {
		await item(editor, name).hover();
		const button = item(editor, name).locator(".action-label.codicon-testing-run-icon");
		return button.click({ timeout: 1000 }).then(() => true, () => false);
	});
}

/** The ids of the processes that run scripts of the workspace. */
function processes(editor) {
	try {
		return execFileSync("pgrep", ["-f", `run --json.*${editor.workspace}`], { encoding: "utf8" }).split("\n").filter(Boolean);
	} catch {
		return [];
	}
}

export const running = {
	settings: { "security.workspace.trust.enabled": false, "pkt.run.command": [] },
	files: { "passes.pkt": passive, "fails.pkt": failing, "slow/slow.pkt": slow, "accept.pkt": failing, "lens.pkt": failing },
	cases: {
		async "test explorer passing"(editor) {
			await openTests(editor);
			await runItem(editor, "passes.pkt");
			await state(editor, "passes.pkt", "passed");
		},

		async "test explorer variants"(editor) {
			await openTests(editor);
			await item(editor, "passes.pkt").click();
			await editor.page.keyboard.press("ArrowRight");
			await item(editor, "ipv4-mapped-ipv6").waitFor();
			const labels = await editor.page.locator(".test-explorer .monaco-list-row").allTextContents();
			assert.ok(labels.some((label) => label.includes("ipv6")), labels.join());
			await runItem(editor, "ipv4-mapped-ipv6");
			await state(editor, "ipv4-mapped-ipv6", "passed");
			await item(editor, "passes.pkt").click();
			await editor.page.keyboard.press("ArrowLeft");
		},

		async "test explorer failing with a diff"(editor) {
			await editor.openFile("fails.pkt");
			await openTests(editor);
			await runItem(editor, "fails.pkt");
			await state(editor, "fails.pkt", "failed");
			const diff = editor.page.locator(".monaco-editor .test-output-peek, .test-output-peek .monaco-diff-editor").first();
			await diff.waitFor();
			await editor.until("expected and actual", async () => {
				const text = (await editor.page.locator(".test-output-peek .view-line").allTextContents()).join("\n").replaceAll("\u00a0", " ");
				return text.includes("ack 2") && text.includes("ack 1");
			});
		},

		async "test explorer runs all and is cancelled"(editor) {
			await openTests(editor);
			await editor.command("Test: Run All Tests");
			await state(editor, "passes.pkt", "passed");
			await state(editor, "accept.pkt", "failed");
			await editor.until("the slow script runs", () => processes(editor).length > 0);
			await editor.page.locator('.composite.title [aria-label^="Cancel Test Run"]').click();
			await editor.until("nothing runs", () => processes(editor).length === 0);
			await state(editor, "slow", "skipped");
		},

		async "run with the simple profile"(editor) {
			await editor.openFile("passes.pkt");
			await editor.command("pkt: Run this Script with a Profile", { asks: true });
			await editor.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "as textbooks draw it" }).click();
			// Without selective acknowledgments the SYN-ACK is another.
			await editor.page.locator(".codelens-decoration").filter({ hasText: "failed on line 8" }).waitFor();
		},

		async "run by code lens and verdict in the script"(editor) {
			await editor.openFile("lens.pkt");
			await editor.page.locator(".codelens-decoration a").filter({ hasText: /^run$/ }).click();
			await editor.page.locator(".codelens-decoration").filter({ hasText: "failed on line" }).waitFor();
			await editor.page.locator(".editor-instance .squiggly-error").first().waitFor();
		},

		async "accept what the stack did"(editor) {
			await editor.openFile("accept.pkt");
			await editor.command("pkt: Accept What the Stack Did");
			await editor.until("the script is rewritten", () => readFileSync(join(editor.workspace, "accept.pkt"), "utf8") === passive);
			await editor.until("the editor shows it", async () => !(await editor.shown()).includes("ack 2"));
		},

		async "a crashed server is started again"(editor) {
			await editor.openFile("passes.pkt");
			const server = () => {
				try {
					return execFileSync("pgrep", ["-f", `^${process.argv[3]} lsp`], { encoding: "utf8" }).split("\n")[0];
				} catch {
					return undefined;
				}
			};
			const status = (icon) => editor.page.locator(".statusbar-item").filter({ hasText: "pkt" })
				.filter({ has: editor.page.locator(`.codicon-${icon}`) }).first().waitFor();
			const crash = async () => {
				const first = await editor.until("a server", server);
				process.kill(Number(first), "SIGKILL");
				return first;
			};
			const first = await crash();
			await editor.until("another server", () => ![undefined, first].includes(server()));
			await status("check");
			const second = await crash();
			await status("warning"); // it waits before it starts the third
			await editor.until("a third server", () => ![undefined, second].includes(server()));
			await status("check");
		},
	},
};
