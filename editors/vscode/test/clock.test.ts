import assert from "node:assert/strict";
import { test } from "node:test";

import { due, elapsed, isClock, left, pause, resume, show, type Clock } from "../src/timer/clock";

const MINUTE = 60_000;

function clock(minutes: number, more: Partial<Clock> = {}): Clock {
  return { question: 526, uri: "file:///a.md", total: minutes * MINUTE, before: 0, since: 0, words: 0, noticed: [], ...more };
}

test("a pause does not count", () => {
  const paused = pause(clock(45), 10 * MINUTE);
  assert.equal(elapsed(paused, 30 * MINUTE), 10 * MINUTE);
  const again = resume(paused, 30 * MINUTE);
  assert.equal(left(again, 35 * MINUTE), 30 * MINUTE);
  assert.deepEqual(resume(again, 40 * MINUTE), again);
  assert.equal(elapsed(pause(paused, 50 * MINUTE), 60 * MINUTE), 10 * MINUTE);
});

test("a clock that is set back does not give time", () => {
  assert.equal(left(clock(45, { since: 10 * MINUTE }), 5 * MINUTE), 45 * MINUTE);
});

test("there is one notice at ten minutes and one at the end", () => {
  const started = clock(45);
  assert.equal(due(started, 34 * MINUTE, 10 * MINUTE), undefined);
  const [first, told] = due(started, 35 * MINUTE, 10 * MINUTE) ?? [];
  assert.equal(first, "soon");
  assert.equal(due(told as Clock, 36 * MINUTE, 10 * MINUTE), undefined);
  const [last, done] = due(told as Clock, 45 * MINUTE, 10 * MINUTE) ?? [];
  assert.equal(last, "end");
  assert.equal(due(done as Clock, 50 * MINUTE, 10 * MINUTE), undefined);
});

test("a short time has no notice before its end, and neither has who comes late", () => {
  assert.equal(due(clock(10), 1 * MINUTE, 10 * MINUTE), undefined);
  assert.equal(due(clock(45), 44 * MINUTE, 0), undefined);
  assert.equal(due(clock(45), 90 * MINUTE, 10 * MINUTE)?.[0], "end");
});

test("the countdown is read at a glance", () => {
  assert.deepEqual([45 * MINUTE, 44 * MINUTE + 11_001, 59_000, 1, 0, -1, -150_000, 3_605_000].map(show),
    ["45:00", "44:12", "0:59", "0:01", "0:00", "+0:00", "+2:30", "1:00:05"]);
});

test("only a clock is read back", () => {
  assert.ok(isClock(JSON.parse(JSON.stringify(clock(45)))) && isClock(pause(clock(45), 1)));
  for (const other of [undefined, null, 7, {}, { ...clock(45), noticed: "end" }, { ...clock(45), total: "45" }]) {
    assert.ok(!isClock(other), JSON.stringify(other));
  }
});
