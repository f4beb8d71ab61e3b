/** Whether a program is a server that this extension can work with. */

/** The first version that has every request which the extension sends. */
export const NEEDED = "0.1.0";

/** The version that `tradeoff --version` printed, or `undefined` where something else did. */
export function parseVersion(output: string): string | undefined {
  return /^tradeoff (\d+\.\d+\.\d+\S*)\s*$/.exec(output)?.[1];
}

/** Why `version` does not fit; `undefined` where it does. */
export function misfit(version: string): string | undefined {
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  const [neededMajor = 0, neededMinor = 0, neededPatch = 0] = numbers(NEEDED);
  if (major > neededMajor) {
    return `it is version ${version}, which is newer than this extension knows; update the extension`;
  }
  const isOld = major < neededMajor
    || (major === neededMajor && (minor < neededMinor || (minor === neededMinor && patch < neededPatch)));
  return isOld ? `it is version ${version}, and this extension needs ${NEEDED} or later; update the program` : undefined;
}

function numbers(version: string): number[] {
  return version.split(/[-+]/, 1).join("").split(".").map(Number);
}
