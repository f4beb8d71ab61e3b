/** `minutes_spent` in an answer's front matter. Only that line is touched. */

export interface Insertion {
  /** Offsets in UTF-16 units, as `document.positionAt` takes them. */
  start: number;
  end: number;
  text: string;
}

const BLOCK = /^(\uFEFF?)(---|\+\+\+)[ \t]*(\r?\n)([\s\S]*?)^\2[ \t]*$/m;

/** Adds `minutes` to what is recorded. The number of minutes may be recorded in several sittings. */
export function addMinutes(text: string, minutes: number): Insertion {
  const block = BLOCK.exec(text);
  if (block === null || block.index !== 0) {
    const start = text.startsWith("\uFEFF") ? 1 : 0;
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    return { start, end: start, text: ["---", `minutes_spent: ${minutes}`, "---", "", ""].join(newline) };
  }
  const [, mark = "", fence = "", newline = "\n", body = ""] = block;
  const from = mark.length + fence.length + block[0].slice(mark.length + fence.length).indexOf(newline) + newline.length;
  const entry = /^(minutes_spent[ \t]*[:=][ \t]*)(\d+(?:\.\d+)?)?/m.exec(body);
  if (entry === null) {
    const end = from + body.length;
    const line = fence === "---" ? `minutes_spent: ${minutes}` : `minutes_spent = ${minutes}`;
    return { start: end, end, text: line + newline };
  }
  const [, key = "", before = ""] = entry;
  const start = from + entry.index + key.length;
  const total = Math.round((before === "" ? 0 : Number(before)) + minutes);
  return { start, end: start + before.length, text: (/[ \t]$/.test(key) ? "" : " ") + String(total) };
}
