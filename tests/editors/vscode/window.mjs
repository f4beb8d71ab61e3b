// A VS Code window on a folder of its own, and what a person does in it.
//
// Nothing here knows the extension's code: everything goes through keys, the mouse, and what is on the screen or on
// the disk. Each window has a fresh profile with the packaged .vsix installed.
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const { CODE_SERVER, DRIVER, VSIX_FOLDER, WORK, SHOTS, CHROMIUM = "/usr/bin/chromium" } = process.env;
for (const [name, value] of Object.entries({ CODE_SERVER, DRIVER, VSIX_FOLDER, WORK })) {
  if (value === undefined) {
    throw new Error(`${name} is not set: start these tests by tests/editors/vscode/run`);
  }
}
const { chromium } = createRequire(join(DRIVER, "x.js"))("playwright-core");

/** The folder that most tests use: an argued answer, one with a finding, a draft, and notes that are no answer. */
export const WORKSPACE = fileURLToPath(new URL("workspace", import.meta.url));

/** How long something may take to appear. Generous: it is only waited out when it does not. */
const PATIENCE = 60_000;

// A quiet workbench, so that no pop-up covers what is looked at.
const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "update.mode": "none",
  "editor.minimap.enabled": false,
  "editor.hover.delay": 100,
  "editor.wordBasedSuggestions": "off",
  "files.autoSave": "off",
  "security.workspace.trust.startupPrompt": "always",
};

export function vsix(isWithServer = true) {
  const name = readdirSync(VSIX_FOLDER).find((file) => /-\d+\.\d+\.\d+-/.test(file) === isWithServer);
  return join(VSIX_FOLDER, name);
}

/**
 * Opens a window. `folder` is copied, and `prepare` may change the copy; without one it is empty. What must know where
 * the window's files are is a function of that place: settings, `extensions` beside ours, a `workspace` file to open
 * instead of the folder.
 */
export async function openWindow({
  folder = WORKSPACE, prepare, settings, trust = "everything", bundled = true, path = () => "/usr/bin:/bin",
  extensions = () => [], workspace = () => undefined,
} = {}) {
  const root = mkdtempSync(join(WORK, "window-"));
  const copy = join(root, basename(folder ?? "empty"));
  folder === null ? mkdirSync(copy) : cpSync(folder, copy, { recursive: true });
  prepare?.(copy, root);
  const own = typeof settings === "function" ? settings(root) : settings ?? {};
  const user = join(root, "user");
  mkdirSync(join(user, "User"), { recursive: true });
  writeFileSync(join(user, "User/settings.json"), JSON.stringify({ ...SETTINGS, ...own }));
  // code-server's only user settings are those of its machine; machine scope reads them from the file of the remote.
  mkdirSync(join(user, "Machine"), { recursive: true });
  const machine = Object.fromEntries(Object.entries(own).filter(([name]) => name === "tradeoff.server.path"));
  writeFileSync(join(user, "Machine/settings.json"), JSON.stringify(machine));

  // Nothing of the user's own is read or written, and a program of ours on the PATH is not found by chance.
  // The editor asks a login shell for the environment, as it does on a desktop.
  writeFileSync(join(root, ".profile"), `export PATH=${path(root)}\n`);
  const env = { ...process.env, PATH: path(root), SHELL: "/bin/sh", HOME: root, XDG_CONFIG_HOME: join(root, "config"),
    XDG_DATA_HOME: join(root, "data"), XDG_CACHE_HOME: join(root, "cache") };
  for (const name of Object.keys(env)) {
    if (name.startsWith("VSCODE_") || name.startsWith("TRADEOFF")) {
      delete env[name];
    }
  }
  const profile = ["--user-data-dir", user, "--extensions-dir", join(root, "extensions")];
  const installed = [vsix(bundled), ...extensions(root)].flatMap((file) => ["--install-extension", file]);
  await promisify(execFile)(process.execPath, [CODE_SERVER, ...profile, ...installed], { env });
  const port = await freePort();
  const options = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  if (trust === "everything") {
    options.push("--disable-workspace-trust");
  }
  const server = spawn(process.execPath, [CODE_SERVER, ...profile, ...options], { env, stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => server.kill();
  process.on("exit", kill);
  await new Promise((done, fail) => {
    let log = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (data) => (log += data).includes("HTTP server listening") && done());
    }
    server.on("exit", () => fail(new Error(`code-server ended:\n${log}`)));
  });
  // As root, Chromium needs --no-sandbox. 127.0.0.1 is a secure context, which webviews need.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"],
    env: { ...env, HOME: join(root, "browser") } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const origin = `http://127.0.0.1:${port}`;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const opened = workspace(root);
  await page.goto(`${origin}/?${opened === undefined ? "folder" : "workspace"}=${encodeURIComponent(opened ?? copy)}`);
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  const close = async () => {
    await browser.close();
    const ended = new Promise((done) => server.on("exit", done));
    server.kill();
    await ended;
    process.off("exit", kill);
  };
  return new Window(page, copy, root, close);
}

