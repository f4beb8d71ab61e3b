/** Verdicts in a few characters and in words. */
import type { Verdict, Weighed } from "../protocol";

const MARKS: Record<Verdict, string> = { argued: "✓", mentioned: "~", missing: "–" };
const LETTERS: Record<string, string> = { consistency: "C", latency: "L", cost: "$" };
const WORDS: Record<Verdict, string> = { argued: "argued", mentioned: "named, not argued", missing: "missing" };

/** `C ✓ L ✓ $ –`. */
export function marks(considerations: readonly Weighed[]): string {
  return considerations.map(({ consideration, verdict }) => `${short(consideration)} ${MARKS[verdict]}`).join(" ");
}

/** `consistency argued, latency argued, cost missing`, for those who cannot see the marks. */
export function spoken(considerations: readonly Weighed[]): string {
  return considerations.map(({ consideration, verdict }) => `${consideration} ${WORDS[verdict]}`).join(", ");
}

export function mark(verdict: Verdict): string {
  return MARKS[verdict];
}

/** A consideration of the repository's own has its first letters. */
function short(consideration: string): string {
  return LETTERS[consideration] ?? consideration.slice(0, 3);
}
