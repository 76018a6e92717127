/** What stands in the last box of a text, and the position just after its end. */
export interface Box {
  readonly content: string;
  readonly end: number;
}

const opening: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(', '>': '<' };

/**
 * Finds the last box: the last `open`, read to its matching `close`. One backward and one forward scan, so the
 * time is linear whatever the text. A last box that is never closed gives undefined rather than an earlier
 * box: a truncated answer is no answer.
 *
 * Brackets within the box balance if `open` ends in the bracket that `close` closes (`\boxed{`, `}`); a
 * backslash takes the next character out of the count, as in TeX (`\boxed{\left\{1\right.}`).
 */
export function lastBox(text: string, open: string, close: string): Box | undefined {
  const at = text.lastIndexOf(open);
  if (at < 0) return undefined;
  const start = at + open.length;
  const bracket = opening[close];
  if (bracket === undefined || !open.endsWith(bracket)) {
    const end = text.indexOf(close, start);
    return end < 0 ? undefined : { content: text.slice(start, end), end: end + close.length };
  }
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (character === bracket) depth++;
    else if (character === close && --depth === 0) return { content: text.slice(start, i), end: i + 1 };
  }
  return undefined;
}
