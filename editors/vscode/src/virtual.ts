/**
 * Folders that lie on no disk: a repository that is only browsed.
 *
 * The server reads files by itself, so of such folders it knows what is open in the editor and nothing else.
 */
import * as vscode from "vscode";

/** What does not work in such folders, for the view and for whoever wants a new answer. */
export const LIMITS = "This folder is only browsed. Open answers are checked; other files, tradeoff.toml and links between "
  + "answers are not read, and new answers need a folder on a disk.";

export function isOnDisk(folder: vscode.WorkspaceFolder): boolean {
  return folder.uri.scheme === "file";
}

/** Whether no folder of the workspace lies on a disk, though there are folders. */
export function isVirtual(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && !folders.some(isOnDisk);
}
