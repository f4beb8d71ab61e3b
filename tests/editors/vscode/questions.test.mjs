// The Questions view: progress by section, states, filters, actions, the active answer.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

const SECTION = "Advanced Distributed Systems";

describe("the view of questions", () => {
  let window;
  before(async () => {
    window = await openWindow();
    await window.showQuestions();
  });
  after(() => window.close());
  afterEach((context) => window.shot(`questions ${context.name}`));

  const filter = async (row, more) => {
    await window.command("Trade-off: Filter Questions");
    await window.choose(row);
    await more?.();
  };

  test("lists sections with their progress, and questions with their state", async () => {
    await window.item(SECTION).waitFor();
    assert.match(await window.item(SECTION).innerText(), /1\/\d+/);
    await window.item(SECTION).click();
    await window.item("501  Walk through Raft").waitFor();
    assert.match(await window.item("501  Walk through Raft").innerText(), /argued/);
    assert.match(await window.item("502 ").getAttribute("aria-label"), /^502, .*, unanswered/);
  });

  test("shows only unanswered questions", async () => {
    await filter("Unanswered");
    await window.sidebar.getByText(/\d+ unanswered/).waitFor();
    await window.item("502 ").waitFor();
    await window.item("501  Walk").waitFor({ state: "detached" });
  });

  test("filters add up, and go away", async () => {
    await filter("In a section", () => window.choose(SECTION));
    await filter("With words", () => window.answerBox("paxos"));
    await window.sidebar.getByText(`unanswered, in ${SECTION}, with "paxos"`).waitFor();
    await until("few are left", async () => await window.item("  ").count() < 8);
    await window.shot("questions-filtered");
    await window.command("Trade-off: Clear Filter");
    await window.item("Advanced Security").waitFor();
  });

  test("shows only questions with findings", async () => {
    await filter("With findings");
    await window.item("527  How does Google Spanner").waitFor();
    assert.match(await window.item("527 ").innerText(), /1 finding/);
    await window.item("501  Walk").waitFor({ state: "detached" });
    await window.command("Trade-off: Clear Filter");
  });

  test("the question of the active answer is revealed", async () => {
    await window.open("0501-raft.md");
    await window.showQuestions();
    const selected = window.sidebar.locator(".monaco-list-row.selected", { hasText: "501  Walk through Raft" });
    await selected.waitFor();
    await window.shot("picture-questions", { x: 0, y: 36, width: 720, height: 480 });
  });

  test("an answered question is opened by its row, a sheet beside it by its action", async () => {
    await window.item("527  How").click();
    await window.page.locator('.tab.active[data-resource-name="0527-spanner.md"]').waitFor();
    await window.item("527  How").hover();
    await window.item("527  How").locator('.action-label[aria-label^="Open Sheet"]').click();
    await window.page.locator(".editor-group-container").nth(1).waitFor();
    await window.tab("0527-sheet.md").waitFor();
    await window.page.locator(".view-line", { hasText: "## Cover" }).waitFor();
  });

  test("an action starts an answer, beside the others", async () => {
    await window.item("502  ").hover();
    await window.item("502  ").locator('.action-label[aria-label^="New Answer"]').click();
    await until("the file is there", () => existsSync(window.path("answers")) && window.page.locator('.tab.active[data-resource-name^="0502-"]').count());
    const name = await window.page.locator('.tab.active[data-resource-name^="0502-"]').getAttribute("data-resource-name");
    await until("it is saved", () => existsSync(window.path(`answers/${name}`)) && window.read(`answers/${name}`).includes("# 502."));
  });

  test("the next and a random unanswered question are proposed", async () => {
    await window.open("0501-raft.md");
    await window.statusItem("answer").getByText("Q501").waitFor();
    await window.command("Trade-off: Next Unanswered");
    await window.page.locator(".quick-input-title", { hasText: "Next Unanswered: 502" }).waitFor();
    await window.shot("next-unanswered");
    await window.choose("Another one");
    await window.page.locator(".quick-input-title", { hasText: "Next Unanswered: 503" }).waitFor();
    await window.press("Escape");
    await window.command("Trade-off: Random Unanswered");
    await window.page.locator(".quick-input-title", { hasText: /Random Unanswered: \d+/ }).waitFor();
    await window.press("Escape");
  });
});
