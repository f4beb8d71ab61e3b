/**
 * What the server answers to the requests that the Language Server Protocol does not have.
 *
 * Types alone, so that the progress page, which runs in a browser, can use them as well. docs/protocol.md says what
 * each field means.
 */

export type State = "unanswered" | "draft" | "answered" | "argued";

/** From nothing written to nothing left to mend. */
export const STATES: readonly State[] = ["unanswered", "draft", "answered", "argued"];

export interface Place {
  uri: string;
  range: { start: Position; end: Position };
}

export interface Position {
  line: number;
  character: number;
}

export interface Question {
  number: number;
  text: string;
  section: string;
  sectionTitle: string;
  shape: string;
  minutes: number;
  state: State;
  answers: Place[];
}

export type Counts = Record<State, number> & { total: number };

export interface Progress extends Counts {
  sections: (Counts & { section: string; title: string })[];
  missing: { consideration: string; answers: number }[];
}

export type Verdict = "argued" | "mentioned" | "missing";

export interface Weighed {
  consideration: string;
  verdict: Verdict;
  confidence: number;
  reason: string;
}

export interface Clause {
  text: string;
  range: { start: Position; end: Position };
  readings: { consideration: string; kind: string; reason: string; strength?: number }[];
}

export interface Explanation {
  question: number;
  considerations: Weighed[];
  clauses: Clause[];
}

/** Requests by name: what they take, and what they give. */
export interface Requests {
  "tradeoff/questions": [{ uri?: string }, { questions: Question[] }];
  "tradeoff/progress": [{ uri?: string }, Progress];
  "tradeoff/sheet": [{ number: number; uri?: string } | { uri: string }, { number: number; markdown: string }];
  "tradeoff/explain": [{ uri: string; position: Position }, Explanation | null];
  "tradeoff/length": [{ uri: string; number: number }, { words: number } | null];
}

/** Commands of the server by name: what they take, and what they give. */
export interface Commands {
  "tradeoff.newAnswer": [{ number: number; folder: string }, { uri: string; created: boolean }];
  "tradeoff.insertSkeleton": [{ uri: string; consideration?: string }, { uri: string; inserted: boolean }];
  "tradeoff.openSheet": [{ number: number; uri?: string }, { uri: string }];
}
