/**
 * The language server: found, started, watched, asked.
 *
 * Everything else in the extension talks to the server through this class and never to the client library.
 */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import * as vscode from "vscode";
import {
  CloseAction, ErrorAction, ExecuteCommandRequest, LanguageClient, RenameRequest, State as ClientState,
  type ErrorHandler, type LanguageClientOptions, type StaticFeature, type WorkspaceEdit,
} from "vscode-languageclient/node";

import type { Commands, Requests } from "../protocol";
import { locate, programName, type Source } from "./locate";
import { message, sentence, tell, type Problem } from "./problem";
import { misfit, parseVersion } from "./version";

/** Where documents that may be answers lie, beside the folders of the workspace. Sheets and old versions do not. */
const SCHEMES = ["file", "untitled"];
const LANGUAGES = ["markdown", "mdx", "quarto"];
/** For those whose language needs an extension of its own. */
const PATTERN = "**/*.{mdx,qmd}";

/** A server that crashes so often within three minutes stays down. */
const RESTARTS = 4;

/** What the server tells about itself on standard error it sends to the client's log as well. */
const TOLD_TWICE = /^\s*(TRACE|DEBUG|INFO|WARN|ERROR) /;

export type ServerState = "starting" | "running" | "stopped" | "failed";

export interface Running {
  program: string;
  source: Source;
  version: string;
}

export class Server implements vscode.Disposable {
  private readonly states = new vscode.EventEmitter<ServerState>();
  private readonly news = new vscode.EventEmitter<void>();
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();
  private current: ServerState = "stopped";
  private failure: Problem | undefined;
  private startedFor = "";
  /** When the server crashed lately. */
  private crashes: number[] = [];

  readonly onDidChangeState = this.states.event;
  /** The server has read all files of the workspace, or something else that is not an edit made news. */
  readonly onDidFinishReading = this.news.event;

