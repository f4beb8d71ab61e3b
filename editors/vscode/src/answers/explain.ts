/** "Explain Verdict": each consideration with its reason and the clauses that it rests on, to go to. */
import * as vscode from "vscode";

import type { Clause, Explanation, Position, Verdict, Weighed } from "../protocol";
import type { Server } from "../server/server";
import { mark } from "./marks";
import { report } from "./report";

/** What the code lens passes. */
export interface Asked {
  uri: string;
  line: number;
}

interface ClauseItem extends vscode.QuickPickItem {
  clause: Clause;
}

export async function explainVerdict(server: Server, asked: Asked | undefined): Promise<void> {
  const found = await ask(server, asked);
  if (found === undefined) {
    return;
  }
  const { explanation, uri } = found;
  const items: (vscode.QuickPickItem | ClauseItem)[] = explanation.considerations.flatMap((weighed) => [
    separator(weighed.consideration),
    verdictItem(weighed),
    ...clauseItems(explanation, weighed.consideration),
  ]);
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Verdicts on the Answer to ${explanation.question}`,
    placeHolder: "Choose a clause to go to it",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen !== undefined && "clause" in chosen) {
    const { start, end } = chosen.clause.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    await vscode.window.showTextDocument(uri, { selection });
  }
}

/** "Report This Verdict": copies the passage in the form that labelled passages have. */
export async function reportVerdict(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const found = await ask(server, undefined);
  if (found === undefined || editor === undefined) {
    return;
  }
  const { explanation } = found;
  const consideration = await vscode.window.showQuickPick(
    explanation.considerations.map(({ consideration: label, verdict, reason }) => ({ label, description: verdict, detail: reason })),
    { title: "Report This Verdict", placeHolder: "Which verdict is wrong?" },
  );
  if (consideration === undefined) {
    return;
  }
  const verdicts: Verdict[] = ["argued", "mentioned", "missing"];
  const expected = await vscode.window.showQuickPick(
    verdicts.filter((verdict) => verdict !== consideration.description),
    { title: `Report This Verdict: ${consideration.label}`, placeHolder: `It says ${consideration.description}. What should it say?` },
  );
  if (expected === undefined) {
    return;
  }
  const text = report({
    explanation,
    passage: passage(editor, explanation),
    consideration: consideration.label,
    expected: expected as Verdict,
    version: server.running?.version ?? "",
  });
  await vscode.env.clipboard.writeText(text);
  const open = "Open Issue Page";
  const chosen = await vscode.window.showInformationMessage(
    "The passage and its labels are on the clipboard. Nothing was sent.", open);
  if (chosen === open) {
    const page = "https://github.com/tradeoff-lint/tradeoff/issues/new?template=wrong-verdict.yml";
    await vscode.env.openExternal(vscode.Uri.parse(page));
  }
}

/** What is selected; without a selection everything from the first clause to the last. */
function passage(editor: vscode.TextEditor, explanation: Explanation): string {
  const [first, last] = [explanation.clauses[0], explanation.clauses.at(-1)];
  if (!editor.selection.isEmpty || first === undefined || last === undefined) {
    return editor.document.getText(editor.selection);
  }
  return editor.document.getText(new vscode.Range(
    first.range.start.line, 0, last.range.end.line, last.range.end.character));
}

async function ask(server: Server, asked: Asked | undefined): Promise<{ explanation: Explanation; uri: vscode.Uri } | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (asked === undefined && editor === undefined) {
    return undefined;
  }
  const uri = asked !== undefined ? vscode.Uri.parse(asked.uri) : editor?.document.uri;
  const { line, character } = asked !== undefined ? { line: asked.line, character: 0 } : editor?.selection.active ?? { line: 0, character: 0 };
  const position: Position = { line, character };
  const text = asked?.uri ?? (editor === undefined ? "" : server.uriOf(editor.document));
  const explanation = await server.ask("tradeoff/explain", { uri: text, position });
  if (uri === undefined || explanation === undefined || explanation === null) {
    void vscode.window.showInformationMessage("There is no trade-off section here yet, so there are no verdicts to explain.");
    return undefined;
  }
  return { explanation, uri };
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function verdictItem({ consideration, verdict, confidence, reason }: Weighed): vscode.QuickPickItem {
  return {
    label: `${mark(verdict)} ${consideration}: ${verdict}`,
    description: `${Math.round(confidence * 100)} % sure`,
    detail: reason,
  };
}

function clauseItems(explanation: Explanation, consideration: string): ClauseItem[] {
  return explanation.clauses.flatMap((clause) => clause.readings
    .filter((reading) => reading.consideration === consideration)
    .map((reading) => ({
      label: `$(quote) ${clause.text}`,
      description: `line ${clause.range.start.line + 1}`,
      detail: `${reading.kind}: ${reading.reason}`,
      clause,
    })));
}
