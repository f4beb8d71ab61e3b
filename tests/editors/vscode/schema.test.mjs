// The schema of tradeoff.toml as Even Better TOML uses it: with the server that this extension has inside (@taplo/lsp), which is told
// of the schemas that other extensions contribute.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { before, describe, test } from "node:test";

const root = (path) => new URL(`../../../${path}`, import.meta.url);
const [{ fileMatch, url }] = JSON.parse(readFileSync(root("editors/vscode/package.json"), "utf8")).contributes.tomlValidation;
const schema = readFileSync(root("docs/schema/config.json"), "utf8");
/** The list of all the world's schemas, which it looks into at the start. */
const NO_CATALOG = JSON.stringify({ schemas: [] });
const { TaploLsp } = createRequire(join(process.env.DRIVER, "x.js"))("@taplo/lsp");

describe("tradeoff.toml in an editor for TOML", () => {
  let server, asked;
  const waiting = new Map();
  const published = new Map();

  before(async () => {
    asked = [];
    // The server fetches by the name that every page knows. Nothing leaves this machine.
    globalThis.fetch = (request) => {
      const address = typeof request === "string" ? request : request.url;
      asked.push(address);
      // It reads the address of what it got, which no response has that was made here.
      const response = new Response(address === url ? schema : NO_CATALOG);
      return Promise.resolve(Object.defineProperty(response, "url", { value: address }));
    };
    const nothing = () => undefined;
    server = await TaploLsp.initialize({
      cwd: () => "/", envVar: nothing, envVars: () => [], findConfigFile: nothing, glob: () => [],
      isAbsolute: (path) => path.startsWith("/"), isWindows: () => false, now: () => new Date(),
      readFile: () => Promise.reject(new Error("there are no files")), writeFile: () => Promise.resolve(),
      stderr: new PassThrough().resume(), stdErrAtty: () => false, stdin: process.stdin, stdout: process.stdout,
      urlToFilePath: (address) => decodeURIComponent(address).slice("file://".length),
      fetch: { Headers, Request, Response, fetch },
    }, { onMessage: (message) => {
      if (message.method === "workspace/configuration") {
        server.send({ jsonrpc: "2.0", id: message.id, result: message.params.items.map(() => ({ schema: { enabled: true, catalogs: [] } })) });
      } else if (message.method !== undefined && message.id !== undefined) {
        server.send({ jsonrpc: "2.0", id: message.id, result: null });
      }
      if (message.method === "textDocument/publishDiagnostics") {
        const { uri, diagnostics } = message.params;
        published.set(uri, [...published.get(uri) ?? [], diagnostics]);
        // Nothing, then what the syntax lacks, then what the schema says.
        if (published.get(uri).length === 3) {
          waiting.get(uri)?.(diagnostics);
        }
      } else if (message.method === undefined) {
        waiting.get(message.id)?.(message.result);
      }
    } });
    await request("initialize", { capabilities: {}, rootUri: "file:///notes", workspaceFolders: [{ uri: "file:///notes", name: "notes" }] });
    notify("initialized", {});
    // As the extension does for each contribution.
    notify("taplo/associateSchema", { schemaUri: url, priority: 10, rule: { glob: `**/${fileMatch}` }, meta: { source: "extension" } });
  });

  let last = 0;
  function request(method, params) {
    const id = ++last;
    return new Promise((done) => {
      waiting.set(id, done);
      server.send({ jsonrpc: "2.0", id, method, params });
    });
  }

  function notify(method, params) {
    server.send({ jsonrpc: "2.0", method, params });
  }

  /** What is said about a file with this text. */
  async function messages(text, folder = String(++last)) {
    const uri = `file:///notes/${folder}/tradeoff.toml`;
    const said = new Promise((done) => waiting.set(uri, done));
    notify("textDocument/didOpen", { textDocument: { uri, languageId: "toml", version: 1, text } });
    return (await said).map(({ message }) => message);
  }

  test("the schema that is contributed is the one that is generated", () => {
    assert.equal(fileMatch, "tradeoff.toml");
    assert.match(url, /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/main\/docs\/schema\/config\.json$/);
    assert.equal(JSON.parse(schema).$schema, "https://json-schema.org/draft/2020-12/schema");
  });

  test("good files are accepted", async () => {
    for (const text of [
      "",
      'answers = ["answers"]\nfail-on = "error"\n\n[rules]\nomitted-cost = "off"\n',
      '[bank]\nbuiltin = false\nfolders = ["bank"]\n\n[considerations.privacy]\nterms = ["names"]\n',
    ]) {
      assert.deepEqual(await messages(text), [], text);
    }
    assert.ok(asked.includes(url));
  });

  test("a value that is none of the choices, a wrong type and an unknown key are marked", async () => {
    for (const [text, said] of [
      ['[rules]\nomitted-cost = "loud"\n', /loud/],
      ['answers = "answers"\n', /array/],
      ['anwsers = ["answers"]\n', /anwsers/],
      ["[bank]\nbuiltn = false\n", /builtn/],
    ]) {
      assert.match((await messages(text)).join("\n"), said, text);
    }
  });

  test("a key is explained when it is pointed at", async () => {
    await messages('fail-on = "error"\n', "hover");
    const hover = await request("textDocument/hover", { textDocument: { uri: "file:///notes/hover/tradeoff.toml" }, position: { line: 0, character: 2 } });
    assert.match(hover.contents.value, /least severity/);
  });
});
