// A file system that lies on no disk, as extensions for browsing repositories have one.
const { readFileSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");

const place = (uri) => join(__dirname, "files", uri.path);

function found(uri, look) {
  try {
    return look(place(uri));
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}

const kind = (stat) => stat.isDirectory() ? vscode.FileType.Directory : vscode.FileType.File;
const refuse = (uri) => { throw vscode.FileSystemError.NoPermissions(uri); };

exports.activate = (context) => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider("browsed", {
    onDidChangeFile: new vscode.EventEmitter().event,
    watch: () => new vscode.Disposable(() => {}),
    stat: (uri) => found(uri, (path) => {
      const stat = statSync(path);
      return { type: kind(stat), ctime: stat.ctimeMs, mtime: stat.mtimeMs, size: stat.size };
    }),
    readDirectory: (uri) => found(uri, (path) => readdirSync(path, { withFileTypes: true }).map((entry) => [entry.name, kind(entry)])),
    readFile: (uri) => found(uri, (path) => readFileSync(path)),
    createDirectory: refuse, writeFile: refuse, delete: refuse, rename: refuse,
  }, { isReadonly: true, isCaseSensitive: true }));
};
