/** The active answer in the status bar: its question, and the verdicts. */
import * as vscode from "vscode";

import { readable } from "../markdown";
import { inWords } from "../questions/findings";
import type { Questions } from "../questions/store";
import type { Active, ActiveAnswer } from "./active";
import { mark, marks, spoken } from "./marks";

/** Verdicts on a skeleton would be about its headings. */
const NOTHING = "nothing written yet";

export class AnswerStatus implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(active: Active, private readonly questions: Questions) {
    this.item = vscode.window.createStatusBarItem("answer", vscode.StatusBarAlignment.Left, 52);
    this.item.name = "Trade-off: verdicts on the active answer";
    this.item.command = "tradeoff.explain";
    this.subscription = active.onDidChange((answer) => this.show(answer));
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private show(answer: ActiveAnswer | undefined): void {
    if (answer === undefined) {
      this.item.hide();
      return;
    }
    const { question, explanation } = answer;
    const verdicts = (words: typeof marks) =>
      question.state === "unanswered" ? NOTHING : explanation === undefined ? "no trade-offs yet" : words(explanation.considerations);
    this.item.text = `Q${question.number}  ${verdicts(marks)}`;
    this.item.tooltip = tooltip(answer, inWords(this.questions.findings(question)));
    this.item.accessibilityInformation = {
      label: `Question ${question.number}: ${verdicts(spoken)}`,
      role: "button",
    };
    this.item.show();
  }
}

function tooltip({ question, explanation }: ActiveAnswer, todo: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: ["tradeoff.question.sheet", "tradeoff.timer.start"] };
  text.appendMarkdown(`**${question.number}** `).appendText(question.text).appendMarkdown("\n\n");
  if (question.state === "unanswered") {
    text.appendMarkdown("Write under the prompts: verdicts stand here as soon as there is something to judge.\n");
  } else {
    for (const { consideration, verdict, reason } of explanation?.considerations ?? []) {
      text.appendMarkdown(`- ${mark(verdict)} **${readable(consideration)}** ${verdict}: ${readable(reason)}\n`);
    }
    text.appendMarkdown(todo === "" ? "" : `\n${todo}\n`);
  }
  text.appendMarkdown("\n[$(book) Sheet](command:tradeoff.question.sheet)  [$(clock) Timer](command:tradeoff.timer.start)");
  return text;
}
