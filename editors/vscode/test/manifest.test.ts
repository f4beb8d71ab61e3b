/** What package.json promises, held against the rest of the repository. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

interface Setting {
  scope?: string;
  default?: unknown;
  markdownDescription?: string;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;
const settings = new Map<string, Setting>(contributes.configuration.flatMap(({ properties }: { properties: object }) => Object.entries(properties)));

test("every setting says what it does, where it holds and what it is without a word", () => {
  for (const [name, { scope, default: standard, markdownDescription }] of settings) {
    assert.ok(scope !== undefined && standard !== undefined && (markdownDescription ?? "").length > 20, name);
  }
});

test("a workspace cannot say what is run", () => {
  assert.equal(settings.get("tradeoff.server.path")?.scope, "machine");
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["tradeoff.server.path"]);
  for (const name of settings.keys()) {
    assert.ok(name === "tradeoff.server.path" || !/path|command|env|args/i.test(name), name);
  }
});

test("the server's settings are all there, with the server's defaults", () => {
  const features = readFileSync("../../docs/features.md", "utf8");
  const rows = [...features.matchAll(/^\| `(\w+)` \| (`.*`) \| .* \|$/gm)];
  assert.ok(rows.length >= 8);
  for (const [, name, values = ""] of rows) {
    const [first = ""] = values.split(",");
    const standard = first.replaceAll("`", "");
    assert.equal(String(settings.get(`tradeoff.${name}`)?.default), standard, name);
  }
});

test("no key is bound", () => {
  assert.equal(contributes.keybindings, undefined);
});

test("every command has a place where it shows, and every place a command", () => {
  const commands = new Set<string>(contributes.commands.map(({ command }: { command: string }) => command));
  for (const [menu, entries] of Object.entries<{ command: string; when?: string }[]>(contributes.menus)) {
    for (const { command, when } of entries) {
      assert.ok(commands.has(command) && when !== undefined, `${menu}: ${command}`);
    }
  }
  const source = readFileSync("src/commands.ts", "utf8");
  for (const command of commands) {
    assert.ok(source.includes(`"${command}"`), command);
  }
});

test("pictures and files are there", () => {
  const pictures = contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { image: string; altText: string } }[] }) => steps)
    .map(({ media }: { media: { image: string; altText: string } }) => (assert.ok(media.altText.length > 10), media.image));
  assert.equal(pictures.length, 4);
  for (const file of [manifest.icon, ...pictures, contributes.viewsContainers.activitybar[0].icon]) {
    assert.ok(existsSync(file), file);
  }
});

test("the version is the program's", () => {
  const cargo = readFileSync("../../Cargo.toml", "utf8");
  assert.match(cargo, new RegExp(`^version = "${manifest.version.replaceAll(".", "\\.")}"$`, "m"));
});
