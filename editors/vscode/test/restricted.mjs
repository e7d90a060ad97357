// A workspace that is not trusted: scripts are edited, and nothing runs.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { passive, typo } from "./scripts.mjs";

// It would leave a trace if it ran.
const trace = "trace-of-a-run";
const dangerous = `${passive}   +0 \`touch ${trace}\`\n`;

export const restricted = {
	settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.enabled": true, "pkt.run.command": [] },
	files: { "typo.pkt": typo, "dangerous.pkt": dangerous, "pkt": "#!/bin/sh\ntouch started-from-workspace\n" },
	cases: {
		async "restricted mode runs nothing"(editor) {
			await editor.page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" }).waitFor();
			await editor.openFile("typo.pkt");
			await editor.page.locator(".editor-instance .squiggly-error").first().waitFor();
			await editor.openFile("dangerous.pkt");
			await editor.until("hints", async () => (await editor.shown()).includes("ESTABLISHED"));
			assert.equal(await editor.page.locator(".codelens-decoration").count(), 0, "a code lens offers to run");
			await editor.page.keyboard.press("F1");
			await editor.page.locator(".quick-input-widget input.input").fill(">pkt: Run this Script");
			await editor.page.locator(".quick-input-list").waitFor();
			await new Promise((resolve) => setTimeout(resolve, 500));
			const offered = await editor.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "Run this Script" }).count();
			assert.equal(offered, 0, "the palette offers to run");
			await editor.page.keyboard.press("Escape");
			await editor.page.locator(".activitybar .codicon-test-view-icon").waitFor();
			await editor.command("Testing: Focus on Test Explorer View");
			await new Promise((resolve) => setTimeout(resolve, 1000));
			const run = await editor.page.locator(".test-explorer .action-label.codicon-testing-run-icon").count();
			assert.equal(run, 0, "the Test Explorer offers to run");
			const beside = await editor.page.locator(".testing-run-glyph, .testing-icon").count();
			assert.equal(beside, 0, "a triangle beside the script offers to run");
			for (const name of [trace, "started-from-workspace"]) {
				assert.ok(!existsSync(`${editor.workspace}/${name}`), `${name} is there`);
			}
		},

		async "trust lets scripts run"(editor) {
			await editor.command("Workspaces: Manage Workspace Trust");
			await editor.page.locator(".workspace-trust-buttons-row .monaco-button").first().click();
			await editor.page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" }).waitFor({ state: "detached" });
			await editor.openFile("dangerous.pkt");
			await editor.page.locator(".codelens-decoration a").filter({ hasText: /^run$/ }).click();
			await editor.until("the script runs", () => existsSync(`${editor.workspace}/${trace}`));
		},
	},
};
