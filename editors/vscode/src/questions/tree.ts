/** The view with all questions: sections, and in them the questions. */
import * as vscode from "vscode";

import { STATES, type Question, type State } from "../protocol";
import { isVirtual, LIMITS } from "../virtual";
import { describe, EVERYTHING, isEverything, passes, type Filter } from "./filter";
import { inWords } from "./findings";
import type { Questions } from "./store";

export interface Section {
  section: string;
  title: string;
  questions: Question[];
}

export type Node = Section | Question;

const ICONS: Record<State, [icon: string, color: string]> = {
  unanswered: ["circle-outline", "disabledForeground"],
  draft: ["edit", "charts.blue"],
  answered: ["warning", "editorWarning.foreground"],
  argued: ["pass-filled", "charts.green"],
};

export class QuestionTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Node>;
  private readonly subscriptions: vscode.Disposable[];
  private sections: Section[] = [];
  private filter: Filter = EVERYTHING;
  private isBrowsing = false;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly questions: Questions) {
    this.view = vscode.window.createTreeView("tradeoff.questions", { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.changes,
      this.view,
      questions.onDidChange(() => this.rebuild()),
      vscode.window.onDidChangeActiveTextEditor(() => this.revealActive()),
      this.view.onDidChangeVisibility(() => this.revealActive()),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  get currentFilter(): Filter {
    return this.filter;
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.rebuild();
  }

  /** Shows all questions although none is answered yet. */
  browse(): void {
    this.isBrowsing = true;
    this.rebuild();
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      return this.sections;
    }
    return isSection(node) ? node.questions : [];
  }

  getParent(node: Node): Node | undefined {
    return isSection(node) ? undefined : this.sections.find((section) => section.section === node.section);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return isSection(node) ? this.sectionItem(node) : this.questionItem(node);
  }

  async reveal(question: Question): Promise<void> {
    const shown = this.sections.flatMap((section) => section.questions).find(({ number }) => number === question.number);
    if (shown !== undefined) {
      await this.view.reveal(shown, { select: true, focus: false });
    }
  }

  private rebuild(): void {
    const everything = this.questions.all;
    // Without an answer the view has room for what to do first.
    const isShown = this.questions.hasAnswers || this.isBrowsing || !isEverything(this.filter);
    const sections = new Map<string, Section>();
    for (const question of isShown ? everything : []) {
      if (passes(question, this.filter.show === "findings" && inWords(this.questions.findings(question)) !== "", this.filter)) {
        const { section, sectionTitle: title } = question;
        const entry = sections.get(section) ?? { section, title, questions: [] };
        entry.questions.push(question);
        sections.set(section, entry);
      }
    }
    this.sections = [...sections.values()];
    const isFiltered = !isEverything(this.filter);
    const described = describe(this.filter, (section) => this.questions.title(section));
    const count = this.sections.reduce((sum, section) => sum + section.questions.length, 0);
    const filtered = count === 0 ? `No questions ${described}.` : `${count} ${described}`;
    // Where nothing is shown, the welcome says the same.
    this.view.message = isFiltered ? filtered : isShown && isVirtual() ? LIMITS : "";
    const argued = everything.filter(({ state }) => state === "argued").length;
    this.view.description = everything.length > 0 && this.questions.hasAnswers ? `${argued} of ${everything.length} argued` : "";
    void vscode.commands.executeCommand("setContext", "tradeoff.filtered", isFiltered);
    void vscode.commands.executeCommand("setContext", "tradeoff.loaded", everything.length > 0);
    this.changes.fire();
    this.revealActive();
  }

  private revealActive(): void {
    const editor = vscode.window.activeTextEditor;
    const isWanted = vscode.workspace.getConfiguration("tradeoff").get("questions.revealActive", true);
    if (editor === undefined || !this.view.visible || !isWanted) {
      return;
    }
    const question = this.questions.at(editor.document.uri, editor.selection.active.line);
    if (question !== undefined && this.view.selection.every((node) => isSection(node) || node.number !== question.number)) {
      void this.reveal(question);
    }
  }

  private sectionItem(section: Section): vscode.TreeItem {
    const isOpen = !isEverything(this.filter);
    const item = new vscode.TreeItem(section.title,
      isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
    // The filter says which questions are listed, not how far a section is.
    const all = this.questions.all.filter((question) => question.section === section.section);
    const count = (state: State) => all.filter((question) => question.state === state).length;
    item.id = `section:${section.section}:${isOpen}`;
    item.contextValue = "section";
    item.description = `${count("argued")}/${all.length}`;
    const states = STATES.map((state) => `${count(state)} ${state}`).toReversed();
    item.tooltip = `${section.title}: ${states.join(", ")}`;
    item.accessibilityInformation = { label: `${section.title}, ${states.join(", ")}` };
    return item;
  }

  private questionItem(question: Question): vscode.TreeItem {
    const item = new vscode.TreeItem(`${question.number}  ${question.text}`);
    const [icon, color] = ICONS[question.state];
    const todo = inWords(this.questions.findings(question));
    const state = todo === "" ? question.state : `${question.state}, ${todo}`;
    item.id = `question:${question.number}`;
    item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
    item.description = question.state === "unanswered" ? "" : state;
    item.contextValue = question.answers.length > 0 ? "question.answered" : "question.unanswered";
    item.tooltip = tooltip(question, state);
    item.accessibilityInformation = { label: `${question.number}, ${question.text}, ${state}` };
    item.command = question.answers.length > 0
      ? { command: "tradeoff.question.open", title: "Open Answer", arguments: [question] }
      : { command: "tradeoff.question.sheet", title: "Open Sheet", arguments: [question] };
    return item;
  }
}

function tooltip(question: Question, state: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${question.number}** `).appendText(question.text);
  text.appendMarkdown("\n\n").appendText(`${question.sectionTitle} · ${question.shape} · ${question.minutes} minutes · ${state}`);
  return text;
}

export function isSection(node: Node): node is Section {
  return "questions" in node;
}
