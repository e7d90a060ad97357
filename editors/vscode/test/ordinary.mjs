// A user who is not root: how scripts are to be run is asked once.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { passive } from "./scripts.mjs";

const nobody = 65534;

export const ordinary = {
	user: nobody,
	settings: { "security.workspace.trust.enabled": false },
	files: { "script.pkt": passive },
	cases: {
		async "how to run scripts is asked once"(editor) {
			await editor.openFile("script.pkt");
			const lens = editor.page.locator(".codelens-decoration a").filter({ hasText: /^run$/ });
			const question = editor.page.locator(".monaco-dialog-box").filter({ hasText: "How are scripts to be run?" });
			await lens.click();
			await question.waitFor();
			await editor.picture("how-to-run");
			await question.locator(".monaco-button").filter({ hasText: "User namespace" }).click();
			await question.waitFor({ state: "detached" });
			await editor.until("the answer is kept", () => {
				const kept = existsSync(editor.machineSettings) ? JSON.parse(readFileSync(editor.machineSettings, "utf8")) : {};
				return kept["pkt.run.command"]?.length === 0;
			});
			await lens.click();
			await new Promise((resolve) => setTimeout(resolve, 1000));
			assert.equal(await question.count(), 0, "it is asked again");
		},
	},
};
