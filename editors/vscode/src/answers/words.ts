/**
 * How many words somebody has written.
 *
 * For the timer alone, which must count with every key. The code lens has the server's count, which knows more about
 * Markdown; both leave out front matter, comments and code.
 */
const FRONT_MATTER = /^\uFEFF?(---|\+\+\+)\r?\n[\s\S]*?\r?\n\1[ \t]*(?:\r?\n|$)/;
const COMMENT = /<!--[\s\S]*?(?:-->|$)|\{\/\*[\s\S]*?\*\/\}/g;
/** What is never closed runs to the end. */
const CODE = /^(```+|~~~+)[\s\S]*?(?:^\1[ \t]*$|$(?![\s\S]))/gm;
const ADDRESS = /\]\([^)\n]*\)|https?:\/\/\S+/g;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*/gu;

export function countWords(text: string): number {
  const prose = text.replace(FRONT_MATTER, "").replace(COMMENT, " ").replace(CODE, " ").replace(ADDRESS, " ");
  return prose.match(WORD)?.length ?? 0;
}
