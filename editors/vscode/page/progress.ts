/** The progress page in its webview. */
import { STATES, type Counts, type Progress, type Question, type State } from "../src/protocol";
import type { FromPage, ToPage } from "../src/progress/messages";
import { element } from "./dom";

interface Host {
  postMessage(message: FromPage): void;
  getState(): { shown?: State | "all" } | undefined;
  setState(state: { shown: State | "all" }): void;
}
declare function acquireVsCodeApi(): Host;

/** A sign for each state, for those who do not see or tell colours. */
const SIGNS: Record<State, string> = { unanswered: "", draft: "✎", answered: "!", argued: "✓" };
const MEANINGS: Record<State, string> = {
  unanswered: "nothing written", draft: "status: draft", answered: "has findings", argued: "has none",
};

const host = acquireVsCodeApi();
const page = document.getElementById("page") as HTMLElement;
let shown: State | "all" = host.getState()?.shown ?? "all";
let data: ToPage | undefined;

window.addEventListener("message", ({ data: news }: MessageEvent<ToPage>) => {
  data = news;
  draw();
});
host.postMessage({ type: "ready" });

function draw(): void {
  if (data === undefined) {
    return;
  }
  // The page is drawn anew when an answer changes; whoever is somewhere in it stays there.
  const focus = document.activeElement?.id;
  const { questions, progress } = data;
  page.replaceChildren(
    element("h1", {}, "Progress"),
    summary(progress),
    legend(progress),
    ...progress.sections.map((section) => sectionPart(section, questions.filter((question) => question.section === section.section))),
    ...missing(progress),
    ...list(questions),
  );
  const again = document.getElementById(focus ?? "");
  if (again !== null) {
    stopAt(again);
    again.focus();
  }
}

function summary(progress: Progress): HTMLElement {
  const { total, argued, answered, draft } = progress;
  return element("p", { class: "summary" },
    element("strong", {}, `${argued} of ${total}`), ` argued, ${answered} answered, ${draft} in draft`);
}

function legend(counts: Counts): HTMLElement {
  return element("ul", { class: "legend", "aria-label": "What the colours mean" }, ...STATES.map((state) =>
    element("li", {}, element("span", { class: `cell ${state}`, "aria-hidden": true }, SIGNS[state]),
      ` ${state} (${MEANINGS[state]}): ${counts[state]}`)));
}

/** A section's bar, and a cell for each of its questions. */
function sectionPart(counts: Counts & { section: string; title: string }, questions: readonly Question[]): HTMLElement {
  const id = `section-${counts.section}`;
  const said = STATES.map((state) => `${counts[state]} ${state}`).toReversed().join(", ");
  const cells = element("div", { class: "map", role: "group", "aria-labelledby": id }, ...questions.map((question, at) => cell(question, at)));
  cells.addEventListener("keydown", walk);
  return element("section", {},
    element("h2", { id }, counts.title),
    element("p", { class: "count" }, `${counts.argued} of ${counts.total} argued`),
    element("div", { class: "bar", role: "img", "aria-label": said }, ...parts(counts)),
    cells);
}

/** The parts of a bar, the furthest first: one for each question, because the policy forbids a width in a style. */
function parts(counts: Counts): HTMLElement[] {
  return STATES.toReversed().flatMap((state) => Array.from({ length: counts[state] }, () => element("span", { class: state })));
}

function cell(question: Question, at: number): HTMLElement {
  const label = `${question.number}, ${question.text}, ${question.state}`;
  // One stop for the Tab key in each section; arrow keys go on from there.
  const made = element("button", {
    class: `cell ${question.state}`, id: `cell-${question.number}`, title: `${question.number}  ${question.text} (${question.state})`,
    "aria-label": label, tabindex: at === 0 ? 0 : -1, type: "button",
  }, SIGNS[question.state]);
  made.addEventListener("click", () => open(question));
  return made;
}

/** Arrow keys, Home and End within a section's cells. */
function walk(event: KeyboardEvent): void {
  const map = event.currentTarget as HTMLElement;
  const cells = [...map.querySelectorAll<HTMLElement>("button")];
  const at = cells.indexOf(event.target as HTMLElement);
  const top = cells[0]?.offsetTop;
  const columns = cells.filter((other) => other.offsetTop === top).length;
  const steps: Record<string, number> = {
    ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: cells.length - 1,
  };
  const next = cells[steps[event.key] ?? -1];
  if (next !== undefined) {
    event.preventDefault();
    stopAt(next);
    next.focus();
  }
}

/** Where the Tab key comes back to in a section's cells. */
function stopAt(stop: HTMLElement): void {
  for (const other of stop.closest(".map")?.querySelectorAll<HTMLElement>("button") ?? []) {
    other.tabIndex = other === stop ? 0 : -1;
  }
}

function missing({ missing: considerations }: Progress): HTMLElement[] {
  if (considerations.length === 0) {
    return [];
  }
  const most = Math.max(...considerations.map(({ answers }) => answers));
  return [element("section", {},
    element("h2", {}, "Most often missing"),
    element("table", { class: "missing" }, element("tbody", {}, ...considerations.map(({ consideration, answers }) =>
      element("tr", {},
        element("th", { scope: "row" }, consideration),
        element("td", {}, element("progress", { max: most, value: answers, "aria-hidden": true })),
        element("td", {}, answers === 1 ? "1 answer" : `${answers} answers`))))))];
}

function list(questions: readonly Question[]): HTMLElement[] {
  const choice = element("select", { id: "shown" }, ...(["all", ...STATES] as const).map((state) =>
    element("option", { value: state, selected: state === shown }, state)));
  choice.addEventListener("change", () => {
    shown = choice.value as State | "all";
    host.setState({ shown });
    draw();
  });
  const rows = questions.filter((question) => shown === "all" || question.state === shown);
  return [element("section", {},
    element("h2", { id: "questions" }, "Questions"),
    element("p", {}, element("label", { for: "shown" }, "Show "), choice, ` ${rows.length} of ${questions.length}`),
    element("ul", { class: "questions", "aria-labelledby": "questions" }, ...rows.map((question) => {
      const link = element("button", { class: "link", type: "button", id: `row-${question.number}` }, `${question.number}  ${question.text}`);
      link.addEventListener("click", () => open(question));
      return element("li", {}, element("span", { class: `cell ${question.state}`, "aria-hidden": true }, SIGNS[question.state]),
        link, element("span", { class: "state" }, question.state));
    })))];
}

function open({ number }: Question): void {
  host.postMessage({ type: "open", number });
}
