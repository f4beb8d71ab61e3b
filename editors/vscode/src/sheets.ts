/** Question sheets as read-only documents beside the answer. */
import * as vscode from "vscode";

import type { Server } from "./server/server";

export const SCHEME = "tradeoff";

export class Sheets implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private server: Server | undefined;

  readonly onDidChange = this.changes.event;

  /** Whom to ask. The server in its turn shows sheets, so neither can be made with the other. */
  connect(server: Server): vscode.Disposable {
    this.server = server;
    return vscode.Disposable.from(
      server.onDidChangeState((state) => state === "running" && this.refresh()),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("tradeoff.hints") && this.refresh()),
    );
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    // As the server wrote it: it takes the part after the question mark for an address.
    const sheet = await this.server?.ask("tradeoff/sheet", { uri: uri.toString(true) });
    return sheet?.markdown ?? "The sheet can be read when the server runs.\n";
  }

  /** Beside what one works on, and where the last sheet is. */
  async show(asked: vscode.Uri): Promise<boolean> {
    // The server names a sheet as it would name an answer, and two tabs with one name are hard to tell apart.
    const uri = asked.with({ path: asked.path.replace(/(\d+)[^/]*$/, "$1-sheet.md") });
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const other = tabs.find(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME);
    const viewColumn = other?.group.viewColumn ?? (tabs.length > 0 ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, "markdown");
      await vscode.window.showTextDocument(document, { viewColumn, preview: true, preserveFocus: true });
      return true;
    } catch {
      return false;
    }
  }

  private refresh(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === SCHEME) {
        this.changes.fire(document.uri);
      }
    }
  }
}
