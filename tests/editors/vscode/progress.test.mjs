// The progress page: by mouse, by keyboard, and as a screen reader finds it; in every kind of theme.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

describe("the progress page", () => {
  let window, page;
  const refused = [];
  before(async () => {
    window = await openWindow();
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
    await page.getByText("1 of 250 argued, 1 answered, 1 in draft").waitFor();
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
    assert.deepEqual(await page.locator(".missing tr").allInnerTexts(), ["cost\t\t1 answer"]);
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
    await page.getByText("1 of 250", { exact: false }).last().waitFor();
    assert.equal(await page.locator(".questions li").count(), 1);
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
    await page.getByText("2 of 250 argued, 0 answered, 1 in draft").waitFor();
  });

  test("comes back after a reload of the window", async () => {
    await window.reload();
    await window.tab("Progress").click();
    await page.getByText("of 250 argued").first().waitFor();
    assert.equal(await page.getByLabel("Show").inputValue(), "answered");
  });

  test("fits dark and high contrast themes", async () => {
    const background = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    const seen = new Set([await background()]);
    for (const theme of ["Dark Modern", "Dark High Contrast", "Light High Contrast"]) {
      await window.command("Preferences: Color Theme");
      await window.box.fill(theme);
      await window.rows(theme).first().click();
      await window.boxIsGone();
      await page.locator(`body[data-vscode-theme-name="${theme}"]`).waitFor();
      seen.add(await background());
      await window.shot(`progress-${theme}`);
      // Text stands out from what is behind it.
      const ratio = await page.locator(".summary").evaluate(contrast);
      assert.ok(ratio >= 4.5, `${theme}: ${ratio}`);
    }
    assert.ok(seen.size >= 3);
  });

  test("loads nothing but its own files", () => {
    assert.deepEqual(refused, []);
  });
});

/** The contrast of an element's text with the page behind it, as WCAG counts it. Runs in the page. */
function contrast(element) {
  const luminance = (color) => {
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number).map((value) => value / 255)
      .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
