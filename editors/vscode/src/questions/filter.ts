/** Which questions the view shows. */
import type { Question } from "../protocol";

export interface Filter {
  show: "all" | "unanswered" | "findings";
  /** A section's name. */
  section?: string;
  /** Words that all must be in the number, the text or the section's title. */
  text?: string;
}

export const EVERYTHING: Filter = { show: "all" };

export function isEverything(filter: Filter): boolean {
  return filter.show === "all" && filter.section === undefined && filter.text === undefined;
}

export function passes(question: Question, hasFindings: boolean, filter: Filter): boolean {
  return (filter.show !== "unanswered" || question.state === "unanswered")
    && (filter.show !== "findings" || hasFindings)
    && (filter.section === undefined || question.section === filter.section)
    && (filter.text === undefined || hasWords(question, filter.text));
}

export function hasWords(question: Question, text: string): boolean {
  const where = `${question.number} ${question.text} ${question.sectionTitle}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => where.includes(word));
}

/** What is shown, in words: `unanswered, with "raft"`. */
export function describe(filter: Filter, title: (section: string) => string): string {
  const parts: string[] = [];
  if (filter.show === "unanswered") {
    parts.push("unanswered");
  } else if (filter.show === "findings") {
    parts.push("with findings");
  }
  if (filter.section !== undefined) {
    parts.push(`in ${title(filter.section)}`);
  }
  if (filter.text !== undefined) {
    parts.push(`with "${filter.text}"`);
  }
  return parts.join(", ");
}
