/** A piece of a text, from `start` to just before `end`, and the part of it that is meant. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly content: string;
}

const bare = /\\frac\s?\{-?\d{1,20}(?:[.,]\d{1,20})?\}\s?\{-?\d{1,20}(?:[.,]\d{1,20})?\}/y;

/**
 * The mathematics between dollar signs, \( \) and \[ \]; between $ $ and \( \) it doesn't run over the end of a line. One pass, so
 * linear in the text.
 */
export function mathSpans(text: string): Span[] {
  const spans: Span[] = [];
  const searches = new Map<string, number>();
  /** Where a mark comes next; each stretch of text is searched once. */
  const nextOf = (mark: string, from: number): number => {
    const known = searches.get(mark);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const found = text.indexOf(mark, from);
    searches.set(mark, found);
    return found;
  };
  const closing = (mark: string, from: number, inLine: boolean): number => {
    let at = nextOf(mark, from);
    // an escaped dollar sign closes nothing
    while (mark === '$' && at > 0 && text[at - 1] === '\\') at = nextOf(mark, at + 1);
    if (at < 0 || !inLine) return at;
    const line = nextOf('\n', from);
    return line < 0 || at < line ? at : -1;
  };
  const take = (start: number, open: number, mark: string, inLine: boolean): number => {
    const close = closing(mark, start + open, inLine);
    if (close <= start + open) return start + open;
    spans.push({ start, end: close + mark.length, content: text.slice(start + open, close) });
    return close + mark.length;
  };
  /** A fraction of numbers is mathematics without marks, too. */
  const fraction = (start: number): number => {
    bare.lastIndex = start;
    const match = bare.exec(text);
    if (!match) return start + 2;
    const minus = text[start - 1] === '-' ? 1 : 0;
    const end = start + match[0].length;
    spans.push({ start: start - minus, end, content: text.slice(start - minus, end) });
    return end;
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at];
    if (character === '\\') {
      const following = text[at + 1];
      if (following === '[') at = take(at, 2, '\\]', false);
      else if (following === '(') at = take(at, 2, '\\)', true);
      else if (following === 'f') at = fraction(at);
      else at += 2;
    } else if (character === '$') {
      if (text[at + 1] === '$') at = take(at, 2, '$$', false);
      else at = take(at, 1, '$', true);
    } else at++;
  }
  return spans;
}
