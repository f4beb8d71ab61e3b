// The server: found, missing, wrong, killed; and what an untrusted folder may not do.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { openWindow, until } from "./window.mjs";

/** A program that is called tradeoff and prints `version`; it leaves a mark when it runs. */
function program(folder, version) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "tradeoff");
  writeFileSync(file, `#!/bin/sh\ntouch ${folder}/ran\necho ${version}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The servers of this window, by what runs and not by name: others may run on this machine. */
function servers(window) {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/exe`).startsWith(join(window.root, "extensions"));
    } catch {
      return false;
    }
  }).map(Number);
}

const about = async (window) => {
  await window.command("Trade-off: Show What Runs");
  await window.page.locator('.tab.active', { hasText: "About Trade-off" }).waitFor();
  await window.reply("Look it through", "Copy");
  return window.copied(/^extension/);
};

describe("the bundled server", () => {
  let window;
  before(async () => {
    window = await openWindow();
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
  });
  after(() => window.close());
  afterEach((context) => window.shot(`server ${context.name}`));

  test("is what runs, and says so", async () => {
    const text = await about(window);
    assert.match(text, /^server +.*server\/tradeoff \(it came with the extension\)$/m);
    assert.match(text, /^version +\d+\.\d+\.\d+$/m);
    assert.match(text, /^state +running$/m);
    assert.match(text, /^configuration +.*tradeoff\.toml$/m);
  });

  test("comes back when it is killed", async () => {
    const [pid] = await until("it runs", () => servers(window).length === 1 && servers(window));
    process.kill(pid, "SIGKILL");
    const [next] = await until("another runs", () => servers(window).some((other) => other !== pid) && servers(window));
    assert.notEqual(next, pid);
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
  });

  test("stays down when it is killed again and again, until it is restarted", async () => {
    // At any moment: while it runs, and while it starts.
    const told = window.notification("the server stopped");
    await until("it is told", async () => {
      for (const pid of servers(window)) {
        process.kill(pid, "SIGKILL");
      }
      return told.first().isVisible();
    });
    assert.deepEqual(servers(window), []);
    assert.equal(await told.count(), 1);
    await window.shot("server-down");
    await window.reply("the server stopped", "Restart Server");
    await until("it runs", () => servers(window).length === 1);
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
  });

  test("is restarted by a command", async () => {
    const [pid] = servers(window);
    await window.command("Trade-off: Restart Server");
    await until("another runs", () => servers(window).length === 1 && servers(window)[0] !== pid);
    await window.statusItem("answer").getByText("Q527").waitFor();
  });

  test("has a log", async () => {
    await window.command("Trade-off: Show Server Log");
    const lines = window.page.locator(".part.panel .view-line");
    await lines.filter({ hasText: /\(bundled\)/ }).first().waitFor();
    await lines.filter({ hasText: /indexed/ }).first().waitFor();
    // What the server says is not there a second time as an error.
    assert.equal(await lines.filter({ hasText: /error.*INFO/ }).count(), 0);
  });

  test("ends with the window", async () => {
    await window.page.goto("about:blank");
    await until("it is gone", () => servers(window).length === 0, 60_000);
  });
});

describe("without a bundled server", () => {
  test("the one on PATH is taken", async () => {
    const window = await openWindow({ bundled: false, path: (root) => `${root}/bin:/usr/bin:/bin`, prepare: (folder, root) => {
      mkdirSync(join(root, "bin"));
      symlinkSync(process.env.TRADEOFF, join(root, "bin/tradeoff"));
    } });
    try {
      await window.open("0527-spanner.md");
      await window.squiggles.first().waitFor();
      assert.match(await about(window), /^server +.*bin\/tradeoff \(found on PATH\)$/m);
    } finally {
      await window.close();
    }
  });

  test("none at all is said, with a way out, and no question is asked of nobody", async () => {
    const window = await openWindow({ bundled: false });
    try {
      await window.open("0527-spanner.md");
      await window.notification("there is no program tradeoff").waitFor();
      await window.showQuestions();
      await window.sidebar.getByText("The server does not run").waitFor();
      await window.shot("server-none");
      await window.shot("picture-server", { x: 640, y: 480, width: 640, height: 320 });
      await window.reply("there is no program tradeoff", "How to Install");
      await window.page.getByText("Write your first answer").first().waitFor();
      await window.shot("walkthrough");
    } finally {
      await window.close();
    }
  });
});

describe("the setting", () => {
  const opens = async (setting, body) => {
    const window = await openWindow({ settings: (root) => ({ "tradeoff.server.path": setting(root) }) });
    try {
      await window.open("0527-spanner.md");
      await body(window);
    } finally {
      await window.close();
    }
  };

  test("that leads nowhere is said", () => opens((root) => join(root, "gone/tradeoff"), async (window) => {
    await window.notification("and no program is there").waitFor();
    await window.shot("server-wrong-path");
    assert.deepEqual(servers(window), []);
  }));

  test("that names another program is said", () => opens(() => "/usr/bin/env", async (window) => {
    await window.notification("is not the program tradeoff").waitFor();
  }));

  test("that names an old version is said", () => opens((root) => program(join(root, "old"), "tradeoff 0.0.9"), async (window) => {
    await window.notification("it is version 0.0.9, and this extension needs").waitFor();
    await window.shot("server-old");
  }));
});

describe("a folder that is not trusted", () => {
  let window, mark;
  before(async () => {
    window = await openWindow({ trust: "asked", prepare: (folder) => {
      const own = program(join(folder, "bin"), "tradeoff 0.1.0");
      mark = join(folder, "bin/ran");
      mkdirSync(join(folder, ".vscode"));
      writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify({ "tradeoff.server.path": own }));
    } });
  });
  after(() => window.close());
  afterEach((context) => window.shot(`trust ${context.name}`));

  test("is linted, and its program is not run", async () => {
    await window.page.locator(".monaco-dialog-box .monaco-button", { hasText: "No" }).click();
    await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await window.open("0527-spanner.md");
    await window.squiggles.first().waitFor();
    assert.equal(existsSync(mark), false);
    assert.match(await about(window), /^trusted +no/m);
  });

  test("cannot say what is run when it is trusted, either", async () => {
    await window.command("Workspaces: Manage Workspace Trust");
    await window.page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
    await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "detached" });
    // The page about trust lies over the window like a dialog.
    await window.page.locator(".modal-editor-part .codicon-close").first().click();
    await window.command("Trade-off: Restart Server");
    await window.open("0527-spanner.md");
    await window.statusItem("answer").getByText("Q527").waitFor();
    assert.equal(await window.page.locator(".notification-toast").count(), 0);
    assert.equal(existsSync(mark), false);
    assert.match(await about(window), /it came with the extension/);
  });
});
