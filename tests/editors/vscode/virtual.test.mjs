// A workspace that lies on no disk: what works there, and that the rest is said.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { openWindow, WORKSPACE } from "./window.mjs";

const VSCE = fileURLToPath(new URL("../../../editors/vscode/node_modules/@vscode/vsce/vsce", import.meta.url));

/** An extension whose files are those of the usual folder. */
function browsing(root) {
  const folder = join(root, "browsed");
  cpSync(fileURLToPath(new URL("browsed", import.meta.url)), folder, { recursive: true });
  cpSync(WORKSPACE, join(folder, "files/notes"), { recursive: true });
  const vsix = join(root, "browsed.vsix");
  execFileSync(process.execPath,
    [VSCE, "package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", vsix],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return vsix;
}

describe("a folder that is only browsed", () => {
  let window;
  before(async () => {
    window = await openWindow({ folder: null, extensions: (root) => [browsing(root)], workspace: (root) => {
      const file = join(root, "notes.code-workspace");
      writeFileSync(file, JSON.stringify({ folders: [{ uri: "browsed:/notes", name: "notes" }] }));
      return file;
    } });
  });
  after(() => window.close());
  afterEach((context) => window.shot(`virtual ${context.name}`));

  const LIMITS = "This folder is only browsed.";

  test("an open answer is checked", async () => {
    const file = (name) => window.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
    await file("answers").click();
    await file("0527-spanner.md").dblclick();
    await window.squiggles.first().waitFor();
    await window.statusItem("answer").getByText("Q527").waitFor();
  });

  test("the view says what does not work", async () => {
    await window.showQuestions();
    await window.sidebar.getByText(LIMITS).first().waitFor();
  });

  test("a new answer says why there is none", async () => {
    await window.command("Trade-off: New Answer");
    await window.choose("526", "truetime");
    await window.notification(LIMITS).waitFor();
    await window.notification(LIMITS).locator(".monaco-button", { hasText: "Open Folder" }).waitFor();
    await window.clearNotifications();
  });

  test("a bug report names it", async () => {
    await window.command("Trade-off: Show What Runs");
    await window.reply("Look it through", "Copy");
    const text = await window.copied(/^extension/);
    assert.match(text, /^browsed +This folder is only browsed\./m);
    assert.match(text, /^folder +browsed:\/notes$/m);
    assert.doesNotMatch(text, /^configuration/m);
  });
});
