/** Commands that write: a new answer, a skeleton, the considerations that are missing. */
import * as vscode from "vscode";

import type { Question } from "../protocol";
import type { Questions } from "../questions/store";
import type { Server } from "../server/server";
import { isOnDisk, isVirtual, LIMITS } from "../virtual";
import type { ActiveAnswer } from "./active";
import { usualFolder } from "./folder";

export async function newAnswer(server: Server, questions: Questions, question: Question): Promise<void> {
  if (question.answers.length > 0) {
    await openAnswer(question);
    return;
  }
  const folder = await answerFolder(questions);
  const made = folder === undefined ? undefined : await server.command("tradeoff.newAnswer", { number: question.number, folder });
  if (made !== undefined) {
    await beginAt(vscode.Uri.parse(made.uri), made.created);
    questions.refreshSoon();
  }
}

export async function openAnswer(question: Question): Promise<void> {
  const places = question.answers;
  const labels = places.map(({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  const at = places.length < 2 ? 0 : labels.indexOf(
    await vscode.window.showQuickPick(labels, { title: `Answers to ${question.number}` }) ?? "");
  const place = places[at];
  if (place !== undefined) {
    const { line, character } = place.range.start;
    const start = new vscode.Position(line, character);
    await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection: new vscode.Range(start, start) });
  }
}

export async function insertSkeleton(server: Server, editor: vscode.TextEditor): Promise<void> {
  await server.command("tradeoff.insertSkeleton", { uri: server.uriOf(editor.document) });
}

/** A heading for each consideration that the active answer never weighs; the whole section where there is none. */
export async function insertMissing(server: Server, answer: ActiveAnswer): Promise<void> {
  const uri = server.uriOf(answer.document);
  if (answer.explanation === undefined) {
    await server.command("tradeoff.insertSkeleton", { uri });
    return;
  }
  const missing = answer.explanation.considerations.filter(({ verdict }) => verdict === "missing");
  if (missing.length === 0) {
    void vscode.window.showInformationMessage("This answer names every consideration that it has to weigh.");
    return;
  }
  for (const { consideration } of missing) {
    const inserted = await server.command("tradeoff.insertSkeleton", { uri, consideration });
    if (inserted === undefined) {
      return;
    }
  }
}

/** Where new answers go, as a URI or as a path that starts at the first folder. */
async function answerFolder(questions: Questions): Promise<string | undefined> {
  const first = (vscode.workspace.workspaceFolders ?? []).find(isOnDisk);
  if (first === undefined) {
    const open = "Open Folder…";
    const why = isVirtual() ? LIMITS : "Open a folder for your answers first.";
    if (await vscode.window.showInformationMessage(why, open) === open) {
      await vscode.commands.executeCommand("vscode.openFolder");
    }
    return undefined;
  }
  const set = vscode.workspace.getConfiguration("tradeoff").get<string>("answers.folder", "");
  const usual = usualFolder(questions.all.flatMap((question) => question.answers.map((answer) => answer.uri)));
  if (set !== "" || usual !== undefined) {
    return set || usual;
  }
  const own = { label: "$(folder) answers", description: "a folder for them, beside what else is here", folder: "answers" };
  const here = { label: `$(root-folder) ${first.name}`, description: "this folder itself", folder: first.uri.toString() };
  const other = { label: "Another folder…", description: "", folder: "" };
  const chosen = await vscode.window.showQuickPick([own, here, other], { title: "Where Your Answers Go", placeHolder: "Later answers go to the same place" });
  return chosen === other
    ? vscode.window.showInputBox({ title: "Where Your Answers Go", prompt: `A path in ${first.name}`, validateInput: (text) => text.trim() === "" ? "A path" : undefined })
    : chosen?.folder;
}

/** Puts the cursor under the first prompt of a new answer, and saves it so that it is more than an empty file. */
async function beginAt(uri: vscode.Uri, isNew: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (!isNew) {
    return;
  }
  const prompt = document.getText().indexOf("-->");
  if (prompt >= 0) {
    const line = Math.min(document.positionAt(prompt).line + 1, document.lineCount - 1);
    editor.selection = new vscode.Selection(line, 0, line, 0);
  }
  await document.save();
}
