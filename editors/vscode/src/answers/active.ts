/** Which answer the cursor is in, and how it is judged. */
import * as vscode from "vscode";

import { Latest } from "../latest";
import type { Explanation, Question } from "../protocol";
import { isMarkdown, type Questions } from "../questions/store";
import type { Server } from "../server/server";

const SETTLE_MS = 200;

export interface ActiveAnswer {
  question: Question;
  document: vscode.TextDocument;
  /** `undefined` while there is no trade-off section. */
  explanation: Explanation | undefined;
}

export class Active implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<ActiveAnswer | undefined>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly latest = new Latest(SETTLE_MS, () => this.find(), (found) => this.take(found));

  readonly onDidChange = this.changes.event;
  answer: ActiveAnswer | undefined;

  constructor(private readonly server: Server, private readonly questions: Questions) {
    const soon = () => this.latest.soon();
    this.subscriptions = [
      this.changes,
      this.latest,
      questions.onDidChange(soon),
      server.onDidChangeState(soon),
      vscode.window.onDidChangeActiveTextEditor(() => void this.latest.now()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => isMarkdown(textEditor.document) && soon()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isMarkdown(document) && soon()),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private take(found: ActiveAnswer | undefined): void {
    this.answer = found;
    void vscode.commands.executeCommand("setContext", "tradeoff.inAnswer", found !== undefined);
    this.changes.fire(found);
  }

  private async find(): Promise<ActiveAnswer | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !isMarkdown(editor.document) || this.server.state !== "running") {
      return undefined;
    }
    const { document, selection: { active } } = editor;
    const question = this.questions.at(document.uri, active.line);
    if (question === undefined) {
      return undefined;
    }
    const position = { line: active.line, character: active.character };
    const explanation = await this.server.ask("tradeoff/explain", { uri: this.server.uriOf(document), position });
    return { question, document, explanation: explanation ?? undefined };
  }
}
