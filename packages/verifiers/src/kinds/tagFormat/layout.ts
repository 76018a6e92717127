/** Where the tags of a completion stand, and whether that is as it should be. */

/** What a completion should look like: each of these tags once, in order. */
export interface Layout {
  readonly tags: readonly string[];
  /** A line's end stands inside every tag and between tags. */
  readonly lines: boolean;
  /** Text may follow the last tag. */
  readonly textAfter: boolean;
}

/** What each tag holds, in order; or what is wrong. */
export function readLayout(text: string, { tags, lines, textAfter }: Layout): readonly string[] | string {
  const bodies: string[] = [];
  let at = 0;
  for (const [i, tag] of tags.entries()) {
    const [open, close] = [`<${tag}>`, `</${tag}>`];
    for (const mark of [open, close])
      if (countOf(text, mark) !== 1) return `${mark} is not there exactly once`;
    const [from, to] = [text.indexOf(open), text.indexOf(close)];
    const before = text.slice(at, from);
    if (to < from || from < at) return `${open}...${close} is out of order`;
    if (before.trim() !== '') return `text stands before ${open}`;
    const body = text.slice(from + open.length, to);
    if (lines && !(body.length > 1 && body.startsWith('\n') && body.endsWith('\n')))
      return `${open} and ${close} should stand on lines of their own`;
    if (lines && i > 0 && before !== '\n') return `${open} should follow on the next line`;
    bodies.push(body);
    at = to + close.length;
  }
  return textAfter || text.slice(at).trim() === '' ? bodies : 'text follows the last tag';
}

/** The share of opening and closing tags that are there exactly once, with their line ends where these are asked for. */
export function tagShare(text: string, { tags, lines }: Layout): number {
  const marks = tags.flatMap((tag, i) => {
    if (!lines) return [`<${tag}>`, `</${tag}>`];
    return [`${i > 0 ? '\n' : ''}<${tag}>\n`, `\n</${tag}>${i < tags.length - 1 ? '\n' : ''}`];
  });
  return marks.filter(mark => countOf(text, mark) === 1).length / marks.length;
}

/** 0, 1 or 2 for more. */
function countOf(text: string, mark: string): number {
  const first = text.indexOf(mark);
  if (first < 0) return 0;
  return text.indexOf(mark, first + 1) < 0 ? 1 : 2;
}
