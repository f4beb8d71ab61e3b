/** What is still to be done about an answer, by its findings. */

export interface Findings {
  /** What is written and could be better, or is missing among what is written. */
  toMend: number;
  /** Headings with nothing under them yet: somebody who has just begun has many, and has done nothing wrong. */
  toWrite: number;
}

/** The findings of one answer, by the names of their rules. */
export function sorted(rules: readonly string[]): Findings {
  const toWrite = rules.filter((rule) => rule === "empty-section").length;
  return { toMend: rules.length - toWrite, toWrite };
}

/** `2 findings, 1 section to write`; empty where there is nothing to do. */
export function inWords({ toMend, toWrite }: Findings): string {
  const parts = [
    ...(toMend > 0 ? [`${toMend} ${toMend === 1 ? "finding" : "findings"}`] : []),
    ...(toWrite > 0 ? [`${toWrite} ${toWrite === 1 ? "section" : "sections"} to write`] : []),
  ];
  return parts.join(", ");
}
