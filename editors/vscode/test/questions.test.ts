import assert from "node:assert/strict";
import { test } from "node:test";

import type { Question, State } from "../src/protocol";
import { nextUnanswered, randomUnanswered } from "../src/questions/choose";
import { inWords, sorted } from "../src/questions/findings";
import { describe, EVERYTHING, isEverything, passes, type Filter } from "../src/questions/filter";

function question(number: number, state: State, text = "Raft", section = "distributed"): Question {
  return { number, text, section, sectionTitle: `Section ${section}`, shape: "concept", minutes: 45, state, answers: [] };
}

const BANK = [question(501, "argued"), question(502, "unanswered", "Paxos"), question(503, "draft"), question(504, "unanswered", "CRDT", "scaling")];

function shown(filter: Filter, hasFindings: (question: Question) => boolean = () => false): number[] {
  return BANK.filter((each) => passes(each, hasFindings(each), filter)).map(({ number }) => number);
}

test("filters add up", () => {
  assert.deepEqual(shown(EVERYTHING), [501, 502, 503, 504]);
  assert.deepEqual(shown({ show: "unanswered" }), [502, 504]);
  assert.deepEqual(shown({ show: "unanswered", section: "scaling" }), [504]);
  assert.deepEqual(shown({ show: "findings" }, ({ number }) => number === 503), [503]);
  assert.deepEqual(shown({ show: "all", text: "pAX section" }), [502]);
  assert.deepEqual(shown({ show: "all", text: "50" }), [501, 502, 503, 504]);
  assert.deepEqual(shown({ show: "all", text: "raft scaling" }), []);
});

test("a filter says what it shows", () => {
  assert.ok(isEverything(EVERYTHING) && !isEverything({ show: "all", text: "x" }));
  assert.equal(describe({ show: "findings", section: "s", text: "raft" }, () => "Scaling"), 'with findings, in Scaling, with "raft"');
});

test("what is not written yet is told apart from what is to be mended", () => {
  assert.equal(inWords(sorted([])), "");
  assert.equal(inWords(sorted(["omitted-cost"])), "1 finding");
  assert.equal(inWords(sorted(["empty-section", "empty-section"])), "2 sections to write");
  assert.equal(inWords(sorted(["empty-section", "omitted-cost", "one-sided"])), "2 findings, 1 section to write");
});

test("the next unanswered question comes after the active one, and then from the beginning", () => {
  assert.equal(nextUnanswered(BANK, 0)?.number, 502);
  assert.equal(nextUnanswered(BANK, 502)?.number, 504);
  assert.equal(nextUnanswered(BANK, 504)?.number, 502);
  assert.equal(nextUnanswered([question(501, "draft")], 0), undefined);
});

test("a random question is another one where there is one", () => {
  assert.deepEqual([0, 0.49, 0.5, 0.99].map((random) => randomUnanswered(BANK, 0, random)?.number), [502, 502, 504, 504]);
  assert.equal(randomUnanswered(BANK, 502, 0)?.number, 504);
  assert.equal(randomUnanswered(BANK.slice(0, 2), 502, 0.5)?.number, 502);
  assert.equal(randomUnanswered([], 0, 0), undefined);
});
