/** The bank with the state of each question, kept up to date with what is written. */
import * as vscode from "vscode";

import { Latest } from "../latest";
import type { Progress, Question } from "../protocol";
import type { Server } from "../server/server";
import { sorted, type Findings } from "./findings";

const SETTLE_MS = 300;

interface News {
  questions: readonly Question[];
  progress: Progress;
}

export class Questions implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly latest = new Latest(SETTLE_MS, () => this.ask(), (news) => this.take(news));
  private shown = "";

  readonly onDidChange = this.changes.event;
  all: readonly Question[] = [];
  progress: Progress | undefined;

  constructor(private readonly server: Server) {
    const soon = () => this.refreshSoon();
    const files = vscode.workspace.createFileSystemWatcher("**/{*.md,*.markdown,*.mdx,*.qmd,tradeoff.toml}");
    this.subscriptions = [
      this.changes,
      this.latest,
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

  /** The errors and warnings of the answers to a question. */
  findings(question: Question): Findings {
    const rules: string[] = [];
    for (const answer of question.answers) {
      const uri = vscode.Uri.parse(answer.uri);
      for (const diagnostic of vscode.languages.getDiagnostics(uri)) {
        const isOurs = diagnostic.source === "tradeoff" && diagnostic.severity <= vscode.DiagnosticSeverity.Warning;
        if (isOurs && this.at(uri, diagnostic.range.start.line) === question) {
          rules.push(ruleOf(diagnostic));
        }
      }
    }
    return sorted(rules);
  }

  refreshSoon(): void {
    this.latest.soon();
  }

  refresh(): Promise<void> {
    return this.latest.now();
  }

  private async ask(): Promise<News | undefined> {
    const about = aboutFolder();
    const [questions, progress] = await Promise.all([
      this.server.ask("tradeoff/questions", about),
      this.server.ask("tradeoff/progress", about),
    ]);
    return questions && progress && { questions: questions.questions, progress };
  }

  private take(news: News | undefined): void {
    if (news === undefined) {
      return;
    }
    this.all = news.questions;
    this.progress = news.progress;
    // Findings are part of what is shown, and no part of what the server said.
    const shown = JSON.stringify([news, this.all.map((question) => this.findings(question))]);
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

function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

export function isMarkdown(document: vscode.TextDocument): boolean {
  return ["markdown", "mdx", "quarto"].includes(document.languageId) || /\.(mdx|qmd)$/.test(document.uri.path);
}

export function sameUri(text: string, uri: vscode.Uri): boolean {
  return vscode.Uri.parse(text).toString() === uri.toString();
}
