// Bundles the extension and the script of its progress page into dist/.
//
//   node scripts/build.mjs [--watch]
import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const common = { absWorkingDir: root, bundle: true, minify: !process.argv.includes("--watch"), logLevel: "warning", legalComments: "none" };
const targets = [
  // `vscode` is given by the editor. VS Code 1.91 runs on Node 20.
  { ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", platform: "node", format: "cjs", target: "node20", external: ["vscode"] },
  { ...common, entryPoints: ["page/progress.ts"], outfile: "dist/progress.js", platform: "browser", format: "iife", target: "es2022" },
];

for (const target of targets) {
  if (process.argv.includes("--watch")) {
    await (await esbuild.context(target)).watch();
  } else {
    await esbuild.build(target);
  }
}
