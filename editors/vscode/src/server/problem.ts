/** What the user is told when no server runs, and the ways out of it. Nothing is ever downloaded. */
import * as vscode from "vscode";

export interface Problem {
  /** In the words of the log: lower case, without a full stop. */
  text: string;
  /** Whether another program would help, rather than another start of this one. */
  isAboutProgram: boolean;
}

const CHOOSE = "Choose Program…", INSTALL = "How to Install", RESTART = "Restart Server", LOG = "Show Log";

export async function tell(problem: Problem, walkthrough: string, restart: () => Promise<void>, log: vscode.LogOutputChannel): Promise<void> {
  const ways = problem.isAboutProgram ? [CHOOSE, INSTALL, LOG] : [RESTART, LOG];
  switch (await vscode.window.showErrorMessage(sentence(problem.text), ...ways)) {
    case CHOOSE:
      await chooseProgram();
      break;
    case INSTALL:
      await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough);
      break;
    case RESTART:
      await restart();
      break;
    case LOG:
      log.show();
      break;
  }
}

/** Lets the user say which program is the server. The server restarts because the setting changes. */
async function chooseProgram(): Promise<void> {
  const [chosen] = await vscode.window.showOpenDialog({ title: "The program tradeoff", openLabel: "Use This" }) ?? [];
  if (chosen !== undefined) {
    const settings = vscode.workspace.getConfiguration("tradeoff");
    await settings.update("server.path", chosen.fsPath, vscode.ConfigurationTarget.Global);
  }
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A problem in the words of the log, as a sentence for the user. */
export function sentence(text: string): string {
  return `Trade-off: ${text}${/[.?!]$/.test(text) ? "" : "."}`;
}
