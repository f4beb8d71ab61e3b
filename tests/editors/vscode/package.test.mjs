// What lies in the packages: for each platform its program and nothing else that is not needed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const EXTENSION = fileURLToPath(new URL("../../../editors/vscode", import.meta.url));
const yauzl = createRequire(join(EXTENSION, "x.js"))("yauzl");
const { name, version } = JSON.parse(readFileSync(join(EXTENSION, "package.json"), "utf8"));

/** Each target, and how its programs begin. */
const TARGETS = {
  "linux-x64": "\x7fELF", "linux-arm64": "\x7fELF", "alpine-x64": "\x7fELF",
  "darwin-x64": "\xcf\xfa\xed\xfe", "darwin-arm64": "\xcf\xfa\xed\xfe", "win32-x64": "MZ",
};

const EVERYWHERE = [
  "[Content_Types].xml", "extension.vsixmanifest",
  ...["LICENSE.txt", "changelog.md", "dist/extension.js", "dist/progress.js", "media/activity-dark.svg", "media/activity.svg",
    "media/icon.png", "media/progress.css", "media/walkthrough/mend.png", "media/walkthrough/progress.png",
    "media/walkthrough/questions.png", "media/walkthrough/server.png", "media/walkthrough/write.png", "package.json", "readme.md",
  ].map((file) => `extension/${file}`),
];

const work = mkdtempSync(join(process.env.WORK, "packages-"));

function run(...options) {
  return spawnSync(process.execPath, [join(EXTENSION, "scripts/package.mjs"), ...options], { encoding: "utf8" });
}

function vsix(out, target) {
  return join(out, `${name}-${version}${target === undefined ? "" : `-${target}`}.vsix`);
}

/** The entries of an archive by name: mode and contents. */
function unpack(file) {
  return new Promise((done, fail) => yauzl.open(file, { lazyEntries: true }, (error, archive) => {
    if (error) {
      fail(error);
      return;
    }
    const entries = new Map();
    archive.on("error", fail);
    archive.on("end", () => done(entries));
    archive.on("entry", (entry) => archive.openReadStream(entry, async (wrong, stream) => {
      if (wrong) {
        fail(wrong);
        return;
      }
      const contents = Buffer.concat(await stream.toArray());
      entries.set(entry.fileName, { mode: entry.externalFileAttributes >>> 16 & 0o777, contents });
      archive.readEntry();
    }));
    archive.readEntry();
  }));
}

/** Programs that would not run here, each with its target in it, and as little executable as an artifact that was downloaded. */
function programs(folder, targets) {
  for (const target of targets) {
    mkdirSync(join(folder, target), { recursive: true });
    const program = join(folder, target, target.startsWith("win32") ? "tradeoff.exe" : "tradeoff");
    writeFileSync(program, Buffer.concat([Buffer.from(TARGETS[target], "latin1"), Buffer.from(`program for ${target}`)]), { mode: 0o644 });
  }
  return folder;
}

describe("packages", () => {
  const out = join(work, "all");
  let made;
  before(() => {
    made = run("--out", out, "--servers", programs(join(work, "programs"), Object.keys(TARGETS)));
  });

  test("are made for every platform in one run, and one for all", () => {
    assert.equal(made.status, 0, made.stderr);
    const expected = [undefined, ...Object.keys(TARGETS)].map((target) => vsix(out, target));
    assert.deepEqual(readdirSync(out).map((file) => join(out, file)).sort(), expected.sort());
    assert.equal(readdirSync(EXTENSION).includes("server"), false);
  });

  for (const [target, magic] of Object.entries(TARGETS)) {
    test(`${target}: says so, and has its program alone`, async () => {
      const entries = await unpack(vsix(out, target));
      const program = `extension/server/${target.startsWith("win32") ? "tradeoff.exe" : "tradeoff"}`;
      assert.deepEqual([...entries.keys()].sort(), [...EVERYWHERE, program].sort());
      assert.match(entries.get("extension.vsixmanifest").contents.toString(), new RegExp(`TargetPlatform="${target}"`));
      const { contents, mode } = entries.get(program);
      assert.equal(contents.toString("latin1"), `${magic}program for ${target}`);
      assert.equal(mode, 0o755);
    });
  }

  test("the one for all platforms has no program and names no platform", async () => {
    const entries = await unpack(vsix(out));
    assert.deepEqual([...entries.keys()].sort(), [...EVERYWHERE].sort());
    assert.doesNotMatch(entries.get("extension.vsixmanifest").contents.toString(), /TargetPlatform/);
  });

  test("readme, changelog and licence are ours, and pictures have addresses", async () => {
    const entries = await unpack(vsix(out));
    const text = (file) => entries.get(`extension/${file}`).contents.toString();
    assert.match(text("readme.md"), /!\[[^\]]{20,}\]\(https:\/\/github\.com\/.*\/editors\/vscode\/media\/walkthrough\/write\.png\)/);
    assert.match(text("changelog.md"), new RegExp(`^## ${version.replaceAll(".", "\\.")}$`, "m"));
    assert.match(text("LICENSE.txt"), /MIT License[\s\S]*Apache License/);
    for (const file of entries.keys()) {
      assert.doesNotMatch(file, /\.(ts|map)$|node_modules|test/);
    }
  });
});

describe("packaging", () => {
  test("says which platforms have no program", () => {
    const out = join(work, "some");
    const { status, stdout } = run("--out", out, "--servers", programs(join(work, "two"), ["linux-arm64", "win32-x64"]));
    assert.equal(status, 0);
    assert.match(stdout, /for linux-x64, alpine-x64, darwin-x64, darwin-arm64$/m);
    assert.deepEqual(readdirSync(out).length, 3);
  });

  test("refuses a target that nobody knows, and a package that is too large", () => {
    const folder = programs(join(work, "wrong"), ["linux-x64"]);
    const program = join(folder, "linux-x64/tradeoff");
    const unknown = run("--out", join(work, "unknown"), "--server", program, "--target", "beos-x86");
    assert.deepEqual([unknown.status, /there is no target beos-x86/.test(unknown.stderr)], [1, true]);
    writeFileSync(program, crypto.getRandomValues(new Uint8Array(65_536)));
    for (let size = 0; size < 9 * 1024 * 1024; size += 65_536) {
      writeFileSync(program, crypto.getRandomValues(new Uint8Array(65_536)), { flag: "a" });
    }
    const large = run("--out", join(work, "large"), "--server", program, "--target", "linux-x64");
    assert.deepEqual([large.status, /larger than 8 MB/.test(large.stderr)], [1, true]);
  });

  test("keeps the one that is tested here small", () => {
    for (const file of readdirSync(process.env.VSIX_FOLDER)) {
      assert.ok(statSync(join(process.env.VSIX_FOLDER, file)).size < 8 * 1024 * 1024, file);
    }
  });
});