  /** What runs, or ran last. */
  running: Running | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
    private readonly showSheet: (uri: vscode.Uri) => Promise<boolean>,
  ) {}

  /** Why nothing runs. */
  get problem(): string | undefined {
    return this.failure?.text;
  }

  get state(): ServerState {
    return this.current;
  }

  start(): Promise<void> {
    return this.inTurn(() => this.startNow());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      this.crashes = [];
      await this.stopNow();
      await this.startNow();
    });
  }

  /** For a change of the setting, which an untrusted workspace that becomes trusted also is, without a new value. */
  restartIfChosenAnew(): Promise<void> {
    return this.chosen() === this.startedFor ? Promise.resolve() : this.restart();
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  dispose(): void {
    void this.stop();
    this.states.dispose();
    this.news.dispose();
  }

  /** Asks the server. `undefined` while it does not run. */
  async ask<M extends keyof Requests>(method: M, params: Requests[M][0]): Promise<Requests[M][1] | undefined> {
    if (this.current !== "running" || this.client === undefined) {
      return undefined;
    }
    try {
      return await this.client.sendRequest<Requests[M][1]>(method, params);
    } catch (error) {
      this.log.warn(`${method}: ${message(error)}`);
      return undefined;
    }
  }

  /** Lets the server carry out a command. What is wrong with it is told to the user. */
  async command<C extends keyof Commands>(command: C, argument: Commands[C][0]): Promise<Commands[C][1] | undefined> {
    if (this.current !== "running" || this.client === undefined) {
      this.tellFailure(this.failure ?? { text: "the server is not running", isAboutProgram: false });
      return undefined;
    }
    try {
      return await this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }) as Commands[C][1];
    } catch (error) {
      void vscode.window.showWarningMessage(sentence(message(error)));
      return undefined;
    }
  }

  /** The address of a document as the server is told. */
  uriOf(document: vscode.TextDocument): string {
    return this.client?.code2ProtocolConverter.asUri(document.uri) ?? document.uri.toString();
  }

  /** One start or stop after another, whoever asks. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  private async startNow(): Promise<void> {
    if (this.client !== undefined) {
      return;
    }
    this.become("starting");
    this.failure = undefined;
    const found = await this.find();
    if ("problem" in found) {
      this.fail(found.problem, true);
      return;
    }
    this.running = found;
    this.log.info(`server: ${found.program} (${found.source}), version ${found.version}`);
    let end = () => {};
    const over = new Promise<void>((resolve) => end = resolve);
    const client: LanguageClient = new LanguageClient("tradeoff", "Trade-off", {
      command: found.program,
      args: ["lsp"],
      // Not the workspace: on some systems a program looks for parts of itself where it is started.
      options: { cwd: os.homedir() },
    }, this.options(() => {
      this.crashed(client);
      end();
    }));
    client.registerFeature(EXPLAINS);
    client.onDidChangeState(({ newState }) => {
      if (client === this.client && newState === ClientState.Running) {
        this.become("running");
      }
    });
    this.client = client;
    try {
      await Promise.race([client.start(), over]);
    } catch (error) {
      this.crashed(client, `${found.program} did not start as a language server: ${message(error)}`);
    }
  }

  /** Told once for each client: by its connection, or by a start that failed. */
  private crashed(client: LanguageClient, problem?: string): void {
    if (client !== this.client) {
      return;
    }
    this.client = undefined;
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < 180_000), now];
    if (problem !== undefined && this.crashes.length === 1) {
      this.fail(problem, true);
    } else if (this.crashes.length <= RESTARTS) {
      this.become("starting");
      void this.start();
    } else {
      this.fail(`the server stopped ${this.crashes.length} times within three minutes`, false);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      // A server that crashed cannot be asked to stop.
      await client.stop().catch((error: unknown) => this.log.debug(`stop: ${message(error)}`));
      await client.dispose().catch((error: unknown) => this.log.debug(`dispose: ${message(error)}`));
    }
    this.become("stopped");
  }

  private async find(): Promise<Running | { problem: string }> {
    this.startedFor = this.chosen();
    const folders = vscode.workspace.workspaceFolders ?? [];
    const location = locate({
      setting: this.startedFor,
      bundled: path.join(this.context.extensionPath, "server", programName(process.platform)),
      searchPath: process.env["PATH"] ?? "",
      home: os.homedir(),
      platform: process.platform,
      untrusted: vscode.workspace.isTrusted ? [] : folders.map((folder) => folder.uri.fsPath),
      isProgram,
    });
    if ("problem" in location) {
      return location;
    }
    const version = await this.version(location.program);
    if (version === undefined) {
      return { problem: `${location.program} is not the program tradeoff, or does not run here` };
    }
    const reason = misfit(version);
    return reason === undefined ? { ...location, version } : { problem: `${location.program} cannot be used: ${reason}` };
  }

  private chosen(): string {
    return vscode.workspace.getConfiguration("tradeoff").get<string>("server.path", "");
  }

  private async version(program: string): Promise<string | undefined> {
    try {
      const { stdout } = await promisify(execFile)(program, ["--version"], { cwd: os.homedir(), timeout: 10_000 });
      return parseVersion(stdout);
    } catch (error) {
      this.log.error(`${program} --version: ${message(error)}`);
      return undefined;
    }
  }

  private options(closed: () => void): LanguageClientOptions {
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
    const schemes = [...new Set([...SCHEMES, ...folders])];
    const languages = LANGUAGES.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
    return {
      documentSelector: [...languages, ...schemes.map((scheme) => ({ pattern: PATTERN, scheme }))],
      initializationOptions: { sheetDocuments: true },
      outputChannel: this.log,
      stdioOptions: {
        stdout: () => {},
        stderr: (input) => createInterface({ input, crlfDelay: Infinity }).on("line", (line) => {
          if (!TOLD_TWICE.test(line)) {
            this.log.error(line);
          }
        }),
      },
      traceOutputChannel: this.log,
      diagnosticPullOptions: { onChange: true, onSave: true },
      errorHandler: this.errorHandler(closed),
      initializationFailedHandler: () => false,
      middleware: {
        sendRequest: async (type, params, token, next) => {
          const result = await next(type, params, token);
          if ((typeof type === "string" ? type : type.method) === RenameRequest.method) {
            confirm(result as WorkspaceEdit | null);
          }
          return result;
        },
        handleWorkDoneProgress: (token, params, next) => {
          next(token, params);
          if (params.kind === "end") {
            this.news.fire();
          }
        },
        window: {
          showDocument: async (params, token, next) => {
            const uri = vscode.Uri.parse(params.uri);
            return uri.scheme === "tradeoff" ? { success: await this.showSheet(uri) } : next(params, token);
          },
        },
      },
    };
  }

  /** Whether a server is started again is decided here: the library loses count of one that dies while it starts. */
  private errorHandler(closed: () => void): ErrorHandler {
    return {
      error: (error) => {
        this.log.warn(`connection: ${error.message}`);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: () => {
        closed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private become(state: ServerState): void {
    if (state !== this.current) {
      this.current = state;
      this.states.fire(state);
    }
  }

  private fail(text: string, isAboutProgram: boolean): void {
    this.failure = { text, isAboutProgram };
    this.log.error(text);
    this.become("failed");
    this.tellFailure(this.failure);
  }

  private tellFailure(failure: Problem): void {
    void tell(failure, `${this.context.extension.id}#tradeoff.start`, () => this.restart(), this.log);
  }
}

/** Tells the server that a command `tradeoff.explain` is here, so that code lenses can be clicked. */
const EXPLAINS: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: ["tradeoff.explain"] } };
  },
  initialize() {},
  getState: () => ({ kind: "static" }),
  clear() {},
};

/**
 * Whoever renames a number wants the file renamed as well. Where a file's new name has to be confirmed, VS Code leaves out
 * the changes of its text, too, and shows a list with nothing checked. Undo takes back both.
 */
function confirm(edit: WorkspaceEdit | null): void {
  for (const annotation of Object.values(edit?.changeAnnotations ?? {})) {
    annotation.needsConfirmation = false;
  }
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
