/**
 * Which program is the server.
 *
 * Pure: what the machine is like comes in as an argument. Nothing that a workspace says can choose the program: the
 * setting has machine scope, and folders of an untrusted workspace are no places to look in.
 */
import * as path from "node:path";

export interface Surroundings {
  /** The setting `tradeoff.server.path`; empty where it is not set. */
  setting: string;
  /** Where the .vsix of this platform has its server. */
  bundled: string;
  /** The environment's PATH. */
  searchPath: string;
  home: string;
  platform: NodeJS.Platform;
  /** Folders of the workspace while nobody has said that they are trusted. */
  untrusted: readonly string[];
  isProgram(file: string): boolean;
}

export type Source = "setting" | "bundled" | "PATH";

export type Location = { program: string; source: Source } | { problem: string };

export function locate(around: Surroundings): Location {
  const flavour = around.platform === "win32" ? path.win32 : path.posix;
  const setting = around.setting.trim().replace(/^~(?=[/\\])/, around.home);
  if (setting !== "") {
    // What was asked for and is not there is an error: another program in its place would only puzzle.
    if (!flavour.isAbsolute(setting)) {
      return { problem: `the setting tradeoff.server.path must be a whole path, not "${setting}"` };
    }
    return around.isProgram(setting)
      ? { program: setting, source: "setting" }
      : { problem: `the setting tradeoff.server.path says ${setting}, and no program is there` };
  }
  if (around.isProgram(around.bundled)) {
    return { program: around.bundled, source: "bundled" };
  }
  const name = programName(around.platform);
  for (const folder of around.searchPath.split(flavour.delimiter)) {
    // A relative entry is whatever folder one happens to be in.
    if (!flavour.isAbsolute(folder) || around.untrusted.some((root) => isWithin(folder, root, flavour))) {
      continue;
    }
    const program = flavour.join(folder, name);
    if (around.isProgram(program)) {
      return { program, source: "PATH" };
    }
  }
  return { problem: "there is no program tradeoff on this machine's PATH, and none came with the extension" };
}

export function programName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "tradeoff.exe" : "tradeoff";
}

function isWithin(folder: string, root: string, flavour: path.PlatformPath): boolean {
  const relative = flavour.relative(root, folder);
  return relative === "" || (relative !== ".." && !relative.startsWith(`..${flavour.sep}`) && !flavour.isAbsolute(relative));
}
