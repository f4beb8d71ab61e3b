/** Where a new answer goes when nobody says it: to the other answers. */

/** The folder, as a URI, that holds most of the answers; `undefined` where there are none. */
export function usualFolder(answers: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const uri of answers) {
    const folder = uri.slice(0, uri.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  // The first of equals, so that the choice does not depend on which answer was written last.
  let best: string | undefined;
  for (const [folder, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) {
      best = folder;
    }
  }
  return best;
}
