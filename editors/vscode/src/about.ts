/** What runs, from where, with which version and configuration: the first thing that a bug report needs. */
import * as os from "node:os";
import * as vscode from "vscode";

import type { Server } from "./server/server";
import { isVirtual, LIMITS } from "./virtual";

const SCHEME = "tradeoff-about";
const SOURCES = { setting: "the setting tradeoff.server.path", bundled: "it came with the extension", PATH: "found on PATH" };

export class About implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  private text = "";

  constructor(private readonly context: vscode.ExtensionContext, private readonly server: Server) {}

  dispose(): void {
    this.registration.dispose();
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  async show(): Promise<void> {
    this.text = await this.describe();
    // A new name, so that an old text that is still open is not shown again.
    const uri = vscode.Uri.from({ scheme: SCHEME, path: "/About Trade-off.txt", query: String(Date.now()) });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    const copy = "Copy";
    if (await vscode.window.showInformationMessage("Look it through before you publish it: it names folders.", copy) === copy) {
      await vscode.env.clipboard.writeText(this.text);
    }
  }

  private async describe(): Promise<string> {
    const { server } = this;
    const folders = vscode.workspace.workspaceFolders ?? [];
    // The server reads those on a disk alone.
    const configurations = isVirtual() ? [] : await vscode.workspace.findFiles("**/tradeoff.toml", "**/node_modules/**", 20);
    const rows: [string, string][] = [
      ["extension", (this.context.extension.packageJSON as { version: string }).version],
      ["editor", `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost}${vscode.env.remoteName === undefined ? "" : `, remote: ${vscode.env.remoteName}`})`],
      ["system", `${process.platform} ${process.arch}, ${os.release()}`],
      ["server", server.running === undefined ? "none was found" : `${server.running.program} (${SOURCES[server.running.source]})`],
      ["version", server.running?.version ?? "unknown"],
      ["state", server.problem === undefined ? server.state : `${server.state}: ${server.problem}`],
      ["trusted", vscode.workspace.isTrusted ? "yes" : "no: folders of the workspace are no places to look for the server in"],
      ...(isVirtual() ? [["browsed", LIMITS] as [string, string]] : []),
      ...folders.map((folder): [string, string] => ["folder", folder.uri.toString(true)]),
      ...configurations.map((file): [string, string] => ["configuration", file.toString(true)]),
      ...changedSettings(this.context).map(([name, value]): [string, string] => ["setting", `${name} = ${JSON.stringify(value)}`]),
    ];
    return rows.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join("");
  }
}

/** The settings of ours that somebody has changed. */
function changedSettings(context: vscode.ExtensionContext): [string, unknown][] {
  type Contribution = { contributes: { configuration: { properties: Record<string, { default: unknown }> }[] } };
  const { contributes } = context.extension.packageJSON as Contribution;
  const properties = contributes.configuration.flatMap((group) => Object.entries(group.properties));
  const settings = vscode.workspace.getConfiguration();
  return properties
    .map(([name, property]) => [name, settings.get(name), property.default] as const)
    .filter(([, value, standard]) => JSON.stringify(value) !== JSON.stringify(standard))
    .map(([name, value]) => [name, value]);
}
