// Tests of the extension in a real VS Code:
//
//	node run.mjs VSIX PROGRAM [CASE]
//
// A picture of each case is kept in artefacts/. Scripts run against the kernel.
import { readFileSync } from "node:fs";
import { Editor } from "./editor.mjs";
import { editing } from "./editing.mjs";
import { missing } from "./missing.mjs";
import { ordinary } from "./ordinary.mjs";
import { restricted } from "./restricted.mjs";
import { running } from "./running.mjs";

const [vsix, program, only] = process.argv.slice(2);
if (vsix === undefined || program === undefined) {
	console.error("usage: node run.mjs VSIX PROGRAM [CASE]");
	process.exit(2);
}

let failed = 0;

async function play(group, { user, settings, files, cases }) {
	const chosen = Object.entries(cases).filter(([name]) => only === undefined || name.includes(only));
	if (chosen.length === 0) {
		return;
	}
	const editor = new Editor(user);
	try {
		for (const [name, text] of Object.entries(files)) {
			editor.write(name, text);
		}
		const begin = Date.now();
		const installed = await editor.install(vsix);
		await editor.start({ "pkt.path": program, ...settings });
		console.log(`     ${group}: installed in ${installed} ms, window after ${Date.now() - begin} ms`);
		for (const [name, check] of chosen) {
			await one(editor, name, () => check(editor, begin));
		}
	} finally {
		await editor.close();
	}
}

async function one(editor, name, check) {
	const begin = Date.now();
	const file = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
	try {
		await check();
		await editor.picture(file);
		console.log(`ok   ${name} (${Date.now() - begin} ms)`);
	} catch (error) {
		failed++;
		console.log(`FAIL ${name}: ${error.stack}`);
		await editor.picture(`${file}-failed`);
	}
	await editor.page.keyboard.press("Escape");
}

console.log(`     code-server ${JSON.parse(readFileSync(new URL("node_modules/code-server/package.json", import.meta.url))).version}`);
await play("editing", editing);
await play("running", running);
await play("restricted", restricted);
await play("missing", missing);
await play("ordinary user", ordinary);
console.log(failed === 0 ? "all cases passed" : `${failed} cases failed`);
process.exit(failed === 0 ? 0 : 1);
