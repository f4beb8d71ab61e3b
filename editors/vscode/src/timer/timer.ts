/** The timer for one answer: in the status bar, for whoever wants one. */
import * as vscode from "vscode";

import { addMinutes } from "../answers/minutes";
import type { ActiveAnswer } from "../answers/active";
import { Latest } from "../latest";
import { sameUri } from "../questions/store";
import type { Server } from "../server/server";
import { due, elapsed, isClock, left, pause, resume, show, type Clock, type Notice } from "./clock";

const KEY = "timer";
const MINUTE = 60_000;
/** Somebody who types is not to be counted at every key. */
const SETTLE_MS = 150;

export class Timer implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable[];
  private clock: Clock | undefined;
  private ticking: NodeJS.Timeout | undefined;
  /** How many words the answer has; `undefined` while nobody knows: it is closed, or the server does not run. */
  private count: number | undefined;
  private readonly counting = new Latest(SETTLE_MS, () => this.askCount(), (count) => {
    this.count = count;
    this.draw();
  });

  constructor(private readonly memory: vscode.Memento, private readonly server: Server) {
    this.item = vscode.window.createStatusBarItem("timer", vscode.StatusBarAlignment.Left, 51);
    this.item.name = "Trade-off: timer";
    this.item.command = "tradeoff.timer.menu";
    const written = memory.get(KEY);
    this.clock = isClock(written) ? written : undefined;
    const soon = (document: vscode.TextDocument) => this.isAbout(document) && this.counting.soon();
    this.subscriptions = [
      this.item,
      this.counting,
      vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
      vscode.workspace.onDidOpenTextDocument(soon),
      vscode.workspace.onDidCloseTextDocument(soon),
      server.onDidChangeState((state) => state === "running" && this.counting.soon()),
    ];
    this.go();
  }

  dispose(): void {
    clearInterval(this.ticking);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  get isRunning(): boolean {
    return this.clock?.since !== undefined;
  }

  /** Starts for an answer, or goes on after a pause. */
  async start(answer: ActiveAnswer | undefined): Promise<void> {
    if (this.clock !== undefined) {
      await this.set(resume(this.clock, Date.now()));
      return;
    }
    if (answer === undefined) {
      void vscode.window.showInformationMessage("Open an answer first: the timer counts for one question.");
      return;
    }
    const minutes = await askMinutes(answer);
    if (minutes !== undefined) {
      const { question: { number: question }, document } = answer;
      const uri = this.server.uriOf(document);
      const words = await this.wordsOf(uri, question) ?? 0;
      await this.set({ question, uri, total: minutes * MINUTE, before: 0, since: Date.now(), words, noticed: [] });
      await this.counting.now();
    }
  }

  async pause(): Promise<void> {
    if (this.clock !== undefined) {
      await this.set(pause(this.clock, Date.now()));
    }
  }

  async toggle(answer: ActiveAnswer | undefined): Promise<void> {
    await (this.isRunning ? this.pause() : this.start(answer));
  }

  /** Ends it, and records the time if the user wants that. */
  async stop(): Promise<void> {
    const { clock } = this;
    if (clock === undefined) {
      return;
    }
    const minutes = Math.max(1, Math.round(elapsed(clock, Date.now()) / MINUTE));
    await this.set(undefined);
    const wish = vscode.workspace.getConfiguration("tradeoff").get<"ask" | "always" | "never">("timer.recordMinutes", "ask");
    const record = "Record", spent = minutes === 1 ? "1 minute" : `${minutes} minutes`;
    const isWanted = wish === "always" || wish === "ask" && await vscode.window.showInformationMessage(
      `${spent} on question ${clock.question}. Record that in the answer's front matter?`, record, "No") === record;
    if (isWanted) {
      await recordMinutes(vscode.Uri.parse(clock.uri), minutes);
    }
  }

  /** What the item in the status bar offers. */
  async menu(): Promise<void> {
    const { clock } = this;
    if (clock === undefined) {
      return;
    }
    const toggle = this.isRunning ? "$(debug-pause) Pause" : "$(play) Go on";
    const open = "$(go-to-file) Open the answer", stop = "$(debug-stop) Stop";
    const chosen = await vscode.window.showQuickPick([toggle, open, stop], {
      title: `Timer for Question ${clock.question}`, placeHolder: this.words(),
    });
    if (chosen === toggle) {
      await this.toggle(undefined);
    } else if (chosen === open) {
      await vscode.window.showTextDocument(vscode.Uri.parse(clock.uri));
    } else if (chosen === stop) {
      await this.stop();
    }
  }

  private async set(clock: Clock | undefined): Promise<void> {
    this.clock = clock;
    await this.memory.update(KEY, clock);
    this.go();
  }

  private go(): void {
    clearInterval(this.ticking);
    this.ticking = this.isRunning ? setInterval(() => this.tick(), 1000) : undefined;
    const state = this.clock === undefined ? "off" : this.isRunning ? "running" : "paused";
    void vscode.commands.executeCommand("setContext", "tradeoff.timer", state);
    this.draw();
  }

  private tick(): void {
    const { clock } = this;
    if (clock === undefined) {
      return;
    }
    const minutes = vscode.workspace.getConfiguration("tradeoff").get("timer.noticeMinutes", 10);
    const notice = due(clock, Date.now(), minutes * MINUTE);
    if (notice !== undefined) {
      void this.set(notice[1]);
      void this.notify(notice[0], notice[1]);
    }
    this.draw();
  }

  private async notify(notice: Notice, clock: Clock): Promise<void> {
    if (notice === "soon") {
      const minutes = Math.ceil(left(clock, Date.now()) / MINUTE);
      void vscode.window.showInformationMessage(`${minutes} minutes left for question ${clock.question}.`);
      return;
    }
    const stop = "Stop Timer";
    const text = `The time for question ${clock.question} is over: ${this.words()}. Finish your thought.`;
    if (await vscode.window.showInformationMessage(text, stop, "Go On") === stop) {
      await this.stop();
    }
  }

  private draw(): void {
    const { clock } = this;
    if (clock === undefined) {
      this.item.hide();
      return;
    }
    const rest = left(clock, Date.now());
    this.item.text = `$(${this.isRunning ? "clock" : "debug-pause"}) ${show(rest)} · ${this.words()}`;
    this.item.tooltip = `Question ${clock.question}, ${this.isRunning ? "running" : "paused"}`;
    this.item.accessibilityInformation = {
      label: `Timer for question ${clock.question}: ${rest < 0 ? "time is over" : `${Math.ceil(rest / MINUTE)} minutes left`}, ${this.words()}`,
      role: "button",
    };
    this.item.show();
  }

  /** How much there is, and how much of it is new. */
  private words(): string {
    const { clock, count: words } = this;
    if (clock === undefined || words === undefined) {
      return vscode.workspace.textDocuments.some((document) => this.isAbout(document)) ? "…" : "answer closed";
    }
    const more = words - clock.words;
    return `${words} ${words === 1 ? "word" : "words"}${clock.words > 0 && more > 0 ? ` (+${more})` : ""}`;
  }

  private async askCount(): Promise<number | undefined> {
    return this.clock && this.wordsOf(this.clock.uri, this.clock.question);
  }

  /** As the code lens counts: there is one way of counting, and the server has it. */
  private async wordsOf(uri: string, number: number): Promise<number | undefined> {
    return (await this.server.ask("tradeoff/length", { uri, number }))?.words;
  }

  private isAbout(document: vscode.TextDocument): boolean {
    return this.clock !== undefined && sameUri(this.clock.uri, document.uri);
  }
}

/** The setting decides, else the user, who is offered the sheet's minutes first. */
async function askMinutes({ question }: ActiveAnswer): Promise<number | undefined> {
  const wish = vscode.workspace.getConfiguration("tradeoff").get("timer.minutes", 0);
  if (wish > 0) {
    return wish;
  }
  const choices = [...new Set([question.minutes, 45, 60])].map((minutes) => ({
    label: `${minutes} minutes`, description: minutes === question.minutes ? "as its sheet says" : "", minutes,
  }));
  const other = { label: "Other…", description: "", minutes: 0 };
  const chosen = await vscode.window.showQuickPick([...choices, other], { title: `Timer for Question ${question.number}` });
  if (chosen !== other) {
    return chosen?.minutes;
  }
  const text = await vscode.window.showInputBox({
    title: `Timer for Question ${question.number}`,
    prompt: "Minutes",
    validateInput: (value) => Number(value) > 0 && Number(value) <= 600 ? undefined : "A number of minutes, at most 600",
  });
  return text === undefined ? undefined : Number(text);
}

async function recordMinutes(uri: vscode.Uri, minutes: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { start, end, text } = addMinutes(document.getText(), minutes);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  await vscode.workspace.applyEdit(edit);
}
