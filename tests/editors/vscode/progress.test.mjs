// The progress page: by mouse, by keyboard, and as a screen reader finds it; in every kind of theme.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

const AXE = readFileSync(createRequire(join(process.env.DRIVER, "x.js")).resolve("axe-core/axe.min.js"), "utf8");

describe("the progress page", () => {
  let window, page;
  const refused = [];
  before(async () => {
    window = await openWindow({ prepare: (folder) =>
      writeFileSync(join(folder, "answers/0641-microservices.md"), "# Q641\n\nOne team, one service.\n\n## Trade-offs\n\nWe take the second option.\n") });
    window.page.on("console", (message) => message.text().includes("Content Security Policy") && refused.push(message.text()));
    // The command appears when the questions are there.
    await until("the command is offered", async () => {
      const count = await window.offered("Trade-off: Show Progress");
      await window.press("Escape");
      return count > 0;
    });
    await window.command("Trade-off: Show Progress");
    page = window.webview();
    await page.locator("h1", { hasText: "Progress" }).waitFor();
    await page.getByText("1 of 250 argued, 2 answered, 1 in draft").waitFor();
  });
  after(() => window.close());
  afterEach((context) => window.shot(`progress ${context.name}`));

  test("has a cell for each question, and a bar for each section", async () => {
    assert.equal(await page.locator(".map .cell").count(), 250);
    assert.equal(await page.locator(".map .cell.argued").count(), 1);
    const bar = page.getByRole("img", { name: /1 argued, 1 answered, 1 draft, \d+ unanswered/ });
    assert.equal(await bar.count(), 1);
    assert.equal(await page.getByRole("heading", { level: 2 }).count(), 10);
  });

  test("says which consideration is missing most often", async () => {
    assert.deepEqual(await page.locator(".missing tr").allInnerTexts(), ["cost\t\t2 answers", "consistency\t\t1 answer", "latency\t\t1 answer"]);
  });

  test("has the same figures as the page that the command line writes", async () => {
    const html = execFileSync(process.env.TRADEOFF, ["progress", "--format", "html"], { cwd: window.folder, encoding: "utf8" });
    const other = await window.page.context().newPage();
    await other.setContent(html);
    const theirs = await other.evaluate(() => ({
      states: Object.fromEntries([...document.querySelectorAll(".map a")].map((cell) => [cell.hash.slice(2), cell.className])),
      sections: [...document.querySelectorAll("article")].map((article) => ({
        title: article.querySelector("h3").firstChild.textContent.trim(),
        count: article.querySelector("small").textContent,
        bar: [...article.querySelectorAll(".bar i")].filter((part) => part.style.flexGrow > 0)
          .map((part) => [part.className, Number(part.style.flexGrow)]),
      })),
      missing: [...document.querySelectorAll(".plain li")].map((item) => item.textContent.replace(" in ", " ")),
    }));
    await other.close();
    const ours = await page.locator("main").evaluate((main) => ({
      states: Object.fromEntries([...main.querySelectorAll(".map .cell")].map((cell) => [cell.id.slice("cell-".length), cell.classList[1]])),
      sections: [...main.querySelectorAll("section")].filter((section) => section.querySelector(".map")).map((section) => ({
        title: section.querySelector("h2").textContent,
        count: section.querySelector(".count").textContent,
        bar: [...Map.groupBy(section.querySelectorAll(".bar span"), (part) => part.className)].map(([state, all]) => [state, all.length]),
      })),
      missing: [...main.querySelectorAll(".missing tr")].map((row) => [...row.cells].map((part) => part.textContent).filter(Boolean).join(" ")),
    }));
    assert.equal(Object.keys(theirs.states).length, 250);
    assert.deepEqual(ours, theirs);
  });

  test("is walked through by keys", async () => {
    const first = page.getByRole("button", { name: /^501, Walk through Raft.*, argued$/ }).first();
    await first.focus();
    await window.press("ArrowRight", "ArrowRight", "End", "Home", "ArrowRight");
    assert.equal(await page.locator(":focus").getAttribute("id"), "cell-502");
    await window.press("ArrowDown");
    assert.notEqual(await page.locator(":focus").getAttribute("id"), "cell-502");
    await window.press("Tab");
    assert.equal(await page.locator(":focus").getAttribute("tabindex"), "0");
  });

  test("lists the questions of one state", async () => {
    await page.getByLabel("Show").selectOption("answered");
    await page.getByText("2 of 250", { exact: false }).last().waitFor();
    assert.equal(await page.locator(".questions li").count(), 2);
    await page.locator(".questions").scrollIntoViewIfNeeded();
  });

  test("leads to the answer", async () => {
    await page.locator("#row-527").click();
    await window.page.locator('.tab.active[data-resource-name="0527-spanner.md"]').waitFor();
  });

  test("follows what is written", async () => {
    await window.press("Control+End");
    await window.type("\nFive more machines cost 900 USD a month.\n");
    await window.tab("Progress").click();
    await page.getByText("2 of 250 argued, 1 answered, 1 in draft").waitFor();
  });

  test("comes back after a reload of the window", async () => {
    await window.reload();
    await window.tab("Progress").click();
    await page.getByText("of 250 argued").first().waitFor();
    assert.equal(await page.getByLabel("Show").inputValue(), "answered");
  });

  test("has nothing that keeps anybody out, in light, dark and high contrast themes", async () => {
    const background = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    const seen = new Set();
    for (const theme of ["Dark Modern", "Dark High Contrast", "Light High Contrast", "Light Modern"]) {
      await window.command("Preferences: Color Theme");
      await window.box.fill(theme);
      await window.rows(theme).first().click();
      await window.boxIsGone();
      await page.locator(`body[data-vscode-theme-name="${theme}"]`).waitFor();
      seen.add(await background());
      await window.shot(`progress-${theme}`);
      if (theme === "Dark Modern") {
        await window.shot("picture-progress", { x: 352, y: 96, width: 924, height: 600 });
      }
      assert.deepEqual(await barriers(page), [], theme);
    }
    // Both light themes are white.
    assert.equal(seen.size, 3);
  });

  test("loads nothing but its own files", () => {
    assert.deepEqual(refused, []);
  });
});

/** What axe finds in the page: names, roles, order, contrast. */
async function barriers(page) {
  const frame = await (await page.locator("body").elementHandle()).ownerFrame();
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`);
}
