// The problem matcher reads what the program prints.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const manifest = JSON.parse(readFileSync(new URL("../../../editors/vscode/package.json", import.meta.url), "utf8"));

test("every line of the concise format is a problem at its place", () => {
  const cwd = fileURLToPath(new URL("../../samples", import.meta.url));
  const { stdout } = spawnSync(process.env.TRADEOFF, ["lint", "--format", "concise"], { cwd, encoding: "utf8" });
  const [{ pattern }] = manifest.contributes.problemMatchers;
  const lines = stdout.trim().split("\n");
  assert.ok(lines.length >= 5);
  for (const line of lines) {
    const match = new RegExp(pattern.regexp).exec(line);
    assert.ok(match, line);
    assert.match(match[pattern.file], /\.md$/);
    assert.match(match[pattern.line], /^\d+$/);
    assert.match(match[pattern.code], /^[a-z-]+$/);
    assert.match(match[pattern.severity], /^(error|warning|info|hint)$/);
    assert.ok(match[pattern.message].length > 10);
  }
});
