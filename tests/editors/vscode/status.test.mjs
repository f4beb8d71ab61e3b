// The status bar: verdicts on the active answer, the timer, and what hangs on them.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

describe("the active answer", () => {
  let window;
  before(async () => {
    window = await openWindow();
  });
  after(() => window.close());
  afterEach((context) => window.shot(`status ${context.name}`));

  const status = async (text) => {
    const item = window.statusItem("answer");
    await until(`the status bar says ${text}`, async () => await item.isVisible() && (await item.innerText()).replace(/\s+/g, " ").includes(text));
  };

  test("is in the status bar with its verdicts", async () => {
    await window.open("0527-spanner.md");
    await status("Q527 C ✓ L ✓ $ –");
    const label = await window.statusItem("answer").locator("[aria-label]").first().getAttribute("aria-label");
    assert.match(label, /Question 527: consistency argued, latency argued, cost missing/);
  });

  test("changes while one writes", async () => {
    await window.press("Control+End");
    await window.type("\nFive more machines cost 900 USD a month.\n");
    await status("Q527 C ✓ L ✓ $ ✓");
    await window.command("File: Revert File");
    await status("Q527 C ✓ L ✓ $ –");
    await window.open("0540-effectively-once.md");
    await status("Q540 no trade-offs yet");
  });

  test("disappears elsewhere", async () => {
    await window.open("notes.md");
    await window.statusItem("answer").waitFor({ state: "hidden" });
  });

  test("is explained by a click, and a clause is one choice away", async () => {
    await window.open("0501-raft.md");
    await status("Q501");
    await window.statusItem("answer").click();
    await window.page.locator(".quick-input-title", { hasText: "Verdicts on the Answer to 501" }).waitFor();
    await window.box.fill("second-fastest");
    await window.rows("second-fastest").first().click();
    await window.boxIsGone();
    await window.page.locator(".statusbar-item", { hasText: /Ln 2\d/ }).waitFor();
  });

  test("a wrong verdict is copied as a labelled passage", async () => {
    await window.open("0527-spanner.md");
    await window.goTo(15);
    await status("Q527");
    await window.command("Trade-off: Report This Verdict");
    await window.choose("cost");
    await window.choose("mentioned");
    await window.notification("Nothing was sent").waitFor();
    const text = await window.clipboard();
    assert.match(text, /^<!-- question: 527 -->\n\nWith commit wait a reader/);
    assert.match(text, /\n527\targued\targued\tmentioned\tcost: tradeoff \d+\.\d+\.\d+ says missing/);
    await window.clearNotifications();
  });

  test("missing considerations are inserted on demand", async () => {
    await window.command("Trade-off: Insert Missing Considerations");
    await until("the heading is there", async () => (await window.saved("answers/0527-spanner.md")).includes("### Cost\n"));
  });

  test("a skeleton is inserted on demand, and Explain Verdict says where there is nothing to explain", async () => {
    await window.open("0540-effectively-once.md");
    await status("Q540 no trade-offs yet");
    await window.command("Trade-off: Explain Verdict");
    await window.notification("There is no trade-off section here yet").waitFor();
    await window.clearNotifications();
    await window.command("Trade-off: Insert Trade-off Skeleton");
    await until("the section is there", async () => /## Trade-offs\n[\s\S]*### Cost\n/.test(await window.saved("answers/0540-effectively-once.md")));
    await status("Q540 C");
  });

  test("its sheet is opened beside it", async () => {
    await window.command("Trade-off: Open Sheet");
    await window.page.locator(".editor-group-container").nth(1).waitFor();
    await window.page.locator(".view-line", { hasText: "## Cover" }).waitFor();
    // A sheet is read, not judged.
    assert.equal(await window.page.locator(".editor-group-container").nth(1).locator(".codelens-decoration").count(), 0);
  });
});

describe("the timer", () => {
  let window;
  before(async () => {
    window = await openWindow();
    await window.open("0501-raft.md");
    await window.statusItem("answer").getByText("Q501").waitFor();
  });
  after(() => window.close());
  afterEach((context) => window.shot(`timer ${context.name}`));

  const shows = (pattern) => until(`the timer shows ${pattern}`, async () => {
    const item = window.statusItem("timer");
    return await item.isVisible() && pattern.test((await item.innerText()).replace(/\s+/g, " "));
  });

  test("is not there until it is started", async () => {
    assert.equal(await window.statusItem("timer").isVisible(), false);
  });

  test("starts with the sheet's minutes, and counts down", async () => {
    await window.command("Trade-off: Start Timer");
    await window.rows("as its sheet says").first().waitFor();
    await window.shot("timer-minutes");
    await window.rows("as its sheet says").first().click();
    await shows(/(60:00|59:59|1:00:00) · \d+ words/);
    await shows(/59:5\d · \d+ words/);
  });

  test("counts as the line over the answer does", async () => {
    const lens = await window.page.locator(".codelens-decoration").first().innerText();
    const timer = await window.statusItem("timer").innerText();
    assert.equal(/· (\d+) words/.exec(timer)[1], /(\d+) words/.exec(lens)[1]);
  });

  test("counts the words that are new", async () => {
    await window.press("Control+End");
    await window.type("\nThree more words.");
    await shows(/words \(\+3\)/);
    await window.saved("answers/0501-raft.md");
  });

  test("pauses, and is still there after a reload of the window", async () => {
    await window.command("Trade-off: Pause Timer");
    await window.statusItem("timer").locator(".codicon-debug-pause").waitFor();
    const before = (await window.statusItem("timer").innerText()).match(/59:\d\d/)[0];
    await window.reload();
    await shows(new RegExp(`${before} ·`));
    await window.statusItem("timer").click();
    await window.choose("Go on");
    await shows(/59:\d\d · \d+ words \(\+3\)/);
  });

  test("is stopped without a trace if one wants that", async () => {
    const text = window.read("answers/0501-raft.md");
    await window.command("Trade-off: Stop Timer");
    await window.reply("Record that in the answer's front matter?", "No");
    await window.statusItem("timer").waitFor({ state: "hidden" });
    assert.equal(window.read("answers/0501-raft.md"), text);
  });

  test("says when the time is over, and records it on demand", async () => {
    await window.open("0501-raft.md");
    await window.statusItem("answer").getByText("Q501").waitFor();
    await window.command("Trade-off: Start Timer");
    await window.choose("Other…");
    await window.answerBox("0.05");
    await window.notification("The time for question 501 is over").waitFor();
    await window.shot("timer-over");
    await window.reply("The time for question 501 is over", "Stop Timer");
    await window.reply("Record that in the answer's front matter?", "Record");
    await until("the minutes are there", async () => (await window.saved("answers/0501-raft.md")).startsWith("---\nminutes_spent: 1\n---\n"));
  });

  test("tells ten minutes before the end", async () => {
    await window.command("Trade-off: Start Timer");
    await window.choose("Other…");
    await window.answerBox("10.02");
    await window.notification("10 minutes left for question 501").waitFor();
  });
});
