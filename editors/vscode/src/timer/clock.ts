/**
 * A countdown that can be paused and written down.
 *
 * Pure: the time of day comes in as an argument, in milliseconds. It goes on while the window is closed or reloads,
 * as a clock on the wall would; who does not want that pauses it.
 */

/** What is written down. */
export interface Clock {
  question: number;
  /** The answer. */
  uri: string;
  /** How long it is set. */
  total: number;
  /** How long it ran before it was last started. */
  before: number;
  /** When it was last started; not there while it is paused. */
  since?: number;
  /** How many words were there at the start. */
  words: number;
  /** Which notices were given. */
  noticed: Notice[];
}

export type Notice = "soon" | "end";

export function elapsed(clock: Clock, now: number): number {
  // A machine's clock can be set back.
  return clock.before + (clock.since === undefined ? 0 : Math.max(0, now - clock.since));
}

/** How long there is still; below zero when the time is over. */
export function left(clock: Clock, now: number): number {
  return clock.total - elapsed(clock, now);
}

export function pause(clock: Clock, now: number): Clock {
  const { since: _, ...rest } = clock;
  return { ...rest, before: elapsed(clock, now) };
}

export function resume(clock: Clock, now: number): Clock {
  return clock.since === undefined ? { ...clock, since: now } : clock;
}

/** The notice that is due, and the clock that has given it. Whoever comes late is told the end alone. */
export function due(clock: Clock, now: number, soon: number): [Notice, Clock] | undefined {
  const rest = left(clock, now);
  if (rest <= 0) {
    return clock.noticed.includes("end") ? undefined : ["end", { ...clock, noticed: ["soon", "end"] }];
  }
  // A time that is no longer than the notice before its end would begin with it.
  const isSoon = rest <= soon && clock.total > soon && !clock.noticed.includes("soon");
  return isSoon ? ["soon", { ...clock, noticed: ["soon"] }] : undefined;
}

/** `44:12`, `1:00:05`, `+2:30` past the end. */
export function show(rest: number): string {
  const seconds = rest < 0 ? Math.floor(-rest / 1000) : Math.ceil(rest / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const text = hours > 0
    ? [hours, ...parts.map((part) => String(part).padStart(2, "0"))].join(":")
    : `${parts[0]}:${String(parts[1]).padStart(2, "0")}`;
  return rest < 0 ? `+${text}` : text;
}

/** Whether `value`, read back, was written down by us. */
export function isClock(value: unknown): value is Clock {
  const clock = value as Partial<Clock> | undefined;
  return typeof clock === "object" && clock !== null && typeof clock.question === "number"
    && typeof clock.uri === "string" && typeof clock.total === "number" && typeof clock.before === "number"
    && (clock.since === undefined || typeof clock.since === "number") && typeof clock.words === "number"
    && Array.isArray(clock.noticed);
}
