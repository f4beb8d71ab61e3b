/**
 * A verdict that somebody disagrees with, in the form in which tests/verdicts keeps labelled passages: the passage
 * after a comment with its question, and a row of labels.
 */
import type { Explanation, Verdict } from "../protocol";

export interface Disagreement {
  explanation: Explanation;
  passage: string;
  consideration: string;
  expected: Verdict;
  version: string;
}

const LABELLED = ["consistency", "latency", "cost"];

export function report({ explanation, passage, consideration, expected, version }: Disagreement): string {
  const own = explanation.considerations.map((weighed) => weighed.consideration);
  const columns = [...LABELLED, ...own.filter((name) => !LABELLED.includes(name))];
  const labels = columns.map((name) => {
    const found = explanation.considerations.find((weighed) => weighed.consideration === name)?.verdict ?? "missing";
    return name === consideration ? expected : found;
  });
  const judged = explanation.considerations.find((weighed) => weighed.consideration === consideration);
  const note = judged === undefined ? "not judged"
    : `tradeoff ${version} says ${judged.verdict} (${judged.confidence.toFixed(2)}): ${judged.reason}`;
  return [
    `<!-- question: ${explanation.question} -->`,
    "",
    passage.trim(),
    "",
    "<!-- labels.tsv",
    ["question", ...columns, "note"].join("\t"),
    [explanation.question, ...labels, `${consideration}: ${note}`].join("\t"),
    "-->",
    "",
  ].join("\n");
}
