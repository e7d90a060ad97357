import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

const binary = process.platform === "win32" ? "pkt.exe" : "pkt";

/** A place where `pkt` was looked for and is not. */
export class ProgramNotFound extends Error {
	constructor(place: string) {
		super(`the program pkt was not found: ${place}`);
	}
}

async function isProgram(path: string): Promise<boolean> {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}

/**
 * The folders that hold a `pkt` of the workspace itself. A workspace that is
 * not trusted has none: its programs are never started.
 */
function workspaceFolders(): string[] {
	if (!vscode.workspace.isTrusted) {
		return [];
	}
	return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
		uri.scheme === "file" ? [uri.fsPath, join(uri.fsPath, "bin")] : [],
	);
}

/** The folders where `go install` puts programs (`go help install`). */
function goFolders(): string[] {
	const { GOBIN, GOPATH } = process.env;
	const folders = GOPATH === undefined ? [] : GOPATH.split(delimiter).map((path) => join(path, "bin"));
	return [GOBIN ?? "", ...folders, join(homedir(), "go", "bin")];
}

/**
 * Finds `pkt`: by the setting, in the workspace, on the PATH, and where Go
 * installs programs.
 */
export async function findProgram(): Promise<string> {
	const configured = vscode.workspace.getConfiguration("pkt").get<string>("path", "");
	if (configured !== "") {
		const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
		const path = isAbsolute(configured) ? configured : join(root, configured);
		if (await isProgram(path)) {
			return path;
		}
		throw new ProgramNotFound(`the setting pkt.path names ${path}, which is no program`);
	}
	const onPath = (process.env["PATH"] ?? "").split(delimiter);
	for (const folder of [...workspaceFolders(), ...onPath, ...goFolders()]) {
		const path = join(folder, binary);
		if (isAbsolute(path) && (await isProgram(path))) {
			return path;
		}
	}
	throw new ProgramNotFound("it is neither in the workspace nor on the PATH");
}

/** Runs `pkt` to its end, gives it a text to read, and returns what it printed. */
export function output(program: string, args: readonly string[], input = ""): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = execFile(program, [...args], { timeout: 30_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
			if (error === null || error.code === 1) {
				resolve(stdout); // 1 means that something was found in the script
			} else {
				reject(new Error(stderr.trim() || error.message));
			}
		});
		child.stdin?.on("error", () => undefined); // it may end before it has read all
		child.stdin?.end(input);
	});
}
