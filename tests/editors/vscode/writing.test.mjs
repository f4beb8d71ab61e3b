// What the server says reaches the editor: findings, hovers, fixes, skeletons, lenses, links, symbols, renaming.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

describe("writing an answer", () => {
  let window;
  before(async () => {
    window = await openWindow();
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
});
