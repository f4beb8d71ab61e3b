/** What a hostile repository must not find in the extension, held against its sources. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { readable } from "../src/markdown";

const sources = ["src", "page"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => join(folder, name)));
const all = sources.map((name) => ({ name, text: readFileSync(name, "utf8") }));

test("no text becomes HTML or code", () => {
  assert.ok(all.length > 20);
  for (const { name, text } of all) {
    for (const way of ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "supportHtml"]) {
      assert.ok(!text.includes(way), `${way} in ${name}`);
    }
  }
});

test("Markdown is trusted in one place, with the commands that it may run", () => {
  const trusting = all.filter(({ text }) => /\.isTrusted\s*=[^=]/.test(text));
  assert.deepEqual(trusting.map(({ name }) => name), [join("src", "answers", "status.ts")]);
  assert.match(trusting[0]?.text ?? "", /isTrusted = \{ enabledCommands: \["tradeoff\.question\.sheet", "tradeoff\.timer\.start"\] \}/);
});

test("text of others stays text in Markdown of ours", () => {
  const hostile = "[x](command:evil) <img src=x> ![p](y) **b** $(icon) `c` &lt;\n# d";
  assert.doesNotMatch(readable(hostile).replace(/\\./g, ""), /[[\]()<>*`$&#!\n]/);
});

test("the progress page loads its own files and nothing else", () => {
  const panel = all.find(({ name }) => name.endsWith("panel.ts"))?.text ?? "";
  assert.ok(panel.includes("default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'"));
  assert.ok(panel.includes("localResourceRoots"));
  assert.ok(!panel.includes("unsafe-inline") && !panel.includes("unsafe-eval"));
});
