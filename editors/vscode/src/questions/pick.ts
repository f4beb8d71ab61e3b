/** Choosing a question from a list that is searched by number, text and section. */
import * as vscode from "vscode";

import type { Question } from "../protocol";
import { EVERYTHING, type Filter } from "./filter";
import type { Questions } from "./store";

interface QuestionItem extends vscode.QuickPickItem {
  question: Question;
}

/** Those without an answer come first. */
export async function pickQuestion(questions: Questions, title: string): Promise<Question | undefined> {
  const item = ({ answers, number, text, sectionTitle, shape, minutes, state }: Question): vscode.QuickPickItem => ({
    label: String(number),
    description: text,
    detail: `${sectionTitle} · ${shape} · ${minutes} minutes${answers.length > 0 ? ` · ${state}` : ""}`,
  });
  const items = (list: Question[]): QuestionItem[] => list.map((question) => ({ ...item(question), question }));
  const open = questions.all.filter((question) => question.answers.length === 0);
  const answered = questions.all.filter((question) => question.answers.length > 0);
  const separator = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const all: (vscode.QuickPickItem | QuestionItem)[] = [
    ...items(open),
    ...(answered.length > 0 ? [separator("answered"), ...items(answered)] : []),
  ];
  const chosen = await vscode.window.showQuickPick(all, {
    title, placeHolder: "A number, or words of the question or its section", matchOnDescription: true, matchOnDetail: true,
  });
  return chosen !== undefined && "question" in chosen ? chosen.question : undefined;
}

type Action = "start" | "sheet" | "another";

/** What to do about a question that the extension has chosen. */
export async function proposeQuestion(question: Question, title: string, hasAnother: boolean): Promise<Action | undefined> {
  const actions: (vscode.QuickPickItem & { action: Action })[] = [
    { label: "$(new-file) Start an answer", action: "start" },
    { label: "$(book) Open its sheet", action: "sheet" },
  ];
  if (hasAnother) {
    actions.push({ label: "$(refresh) Another one", action: "another" });
  }
  const { number, text, sectionTitle, shape, minutes } = question;
  const chosen = await vscode.window.showQuickPick(actions, {
    title: `${title}: ${number} · ${sectionTitle} · ${shape} · ${minutes} minutes`, placeHolder: text,
  });
  return chosen?.action;
}

/** Asks for a new filter, one step at a time; `undefined` where nothing was chosen. */
export async function pickFilter(questions: Questions, current: Filter): Promise<Filter | undefined> {
  type Item = vscode.QuickPickItem & { filter?: Filter; ask?: "section" | "text" };
  const { section: _section, ...elsewhere } = current;
  const { text: _text, ...wordless } = current;
  const items: Item[] = [
    { label: "$(circle-outline) Unanswered", filter: { ...current, show: "unanswered" } },
    { label: "$(warning) With findings", filter: { ...current, show: "findings" } },
    { label: "$(list-tree) In a section…", ask: "section" },
    { label: "$(search) With words…", ask: "text" },
    { label: "$(clear-all) All questions", filter: EVERYTHING },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: "Filter Questions", placeHolder: "Filters add up" });
  if (chosen?.ask === "section") {
    const sections = new Map(questions.all.map((question) => [question.section, question.sectionTitle]));
    const titles = [...sections].map(([section, label]) => ({ label, section }));
    const picked = await vscode.window.showQuickPick(titles, { title: "Questions in a Section" });
    return picked && { ...elsewhere, section: picked.section };
  }
  if (chosen?.ask === "text") {
    const text = await vscode.window.showInputBox({
      title: "Questions with Words", value: current.text ?? "", prompt: "Words of the number, the question or its section",
    });
    return text === undefined ? undefined : text.trim() === "" ? wordless : { ...wordless, text: text.trim() };
  }
  return chosen?.filter;
}
