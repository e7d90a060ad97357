// A machine where pkt is not installed.
import { passive } from "./scripts.mjs";

export const missing = {
	settings: { "security.workspace.trust.enabled": false, "pkt.path": "/nowhere/pkt" },
	files: { "script.pkt": passive },
	cases: {
		async "a missing program is told with ways to get it"(editor) {
			await editor.openFile("script.pkt");
			const message = editor.page.locator(".notification-toast").filter({ hasText: "the setting pkt.path names /nowhere/pkt" });
			await message.waitFor();
			for (const way of ["Install with Go", "Choose the file", "Learn more"]) {
				await message.locator(".monaco-button").filter({ hasText: way }).waitFor();
			}
			await editor.picture("missing-program");
			await message.locator(".monaco-button").filter({ hasText: "Learn more" }).click();
			await editor.page.locator(".gettingStartedContainer").filter({ hasText: "Install pkt" }).first().waitFor();
		},

		async "colours without the server"(editor) {
			await editor.openFile("script.pkt");
			const words = ["// A server", "socket", "SOCK_STREAM", "1460", "ack", "mss"];
			await editor.until("every word has a colour of its own", async () => {
				const found = await Promise.all(words.map((word) => editor.colourOf(word)));
				return new Set(found).size >= words.length - 1;
			});
		},
	},
};
