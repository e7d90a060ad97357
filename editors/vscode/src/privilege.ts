import * as vscode from "vscode";

/** The answer, until the configuration has taken it up. */
let answered: readonly string[] | undefined;

/**
 * What stands before `pkt run`, as the user chose it; undefined where scripts
 * cannot run or the user would not choose. It is asked once, on Linux, where the
 * user is not root: a script needs a network namespace and a TUN device.
 */
export async function chooseRunCommand(): Promise<readonly string[] | undefined> {
	if (process.platform !== "linux") {
		void vscode.window.showWarningMessage("Scripts run on Linux only. Open the folder on a Linux machine, over SSH or in a container.");
		return undefined;
	}
	const settings = vscode.workspace.getConfiguration("pkt.run");
	const configured = settings.get<readonly string[] | null>("command", null);
	if (configured !== null) {
		answered = undefined;
		return configured;
	}
	if (answered !== undefined) {
		return answered;
	}
	if (process.getuid?.() === 0) {
		return [];
	}
	const sudo = "sudo -n";
	const namespace = "User namespace";
	const answer = await vscode.window.showInformationMessage(
		"How are scripts to be run? They need a network of their own.",
		{
			modal: true,
			detail:
				`"${sudo}" runs pkt as root, where sudo asks for no password. A user namespace needs no root, ` +
				"but a /dev/net/tun that you may open. The choice is kept in the setting pkt.run.command.",
		},
		sudo,
		namespace,
	);
	if (answer === undefined) {
		return undefined;
	}
	const chosen = answer === sudo ? ["sudo", "-n"] : [];
	answered = chosen;
	await settings.update("command", chosen, vscode.ConfigurationTarget.Global);
	return chosen;
}
