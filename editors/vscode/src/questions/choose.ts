/** Which question comes next. */
import type { Question } from "../protocol";

/** The first unanswered question after `number`, and from the beginning again. */
export function nextUnanswered(questions: readonly Question[], number: number): Question | undefined {
  const open = questions.filter((question) => question.state === "unanswered");
  return open.find((question) => question.number > number) ?? open[0];
}

/** Any unanswered question but `number`, unless it is the only one. `random` is from 0 up to 1. */
export function randomUnanswered(questions: readonly Question[], number: number, random: number): Question | undefined {
  const open = questions.filter((question) => question.state === "unanswered");
  const others = open.filter((question) => question.number !== number);
  const from = others.length > 0 ? others : open;
  return from[Math.floor(random * from.length)];
}
