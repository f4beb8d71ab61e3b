/**
 * The progress page: a webview that draws what `tradeoff/progress` and `tradeoff/questions` say.
 *
 * The page may load its own script and style sheet and nothing else. It gets data as messages and never HTML.
 */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

import type { Questions } from "../questions/store";
import type { FromPage, ToPage } from "./messages";

export class ProgressPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly extension: vscode.Uri, private readonly questions: Questions) {
    this.subscriptions = [
      questions.onDidChange(() => this.send()),
      // After a reload of the window the page comes back by itself.
      vscode.window.registerWebviewPanelSerializer("tradeoff.progress", {
        deserializeWebviewPanel: async (panel) => this.adopt(panel),
      }),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  show(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    this.adopt(vscode.window.createWebviewPanel("tradeoff.progress", "Progress", vscode.ViewColumn.Active));
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: ["dist", "media"].map((folder) => vscode.Uri.joinPath(this.extension, folder)),
    };
    const icon = (name: string) => vscode.Uri.joinPath(this.extension, "media", name);
    panel.iconPath = { light: icon("activity.svg"), dark: icon("activity-dark.svg") };
    panel.onDidDispose(() => this.panel = undefined);
    webview.onDidReceiveMessage((message: FromPage) => this.receive(message));
    webview.html = this.html(webview);
  }

  private receive(message: FromPage): void {
    if (message.type === "ready") {
      this.send();
      return;
    }
    const question = this.questions.get(message.number);
    if (question !== undefined) {
      const command = question.answers.length > 0 ? "tradeoff.question.open" : "tradeoff.question.sheet";
      void vscode.commands.executeCommand(command, question);
    }
  }

  private send(): void {
    const { all, progress } = this.questions;
    if (progress !== undefined) {
      void this.panel?.webview.postMessage({ questions: all, progress } satisfies ToPage);
    }
  }

  private html(webview: vscode.Webview): string {
    const file = (...parts: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(this.extension, ...parts)).toString();
    const nonce = randomBytes(16).toString("base64");
    const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Progress</title>
<link rel="stylesheet" href="${file("media", "progress.css")}">
</head>
<body>
<main id="page"><p>The server is reading the answers…</p></main>
<script nonce="${nonce}" src="${file("dist", "progress.js")}"></script>
</body>
</html>
`;
  }
}
