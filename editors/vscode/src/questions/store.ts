/** The bank with the state of each question, kept up to date with what is written. */
import * as vscode from "vscode";

import type { Progress, Question } from "../protocol";
import type { Server } from "../server/server";

/** Changes come in bursts: a key after another, a hundred files of another branch. */
const SETTLE_MS = 300;

export class Questions implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private timeout: NodeJS.Timeout | undefined;
  private generation = 0;
  private shown = "";

  readonly onDidChange = this.changes.event;
  all: readonly Question[] = [];
  progress: Progress | undefined;

  constructor(private readonly server: Server) {
    const soon = () => this.refreshSoon();
    const files = vscode.workspace.createFileSystemWatcher("**/{*.md,*.markdown,*.mdx,*.qmd,tradeoff.toml}");
    this.subscriptions = [
      this.changes,
      files,
      files.onDidChange(soon),
      files.onDidCreate(soon),
      files.onDidDelete(soon),
      vscode.languages.onDidChangeDiagnostics(soon),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isMarkdown(document) && soon()),
      vscode.workspace.onDidCloseTextDocument((document) => isMarkdown(document) && soon()),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
      server.onDidFinishReading(soon),
      server.onDidChangeState((state) => state === "running" ? soon() : undefined),
    ];
  }

  dispose(): void {
    clearTimeout(this.timeout);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  get(number: number): Question | undefined {
    return this.all.find((question) => question.number === number);
  }

  /** The title of a section. */
  title(section: string): string {
    return this.all.find((question) => question.section === section)?.sectionTitle ?? section;
  }

  get hasAnswers(): boolean {
    return this.all.some((question) => question.answers.length > 0);
  }

  /** The question that is answered at a place of a document: that of the last title above it, or of the first one. */
  at(uri: vscode.Uri, line: number): Question | undefined {
    const titles = this.all.flatMap((question) => question.answers
      .filter((answer) => sameUri(answer.uri, uri))
      .map((answer) => ({ line: answer.range.start.line, question })));
    titles.sort((one, other) => one.line - other.line);
    return (titles.findLast((title) => title.line <= line) ?? titles[0])?.question;
  }

  /** How many errors and warnings the answers to a question have. */
  findings(question: Question): number {
    let count = 0;
    for (const answer of question.answers) {
      const uri = vscode.Uri.parse(answer.uri);
      for (const diagnostic of vscode.languages.getDiagnostics(uri)) {
        const isOurs = diagnostic.source === "tradeoff" && diagnostic.severity <= vscode.DiagnosticSeverity.Warning;
        count += isOurs && this.at(uri, diagnostic.range.start.line) === question ? 1 : 0;
      }
    }
    return count;
  }

  refreshSoon(): void {
    clearTimeout(this.timeout);
    this.timeout = setTimeout(() => void this.refresh(), SETTLE_MS);
  }

  async refresh(): Promise<void> {
    const generation = ++this.generation;
    const about = aboutFolder();
    const [questions, progress] = await Promise.all([
      this.server.ask("tradeoff/questions", about),
      this.server.ask("tradeoff/progress", about),
    ]);
    if (questions === undefined || progress === undefined || generation !== this.generation) {
      return;
    }
    this.all = questions.questions;
    this.progress = progress;
    // Findings are part of what is shown, and no part of what the server said.
    const shown = JSON.stringify([questions, progress, this.all.map((question) => this.findings(question))]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.changes.fire();
    }
  }
}

/** With several folders, the one that is worked in says which bank. */
function aboutFolder(): { uri?: string } {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  return folder === undefined ? {} : { uri: folder.uri.toString() };
}

export function isMarkdown(document: vscode.TextDocument): boolean {
  return ["markdown", "mdx", "quarto"].includes(document.languageId) || /\.(mdx|qmd)$/.test(document.uri.path);
}

export function sameUri(text: string, uri: vscode.Uri): boolean {
  return vscode.Uri.parse(text).toString() === uri.toString();
}
