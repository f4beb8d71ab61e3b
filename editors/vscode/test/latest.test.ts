import assert from "node:assert/strict";
import { test } from "node:test";

import { Latest } from "../src/latest";

test("an answer that was overtaken is dropped", async () => {
  const answers: ((answer: string) => void)[] = [];
  const taken: string[] = [];
  const latest = new Latest(0, () => new Promise<string>((resolve) => answers.push(resolve)), (answer) => taken.push(answer));
  const both = [latest.now(), latest.now()];
  answers[1]?.("second");
  answers[0]?.("first");
  await Promise.all(both);
  assert.deepEqual(taken, ["second"]);
});

test("a burst asks once, and nothing is taken after the end", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  const taken: number[] = [];
  const latest = new Latest(200, () => Promise.resolve(++asked), (answer) => taken.push(answer));
  latest.soon();
  context.mock.timers.tick(150);
  latest.soon();
  context.mock.timers.tick(150);
  assert.equal(asked, 0);
  context.mock.timers.tick(50);
  await Promise.resolve();
  assert.deepEqual(taken, [1]);
  const last = latest.now();
  latest.dispose();
  await last;
  latest.soon();
  latest.dispose();
  context.mock.timers.tick(500);
  assert.deepEqual([asked, taken], [2, [1]]);
});
