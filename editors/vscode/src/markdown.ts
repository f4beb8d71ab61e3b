/** Text of other people in Markdown of ours. */

/** `text` with everything escaped that Markdown or HTML would read. */
export function readable(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, "\\$&").replace(/\s+/g, " ");
}
