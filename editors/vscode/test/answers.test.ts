import assert from "node:assert/strict";
import { test } from "node:test";

import { usualFolder } from "../src/answers/folder";
import { marks, spoken } from "../src/answers/marks";
import { addMinutes } from "../src/answers/minutes";
import { report } from "../src/answers/report";
import { readable } from "../src/markdown";
import type { Explanation, Weighed } from "../src/protocol";

const WEIGHED: Weighed[] = [
  { consideration: "consistency", verdict: "argued", confidence: 0.98, reason: "gives a figure: 5 minutes" },
  { consideration: "latency", verdict: "mentioned", confidence: 0.9, reason: "named, but nothing is said about it" },
  { consideration: "cost", verdict: "missing", confidence: 0.94, reason: "nothing is said about it" },
  { consideration: "privacy", verdict: "argued", confidence: 0.8, reason: "one of your terms" },
];

test("verdicts are short on the screen and whole in words", () => {
  assert.equal(marks(WEIGHED), "C ✓ L ~ $ – pri ✓");
  assert.equal(spoken(WEIGHED), "consistency argued, latency named, not argued, cost missing, privacy argued");
});

function withMinutes(text: string, minutes: number): string {
  const { start, end, text: inserted } = addMinutes(text, minutes);
  return text.slice(0, start) + inserted + text.slice(end);
}

test("minutes are added to front matter, and nothing else changes", () => {
  assert.equal(withMinutes("# 501. Raft\n", 40), "---\nminutes_spent: 40\n---\n\n# 501. Raft\n");
  assert.equal(withMinutes("\uFEFF# 501. Raft\r\n", 40), "\uFEFF---\r\nminutes_spent: 40\r\n---\r\n\r\n# 501. Raft\r\n");
  assert.equal(withMinutes("---\nquestion: 501\n---\n# Raft\n", 40), "---\nquestion: 501\nminutes_spent: 40\n---\n# Raft\n");
  assert.equal(withMinutes("---\r\nquestion: 501\r\n---\r\n", 40), "---\r\nquestion: 501\r\nminutes_spent: 40\r\n---\r\n");
  assert.equal(withMinutes("---\n---\ntext", 40), "---\nminutes_spent: 40\n---\ntext");
  assert.equal(withMinutes("+++\nquestion = 501\n+++\n", 40), "+++\nquestion = 501\nminutes_spent = 40\n+++\n");
});

test("minutes add up over several sittings", () => {
  assert.equal(withMinutes("---\nminutes_spent: 20 # by hand\nquestion: 501\n---\n", 40), "---\nminutes_spent: 60 # by hand\nquestion: 501\n---\n");
  assert.equal(withMinutes("---\nminutes_spent:\nquestion: 501\n---\n", 40), "---\nminutes_spent: 40\nquestion: 501\n---\n");
  assert.equal(withMinutes("+++\nminutes_spent = 20\n+++\n", 5), "+++\nminutes_spent = 25\n+++\n");
});

test("a line of dashes in the middle is no front matter", () => {
  const text = "# Raft\n\n---\nquestion: 1\n---\n";
  assert.equal(withMinutes(text, 5), `---\nminutes_spent: 5\n---\n\n${text}`);
});

test("a report is a labelled passage", () => {
  const explanation: Explanation = { question: 526, considerations: WEIGHED.slice(0, 3), clauses: [] };
  const text = report({ explanation, passage: "\nReads are fast.\n", consideration: "latency", expected: "argued", version: "0.1.0" });
  assert.equal(text, [
    "<!-- question: 526 -->", "", "Reads are fast.", "", "<!-- labels.tsv", "question\tconsistency\tlatency\tcost\tnote",
    "526\targued\targued\tmissing\tlatency: tradeoff 0.1.0 says mentioned (0.90): named, but nothing is said about it", "-->", "",
  ].join("\n"));
});

test("a new answer goes where most answers are", () => {
  assert.equal(usualFolder([]), undefined);
  assert.equal(usualFolder(["file:///a/x/1.md", "file:///a/y/2.md", "file:///a/y/3.md"]), "file:///a/y");
  assert.equal(usualFolder(["file:///a/x/1.md", "file:///a/y/2.md"]), "file:///a/x");
});

test("text of others is no Markdown", () => {
  assert.equal(readable("<b>[x](y) *z* $(alert)\n`c`"), "\\<b\\>\\[x\\]\\(y\\) \\*z\\* \\$\\(alert\\) \\`c\\`");
});
