/**
 * Something that is asked for again and again while somebody writes, of which only the last answer counts.
 *
 * Events come in bursts, a key after another or a hundred files of another branch, and answers to them may overtake
 * each other.
 */
import type { Disposable } from "vscode";

export class Latest<T> implements Disposable {
  private timeout: NodeJS.Timeout | undefined;
  private turn = 0;

  /** `settleMs`: how long nothing must have happened before it is asked for `soon`. */
  constructor(
    private readonly settleMs: number,
    private readonly ask: () => Promise<T>,
    private readonly take: (answer: T) => void,
  ) {}

  dispose(): void {
    clearTimeout(this.timeout);
    this.turn += 1;
  }

  soon(): void {
    clearTimeout(this.timeout);
    this.timeout = setTimeout(() => void this.now(), this.settleMs);
  }

  async now(): Promise<void> {
    clearTimeout(this.timeout);
    const turn = ++this.turn;
    const answer = await this.ask();
    if (turn === this.turn) {
      this.take(answer);
    }
  }
}
