// Somebody who has just installed the .vsix writes an answer to 526, from New Answer to no findings, without a manual.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

const PROMPTED = {
  "In one paragraph": "TrueTime is a clock that answers with an interval, and real time is surely inside it. Spanner gives a transaction the end of that interval as its timestamp and waits until it has passed.",
  "How it works": "GPS receivers and atomic clocks in each datacentre bound the uncertainty epsilon. A commit takes TT.now().latest, waits until TT.now().earliest is later (commit wait), and only then answers. So a transaction that starts after the answer gets a larger timestamp: external consistency.",
  "A worked example with numbers": "With epsilon at 4 ms a write commits at 10:00:00.004, waits until 10:00:00.008, and answers. A read that starts at 10:00:00.009 gets a timestamp of at least 10:00:00.009 and sees it.",
  "Where it breaks": "If a clock is off by more than its bound, two transactions can get timestamps against their real order, and nobody notices. So machines whose clock drifts are taken out of service.",
  "Decision": "We take commit wait over a central timestamp oracle, because the oracle is a round trip to one region for every write.",
  "Consistency": "A reader anywhere who starts after a write was answered sees it. Stale reads at a chosen timestamp may be 10 s old.",
  "Latency": "Each write waits about 7 ms longer at the median, 15 ms at the 99th percentile when epsilon grows.",
  "Cost": "Two atomic clocks and four GPS receivers in each datacentre, about 60,000 USD, and two people who look after them.",
  "Given up": "Writes are never faster than the uncertainty, even for one lonely client.",
  "Would change if": "We would go back to hybrid logical clocks if epsilon stayed above 50 ms for a month.",
};

describe("the first answer", () => {
  let window;
  before(async () => {
    window = await openWindow({ folder: null });
  });
  after(() => window.close());
  afterEach((context) => window.shot(`first ${context.name}`));

  const status = (pattern) => until(`the status bar says ${pattern}`, async () =>
    pattern.test((await window.statusItem("answer").innerText()).replace(/\s+/g, " ")));

  test("the view says what to do in a folder without answers", async () => {
    await window.showQuestions();
    await window.sidebar.getByText("No question is answered in this folder yet").waitFor();
    for (const button of ["New Answer", "Random Question", "Browse All Questions"]) {
      await window.sidebar.locator(".monaco-button", { hasText: button }).waitFor();
    }
  });

  test("getting started has four steps with pictures", async () => {
    await window.sidebar.getByText("Getting started").click();
    for (const step of ["The server", "Choose a question", "Write", "Mend what is missing"]) {
      await window.page.locator(".getting-started-step", { hasText: step }).first().waitFor();
    }
    // Pictures need room beside the steps.
    await window.press("Control+B");
    await window.page.locator(".getting-started-step", { hasText: "Choose a question" }).first().click();
    const picture = window.page.locator(".getting-started-media img");
    await until("the picture is there", () => picture.first().evaluate((image) => image.naturalWidth > 300).catch(() => false));
    await window.shot("walkthrough-step");
    await window.press("Control+B", "Control+W");
  });

  test("a question is found by words, and its answer goes where one says", async () => {
    await window.sidebar.locator(".monaco-button", { hasText: "New Answer" }).click();
    await window.box.waitFor();
    await window.box.fill("truetime");
    await window.rows("526").first().waitFor();
    await window.shot("first-question");
    await window.rows("526").first().click();
    await window.choose("answers");
    await window.page.locator('.tab.active[data-resource-name^="0526-"]').waitFor();
    await window.statusItem("answer").getByText("Q526").waitFor();
  });

  test("nobody is told off for what they have not begun", async () => {
    await status(/Q526 nothing written yet/);
    await window.page.locator(".codelens-decoration", { hasText: "nothing written yet" }).waitFor();
    // The cursor is where one begins: under the first prompt.
    await window.page.locator(".statusbar-item", { hasText: "Ln 10, Col 1" }).waitFor();
    assert.equal(await window.squiggles.count(), 0);
  });

  test("the view now shows the question", async () => {
    await window.item("526  What is Spanner").waitFor();
  });

  test("its sheet is one click away, and stays beside it", async () => {
    await window.page.locator('.editor-actions [aria-label^="Open Sheet"], .title-actions [aria-label^="Open Sheet"]').first().click();
    await window.page.locator(".view-line", { hasText: "## Cover" }).waitFor();
    await window.page.locator('.tab.active[data-resource-name="0526-sheet.md"]').waitFor();
    await window.page.locator('.tab.active[data-resource-name^="0526-truetime"]').waitFor();
  });

  test("what is missing is said while one writes, and in the end nothing is", async () => {
    const file = "answers/0526-truetime-external-consistency.md";
    const lines = window.read(file).split("\n");
    // From the last heading to the first, so that the lines above stay where they are.
    for (const [heading, prose] of Object.entries(PROMPTED).reverse()) {
      const at = lines.findIndex((line) => line.replace(/^#+ /, "") === heading);
      assert.ok(at >= 0, heading);
      await window.goTo(at + 4);
      await window.page.keyboard.insertText(`${prose}\n`);
      if (heading === "Given up") {
        await status(/\$ ~/);
      } else if (heading === "Cost") {
        await status(/\$ ✓/);
        await window.shot("picture-write");
      }
    }
    await status(/C ✓ L ✓ \$ ✓/);
    await window.squiggles.first().waitFor({ state: "detached" });
    await window.saved(file);
    await window.item("526  What is Spanner").getByText("argued").waitFor();
    await window.press("Control+Shift+M");
    await window.page.getByText("No problems have been detected in the workspace.").waitFor();
  });
});
