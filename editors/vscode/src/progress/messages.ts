/** What the progress page and the extension tell each other. */
import type { Progress, Question } from "../protocol";

export interface ToPage {
  questions: readonly Question[];
  progress: Progress;
}

export type FromPage = { type: "ready" } | { type: "open"; number: number };
