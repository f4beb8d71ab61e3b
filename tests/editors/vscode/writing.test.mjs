// What the server says reaches the editor: findings, hovers, fixes, skeletons, lenses, links, symbols, renaming.
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

describe("writing an answer", () => {
  let window;
  before(async () => {
    window = await openWindow({ prepare: (folder) => writeFileSync(join(folder, "answers/0512-crdt.md"), "") });
  });
  after(() => window.close());
  afterEach((context) => window.shot(`writing ${context.name}`));

  test("findings are squiggles", async () => {
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
  });

  test("findings are listed as problems, with the rule and a link to its page", async () => {
    await window.press("Control+Shift+M");
    const row = window.page.locator(".markers-panel .monaco-list-row", { hasText: "this section never weighs cost" });
    await row.waitFor();
    const text = (await row.innerText()).replace(/\s+/g, " ");
    assert.match(text, /tradeoff.*omitted-cost.*Ln 15, Col 1/);
    assert.match(await row.locator("a.monaco-link").getAttribute("href"), /docs\/rules\/omitted-consideration/);
    await window.press("Control+Shift+M");
  });

  test("pointing at a finding shows its rule, at a title the question", async () => {
    await window.goTo(15, 5);
    await window.press("Control+K", "Control+I");
    const hover = window.page.locator(".monaco-resizable-hover .monaco-hover:visible");
    await hover.getByText("this section never weighs cost").first().waitFor();
    await window.shot("hover-finding");
    await window.press("Escape");
    await window.goTo(5, 12);
    await window.press("Control+K", "Control+I");
    await hover.getByText("Advanced Distributed Systems").first().waitFor();
    await window.press("Escape");
  });

  test("the lens over the title explains the verdicts", async () => {
    const lens = window.page.locator(".codelens-decoration a", { hasText: "cost missing" });
    await lens.click();
    await window.rows("cost: missing").first().waitFor();
    await window.rows("latency: argued").first().waitFor();
    await window.shot("explain");
    await window.press("Escape");
  });

  test("a quick fix inserts the heading that is missing", async () => {
    await window.goTo(15, 5);
    await window.press("Control+.");
    const fix = window.page.locator(".action-widget .monaco-list-row", { hasText: /cost/i });
    await fix.first().waitFor();
    await window.shot("quick-fix");
    await window.shot("picture-mend", { x: 352, y: 160, width: 720, height: 400 });
    await fix.first().click();
    await until("the heading is there", async () => (await window.saved("answers/0527-spanner.md")).includes("### Cost"));
  });

  test("a skeleton is completed in an empty file, and Tab walks through it", async () => {
    await window.open("0512-crdt.md");
    await window.press("Control+Home", "Control+Space");
    const list = window.page.locator(".suggest-widget.visible .monaco-list-row");
    await list.first().waitFor();
    await window.shot("completion");
    await window.press("Enter");
    await window.type("Replicas that merge.");
    await window.press("Tab");
    await window.type("They keep sets.");
    const text = await window.saved("answers/0512-crdt.md");
    assert.match(text, /# 512\. What is a CRDT/);
    assert.match(text, /Replicas that merge\.\n[\s\S]*## [\s\S]*They keep sets\./);
    assert.match(text, /## Trade-offs/);
  });

  test("a reference leads to its answer, and questions are found as symbols", async () => {
    await window.open("0540-effectively-once.md");
    const line = window.read("answers/0540-effectively-once.md").split("\n").findIndex((text) => text.includes("Q501")) + 1;
    const column = window.read("answers/0540-effectively-once.md").split("\n")[line - 1].indexOf("Q501") + 2;
    await window.goTo(line, column);
    await window.press("F12");
    await window.page.locator('.tab.active[data-resource-name="0501-raft.md"]').waitFor();
    await window.press("Control+T");
    await window.box.fill("#spanner");
    await window.rows("527").first().waitFor();
    await window.press("Escape");
  });

  test("renaming a number renames title and file", async () => {
    await window.open("0540-effectively-once.md");
    await window.goTo(2, 12);
    await window.press("F2");
    const input = window.page.locator(".monaco-editor .rename-box input, .monaco-editor .rename-input");
    await input.waitFor();
    await input.fill("541");
    await input.press("Enter");
    await window.page.locator(".view-line", { hasText: "# 541. How do you architect" }).waitFor();
    await until("the file is renamed", () => existsSync(window.path("answers/0541-effectively-once.md")));
  });
});

describe("other Markdown", () => {
  let window;
  before(async () => {
    window = await openWindow({ settings: { "editor.formatOnType": true } });
  });
  after(() => window.close());
  afterEach((context) => window.shot(`other ${context.name}`));

  test("stays as it is", async () => {
    // The answer shows that the server has spoken; after it, silence about the notes means something.
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
    await window.statusItem("answer").getByText("Q527").waitFor();
    await window.open("notes.md");
    await window.statusItem("answer").waitFor({ state: "hidden" });
    await window.press("Control+End");
    await window.type("1) one  \n*  two ");
    await window.press("Control+Space");
    // The editor's own snippets are offered, and nothing of ours.
    const offered = window.page.locator(".suggest-widget.visible .monaco-list-row");
    await offered.first().waitFor();
    assert.doesNotMatch((await offered.allInnerTexts()).join("\n"), /trade-off|question|Q5/i);
    await window.press("Escape");
    assert.equal(await window.squiggles.count(), 0);
    assert.equal(await window.page.locator(".codelens-decoration").count(), 0);
    assert.ok((await window.saved("notes.md")).endsWith("TODO\n1) one  \n*  two "));
  });

  test("commands for answers are not offered there", async () => {
    for (const title of ["Explain Verdict", "Insert Trade-off Skeleton", "Start Timer"]) {
      assert.equal(await window.offered(`Trade-off: ${title}`), 0, title);
      await window.press("Escape");
    }
    await window.open("0527-spanner.md");
    await window.statusItem("answer").getByText("Q527").waitFor();
    for (const title of ["Explain Verdict", "Insert Trade-off Skeleton", "Start Timer"]) {
      assert.equal(await window.offered(`Trade-off: ${title}`), 1, title);
      await window.press("Escape");
    }
  });
});