export class Window {
  constructor(page, folder, root, close) {
    Object.assign(this, { page, folder, root, close });
  }

  /** The screen, or a part of it, as a picture, if somebody wants to see it. */
  async shot(name, clip) {
    if (SHOTS !== undefined) {
      mkdirSync(SHOTS, { recursive: true });
      await this.page.screenshot({ path: join(SHOTS, `${name.replace(/\W+/g, "-")}.png`), ...(clip && { clip }) });
    }
  }

  // ---- Keys and the palette

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** The box at the top: the palette, lists to choose from, questions for a text. */
  get box() {
    return this.page.locator(".quick-input-widget:visible input.input");
  }

  rows(text) {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text });
  }

  async boxIsGone() {
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.offered(title);
    await this.rows(title).first().click();
  }

  /** Looks for a command in the palette, and leaves the palette open; how many are offered by exactly that title. */
  async offered(title) {
    await this.press("F1");
    await this.box.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row").first().waitFor();
    return this.page.locator(".quick-input-list .monaco-list-row .monaco-highlighted-label", { hasText: new RegExp(`^${title}$`) }).count();
  }

  /** Chooses a row of the list that is open, after it was narrowed to `text`. */
  async choose(row, text) {
    if (text !== undefined) {
      await this.box.fill(text);
    }
    await this.rows(row).first().click();
  }

  async answerBox(text) {
    await this.box.fill(text);
    await this.press("Enter");
    await this.boxIsGone();
  }

  /** Reloads the window as its user does: the editor writes down first what is to stay. */
  async reload() {
    await Promise.all([this.page.waitForEvent("load"), this.command("Developer: Reload Window")]);
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  }

  // ---- Files and editors

  path(file) {
    return join(this.folder, file);
  }

  read(file) {
    return readFileSync(this.path(file), "utf8");
  }

  async open(file) {
    await this.press("Control+P");
    await this.box.fill(file);
    await this.rows(basename(file)).first().click();
    await this.page.locator(`.tab.active[data-resource-name="${basename(file)}"]`).waitFor();
    await this.page.locator(".editor-instance .monaco-editor .view-line").first().waitFor();
  }

  /** Line and column from 1. */
  async goTo(line, column = 1) {
    await this.press("Control+G");
    await this.box.fill(`:${line}:${column}`);
    await this.press("Enter");
    await this.boxIsGone();
  }

  /** Saves the active file and reads it from the disk: the surest way to know a document's text from outside. */
  async saved(file) {
    // What a command inserts may arrive just after the key.
    await until(`${file} is saved`, async () => {
      await this.press("Control+S");
      return this.page.locator(".tab.active.dirty").waitFor({ state: "detached", timeout: 2_000 }).then(() => true, () => false);
    });
    return this.read(file);
  }

  get squiggles() {
    return this.page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info");
  }

  tab(name) {
    return this.page.locator(".tab", { hasText: name });
  }

  // ---- Around the editor

  statusItem(name) {
    return this.page.locator(`[id="tradeoff-lint.tradeoff.${name}"]`);
  }

  notification(text) {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  /** Presses a button of a notification. */
  async reply(text, button) {
    await this.notification(text).locator(".monaco-button", { hasText: button }).click();
  }

  async clearNotifications() {
    await this.command("Notifications: Clear All Notifications");
  }

  /** The Questions view. */
  async showQuestions() {
    if (!await this.sidebar.getByText("Questions", { exact: false }).first().isVisible().catch(() => false)) {
      await this.page.locator(".activitybar [aria-label^=\"Trade-off\"]").first().click();
    }
    await this.sidebar.locator(".pane-header, .title-label", { hasText: /Trade-off|Questions/i }).first().waitFor();
  }

  get sidebar() {
    return this.page.locator(".part.sidebar");
  }

  item(text) {
    return this.sidebar.locator(".monaco-list-row", { hasText: text });
  }

  /** The document in a webview: a frame in a frame. */
  webview() {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** What is copied, once it is something that matches; after it the clipboard is empty. */
  async copied(pattern) {
    const text = await until(`${pattern} is copied`, async () => {
      const copied = await this.clipboard();
      return pattern.test(copied) && copied;
    });
    await this.page.evaluate(() => navigator.clipboard.writeText(""));
    return text;
  }
}

/** Waits until `probe()` gives something: for what has no element to wait on, such as a file on the disk. */
export async function until(what, probe, patience = PATIENCE) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const found = await probe();
    if (found) {
      return found;
    }
  }
  throw new Error(`not in time: ${what}`);
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
