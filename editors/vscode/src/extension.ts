/** Puts the parts together. What each does stands in its own file. */
import * as vscode from "vscode";

import { About } from "./about";
import { Active } from "./answers/active";
import { AnswerStatus } from "./answers/status";
import { registerCommands } from "./commands";
import { ProgressPanel } from "./progress/panel";
import { Questions } from "./questions/store";
import { QuestionTree } from "./questions/tree";
import { Server } from "./server/server";
import { Sheets } from "./sheets";
import { Timer } from "./timer/timer";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Trade-off", { log: true });
  const sheets = new Sheets();
  server = new Server(context, log, (uri) => sheets.show(uri));
  const questions = new Questions(server);
  const active = new Active(server, questions);
  const tree = new QuestionTree(questions);
  const panel = new ProgressPanel(context.extensionUri, questions);
  const timer = new Timer(context.workspaceState, server);
  const about = new About(context, server);
  context.subscriptions.push(
    log, sheets, sheets.connect(server), questions, active, tree, panel, timer, about,
    new AnswerStatus(active, questions),
    registerCommands({ about, active, panel, questions, server, timer, tree }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      // Later: the client has heard of the change as well, and must not find itself stopped while it tells the server.
      if (change.affectsConfiguration("tradeoff.server.path")) {
        setImmediate(() => void server?.restartIfChosenAnew());
      }
    }),
    // Folders of the workspace become places to look for the server in.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (server?.state === "failed") {
        void server.restart();
      }
    }),
    server.onDidChangeState((state) => {
      void vscode.commands.executeCommand("setContext", "tradeoff.server", state);
    }),
  );
  // Not awaited: the commands and the view are there while the server starts.
  void server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
