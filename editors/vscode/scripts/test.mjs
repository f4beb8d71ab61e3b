// Runs the tests of what needs no editor: bundled by esbuild, run by Node's own runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "tradeoff-vscode-units-"));
const tests = readdirSync(join(root, "test")).filter((file) => file.endsWith(".test.ts"));
await esbuild.build({
  absWorkingDir: root, entryPoints: tests.map((file) => join("test", file)), outdir: out, outExtension: { ".js": ".mjs" },
  bundle: true, platform: "node", format: "esm", target: "node20", sourcemap: "inline", logLevel: "warning",
});
const { status } = spawnSync(process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=dot", ...tests.map((file) => join(out, file.replace(/ts$/, "mjs")))],
  { cwd: root, stdio: "inherit" });
rmSync(out, { recursive: true });
process.exitCode = status ?? 1;
