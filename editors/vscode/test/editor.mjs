// A real VS Code: code-server on this machine, seen through Chromium.
import { execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const entry = join(here, "node_modules/code-server/out/node/entry.js");
const artefacts = join(here, "artefacts");
/** How long anything may take, in milliseconds. */
const patience = 20_000;

/** Settings of the editor that keep it quiet. */
const quiet = {
	"workbench.startupEditor": "none",
	"workbench.colorTheme": "Default Dark Modern",
	"workbench.tips.enabled": false,
	"workbench.reduceMotion": "on",
	"workbench.welcomePage.walkthroughs.openOnInstall": false,
	"extensions.ignoreRecommendations": true,
	"extensions.autoCheckUpdates": false,
	"telemetry.telemetryLevel": "off",
	"update.mode": "none",
	"window.commandCenter": false,
	"files.autoSave": "off",
	"git.enabled": false,
	"editor.minimap.enabled": false,
	"editor.hover.delay": 100,
	"testing.automaticallyOpenPeekView": "failureInVisibleDocument",
};

/** Editor is one code-server with one window. */
export class Editor {
	#server;
	#browser;
	#user;
	#folder = mkdtempSync(join(tmpdir(), "pkt-vscode-"));
	page;
	workspace = join(this.#folder, "workspace");
	machineSettings = join(this.#folder, "data", "Machine", "settings.json");
	userSettings = join(this.#folder, "data", "User", "settings.json");

	/** With a user, the server runs as that one; else as who runs the tests. */
	constructor(user) {
		this.#user = user;
	}

	/** Installs an extension and returns how many milliseconds that took. */
	async install(vsix) {
		const begin = Date.now();
		await promisify(execFile)(process.execPath, [entry, ...this.#folders(), "--install-extension", vsix]);
		return Date.now() - begin;
	}

	#folders() {
		return ["--user-data-dir", join(this.#folder, "data"), "--extensions-dir", join(this.#folder, "extensions")];
	}

	/** Writes a file of the workspace. */
	write(name, text) {
		const path = join(this.workspace, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
		return path;
	}

	/** Starts the server and opens the workspace. */
	async start(settings = {}) {
		mkdirSync(dirname(this.userSettings), { recursive: true });
		mkdirSync(this.workspace, { recursive: true });
		writeFileSync(this.userSettings, JSON.stringify({ ...quiet, ...settings }));
		const address = await this.#serve();
		const options = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync"];
		this.#browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromiumSandbox: false, args: options });
		this.page = await this.#browser.newPage({ viewport: { width: 1280, height: 800 } });
		this.page.setDefaultTimeout(patience);
		await this.page.goto(`${address}/?folder=${encodeURIComponent(this.workspace)}`);
		await this.page.locator(".monaco-workbench").waitFor();
	}

	#serve() {
		const args = [entry, ...this.#folders(), "--bind-addr", "127.0.0.1:0", "--auth", "none", "--disable-telemetry",
			"--disable-update-check", "--disable-getting-started-override"];
		const user = this.#user === undefined ? {} : { uid: this.#user, gid: this.#user, env: { ...process.env, HOME: this.#folder } };
		if (this.#user !== undefined) {
			execFileSync("chown", ["-R", `${this.#user}:${this.#user}`, this.#folder]);
			chmodSync(this.#folder, 0o755);
		}
		this.#server = spawn(process.execPath, args, { ...user, stdio: ["ignore", "pipe", process.env.VERBOSE ? "inherit" : "ignore"] });
		return new Promise((resolve, reject) => {
			this.#server.on("exit", (code) => reject(new Error(`code-server ended with ${code}`)));
			createInterface({ input: this.#server.stdout }).on("line", (line) => {
				const found = /listening on (http:\/\/[^/\s]+)/.exec(line);
				if (found) {
					resolve(found[1]);
				}
			});
		});
	}

	/** Runs a command of the palette by its title. One that asks something opens the same box anew, so its end is not waited for. */
	async command(title, { asks = false } = {}) {
		await this.#pick("F1", `>${title}`, title);
		if (!asks) {
			await this.#picked();
		}
	}

	/** Opens a file of the workspace. */
	async openFile(name) {
		await this.#pick("Control+p", name, name);
		await this.#picked();
		await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
		await this.page.locator(".editor-instance .view-line").first().waitFor();
	}

	/** Takes the item of the quick input that has exactly this label; what it searches may be found a little later. */
	async #pick(key, text, label) {
		const row = this.page.locator(".quick-input-list .monaco-list-row .label-name").getByText(label, { exact: true }).first();
		await this.until(`${label} is offered`, async () => {
			await this.page.keyboard.press(key);
			await this.page.locator(".quick-input-widget input.input").fill(text);
			const taken = await row.click({ timeout: patience / 4 }).then(() => true, () => false);
			if (!taken) {
				await this.page.keyboard.press("Escape");
			}
			return taken;
		});
	}

	async #picked() {
		await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
	}

	/** Puts the cursor to a line and a column, both from 1. */
	async go(line, column = 1) {
		await this.page.keyboard.press("Control+g");
		const input = this.page.locator(".quick-input-widget input.input");
		await input.fill(`:${line}:${column}`);
		await this.page.keyboard.press("Enter");
		await input.waitFor({ state: "hidden" });
	}

	/** The text of the lines that the editor shows, with hints and lenses. */
	async shown() {
		const lines = await this.page.locator(".editor-instance .view-line").allTextContents();
		return lines.map((line) => line.replaceAll("\u00a0", " ")).join("\n");
	}

	/** The colour in which a word of the script is shown. */
	colourOf(word) {
		return this.page.evaluate((text) => {
			const spans = [...document.querySelectorAll(".editor-instance .view-line span span")];
			const span = spans.find((s) => s.textContent.replaceAll("\u00a0", " ").includes(text));
			return span === undefined ? undefined : getComputedStyle(span).color;
		}, word);
	}

	/** Waits until something is so, and fails with what was to be. */
	async until(what, check) {
		const end = Date.now() + patience;
		let last;
		while (Date.now() < end) {
			last = await check();
			if (last) {
				return last;
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error(`waited in vain: ${what}`);
	}

	/** Keeps a picture of the window. */
	async picture(name) {
		mkdirSync(artefacts, { recursive: true });
		await this.page.screenshot({ path: join(artefacts, `${name}.png`) });
	}

	async close() {
		await this.#browser?.close();
		if (this.#server !== undefined && this.#server.exitCode === null) {
			this.#server.removeAllListeners("exit");
			const ended = new Promise((resolve) => this.#server.once("exit", resolve));
			this.#server.kill("SIGTERM");
			await ended;
		}
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
