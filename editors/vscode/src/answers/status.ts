/** The active answer in the status bar: its question, and the verdicts. */
import * as vscode from "vscode";

import { readable } from "../markdown";
import type { Active, ActiveAnswer } from "./active";
import { mark, marks, spoken } from "./marks";

export class AnswerStatus implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(active: Active) {
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
    const considerations = explanation?.considerations ?? [];
    const hasVerdicts = considerations.length > 0;
    this.item.text = `Q${question.number}  ${hasVerdicts ? marks(considerations) : "no trade-offs yet"}`;
    this.item.tooltip = tooltip(answer);
    this.item.accessibilityInformation = {
      label: `Question ${question.number}: ${hasVerdicts ? spoken(considerations) : "no trade-offs yet"}`,
      role: "button",
    };
    this.item.show();
  }
}

function tooltip({ question, explanation }: ActiveAnswer): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: ["tradeoff.question.sheet", "tradeoff.timer.start"] };
  text.appendMarkdown(`**${question.number}** `).appendText(question.text).appendMarkdown("\n\n");
  for (const { consideration, verdict, reason } of explanation?.considerations ?? []) {
    text.appendMarkdown(`- ${mark(verdict)} **${readable(consideration)}** ${verdict}: ${readable(reason)}\n`);
  }
  text.appendMarkdown("\n[$(book) Sheet](command:tradeoff.question.sheet)  [$(clock) Timer](command:tradeoff.timer.start)");
  return text;
}
