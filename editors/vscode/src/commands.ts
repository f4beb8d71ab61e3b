/** What the palette, the view and the status bar can do. */
import * as vscode from "vscode";

import type { About } from "./about";
import type { Active } from "./answers/active";
import { explainVerdict, reportVerdict, type Asked } from "./answers/explain";
import { insertMissing, insertSkeleton, newAnswer, openAnswer } from "./answers/write";
import type { ProgressPanel } from "./progress/panel";
import type { Question } from "./protocol";
import { nextUnanswered, randomUnanswered } from "./questions/choose";
import { EVERYTHING } from "./questions/filter";
import { pickFilter, pickQuestion, proposeQuestion } from "./questions/pick";
import type { Questions } from "./questions/store";
import type { QuestionTree } from "./questions/tree";
import type { Server } from "./server/server";
import type { Timer } from "./timer/timer";

export interface Parts {
  about: About;
  active: Active;
  panel: ProgressPanel;
  questions: Questions;
  server: Server;
  timer: Timer;
  tree: QuestionTree;
}

export function registerCommands(parts: Parts): vscode.Disposable {
  const { about, active, panel, questions, server, timer, tree } = parts;
  const commands: Record<string, (argument?: unknown) => unknown> = {
    "tradeoff.answer.new": async () => start(parts, await pick(parts, "New Answer")),
    "tradeoff.answer.next": () => propose(parts, "Next Unanswered", (from) => nextUnanswered(questions.all, from)),
    "tradeoff.answer.random": () => propose(parts, "Random Unanswered", (from) => randomUnanswered(questions.all, from, Math.random())),
    "tradeoff.answer.skeleton": () => vscode.window.activeTextEditor && insertSkeleton(server, vscode.window.activeTextEditor),
    "tradeoff.answer.missing": () => active.answer && insertMissing(server, active.answer),
    "tradeoff.sheet.open": async () => sheet(parts, active.answer?.question ?? await pick(parts, "Open Sheet")),
    "tradeoff.question.new": (question) => start(parts, asQuestion(question)),
    "tradeoff.question.open": (question) => isQuestion(question) && openAnswer(question),
    "tradeoff.question.sheet": (question) => sheet(parts, asQuestion(question) ?? active.answer?.question),
    "tradeoff.questions.filter": async () => {
      const filter = await pickFilter(questions, tree.currentFilter);
      return filter && tree.setFilter(filter);
    },
    "tradeoff.questions.clearFilter": () => tree.setFilter(EVERYTHING),
    "tradeoff.questions.browse": () => tree.browse(),
    "tradeoff.questions.refresh": () => questions.refresh(),
    "tradeoff.progress.show": () => panel.show(),
    "tradeoff.explain": (asked) => explainVerdict(server, asked as Asked | undefined),
    "tradeoff.report": () => reportVerdict(server),
    "tradeoff.timer.start": () => timer.start(active.answer),
    "tradeoff.timer.pause": () => timer.pause(),
    "tradeoff.timer.stop": () => timer.stop(),
    "tradeoff.timer.menu": () => timer.menu(),
    "tradeoff.server.log": () => server.log.show(),
    "tradeoff.server.restart": () => server.restart(),
    "tradeoff.about": () => about.show(),
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}

/** A question from the list; a word about why there is none. */
async function pick({ questions, server }: Parts, title: string): Promise<Question | undefined> {
  if (questions.all.length === 0) {
    await questions.refresh();
  }
  if (questions.all.length === 0) {
    void vscode.window.showWarningMessage(server.problem === undefined
      ? "There are no questions yet: the server is starting." : `There are no questions: ${server.problem}.`);
    return undefined;
  }
  return pickQuestion(questions, title);
}

async function propose(parts: Parts, title: string, choose: (from: number) => Question | undefined): Promise<void> {
  const { active, questions } = parts;
  let from = active.answer?.question.number ?? 0;
  for (;;) {
    const question = choose(from);
    if (question === undefined) {
      void vscode.window.showInformationMessage(questions.all.length === 0
        ? "There are no questions yet: the server is starting." : "Every question has an answer.");
      return;
    }
    const action = await proposeQuestion(question, title, choose(question.number) !== question);
    if (action !== "another") {
      await (action === "start" ? start(parts, question) : action === "sheet" ? sheet(parts, question) : undefined);
      return;
    }
    from = question.number;
  }
}

async function start({ server, questions }: Parts, question: Question | undefined): Promise<void> {
  if (question !== undefined) {
    await newAnswer(server, questions, question);
  }
}

async function sheet({ server }: Parts, question: Question | undefined): Promise<void> {
  if (question !== undefined) {
    const editor = vscode.window.activeTextEditor;
    const uri = question.answers[0]?.uri ?? (editor === undefined ? undefined : server.uriOf(editor.document));
    await server.command("tradeoff.openSheet", { number: question.number, ...(uri === undefined ? {} : { uri }) });
  }
}

/** Arguments come from the view, from links and from whoever runs a command: anything can be in them. */
function isQuestion(value: unknown): value is Question {
  return typeof value === "object" && value !== null && "number" in value && "answers" in value && Array.isArray(value.answers);
}

function asQuestion(value: unknown): Question | undefined {
  return isQuestion(value) ? value : undefined;
}
