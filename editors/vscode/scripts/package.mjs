// Packages the extension: for one platform with its server, or for all platforms without one.
//
//   node scripts/package.mjs --out FOLDER                                   one .vsix without a server
//   node scripts/package.mjs --out FOLDER --server PROGRAM [--target NAME]  one with it; NAME defaults to this platform
//   node scripts/package.mjs --out FOLDER --servers FOLDER                  every target whose program lies in
//                                                                           FOLDER/<target>/tradeoff[.exe], and the one without
//
// Needs Node 22 or newer, and `npm ci`.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TARGETS = ["linux-x64", "linux-arm64", "alpine-x64", "darwin-x64", "darwin-arm64", "win32-x64"];
const REPOSITORY = "https://github.com/tradeoff-lint/tradeoff";
/** What people put up with for an extension. */
const LIMIT = 8 * 1024 * 1024;

const root = fileURLToPath(new URL("..", import.meta.url));
const repository = resolve(root, "../..");
const { values } = parseArgs({ options: {
  out: { type: "string" }, server: { type: "string" }, servers: { type: "string" }, target: { type: "string" },
} });
const out = resolve(values.out ?? fail("say where to: --out FOLDER"));
if (Number(process.versions.node.split(".")[0]) < 22) {
  fail(`packaging needs Node 22 or newer, and this is ${process.version}`);
}

prepare();
if (values.servers !== undefined) {
  const found = TARGETS.filter((target) => existsSync(programIn(values.servers, target)));
  for (const target of found) {
    packageFor(target, programIn(values.servers, target));
  }
  const absent = TARGETS.filter((target) => !found.includes(target));
  if (absent.length > 0) {
    console.log(`no server in ${values.servers} for ${absent.join(", ")}`);
  }
  packageFor(undefined, undefined);
} else if (values.server !== undefined) {
  packageFor(values.target ?? `${process.platform}-${process.arch}`, resolve(values.server));
} else {
  packageFor(undefined, undefined);
}

/** What is the same in every package. */
function prepare() {
  execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
  const licences = ["MIT", "APACHE"].map((name) => readFileSync(join(repository, `LICENSE-${name}`), "utf8"));
  writeFileSync(join(root, "LICENSE.txt"), `MIT or Apache-2.0, at your choice.\n\n${licences.join("\n\n---\n\n")}`);
  mkdirSync(out, { recursive: true });
}

function packageFor(target, program) {
  if (target !== undefined && !TARGETS.includes(target)) {
    fail(`there is no target ${target}; the targets are ${TARGETS.join(", ")}`);
  }
  const server = join(root, "server");
  rmSync(server, { recursive: true, force: true });
  if (program !== undefined) {
    mkdirSync(server);
    const inside = join(server, target.startsWith("win32") ? "tradeoff.exe" : "tradeoff");
    copyFileSync(program, inside);
    chmodSync(inside, 0o755);
  }
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const vsix = join(out, `${name}-${version}${target === undefined ? "" : `-${target}`}.vsix`);
  // Everything is in the bundle: vsce need not look for dependencies. The README's pictures lie beside it in the repository.
  const options = ["package", "--no-dependencies", "--out", vsix, "--baseImagesUrl", `${REPOSITORY}/raw/HEAD/editors/vscode`, ...(target === undefined ? [] : ["--target", target])];
  execFileSync(process.execPath, [join(root, "node_modules/@vscode/vsce/vsce"), ...options], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const { size } = statSync(vsix);
  console.log(`${vsix}: ${(size / 1024 / 1024).toFixed(1)} MB`);
  if (size > LIMIT) {
    fail(`${vsix} is larger than ${LIMIT / 1024 / 1024} MB`);
  }
  rmSync(server, { recursive: true, force: true });
}

function programIn(folder, target) {
  return join(folder, target, target.startsWith("win32") ? "tradeoff.exe" : "tradeoff");
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
