import type { Span } from './spans.ts';

const opening = /\\(?:boxed|fbox)(\s*)(\{|(?=[^\s{]))/y;

/** The outermost \boxed{...} and \fbox{...} of a text that are closed, in order; one pass. */
export function boxesIn(text: string): Span[] {
  const boxes: Span[] = [];
  /** Open braces: of boxes where the box begins, -1 for others. */
  const open: { readonly start: number; readonly from: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') {
      opening.lastIndex = at;
      const match = text[at + 1] === 'b' || text[at + 1] === 'f' ? opening.exec(text) : null;
      // of an escaped backslash the second may begin a command
      if (!match) at += text[at + 1] === '\\' ? 0 : 1;
      else if (match[2] === '{') {
        at += match[0].length - 1;
        open.push({ start: at - match[0].length + 1, from: at + 1 });
      } else if (match[1] !== '') {
        // \boxed 5
        const content = /[^\s$]*/y;
        content.lastIndex = at + match[0].length;
        const found = content.exec(text)![0];
        boxes.push({ start: at, end: content.lastIndex, content: found });
        at = content.lastIndex - 1;
      }
    } else if (character === '{') open.push({ start: -1, from: at + 1 });
    else if (character === '}') {
      const brace = open.pop();
      if (!brace || brace.start < 0) continue;
      while (boxes.length > 0 && boxes.at(-1)!.start > brace.start) boxes.pop();
      boxes.push({ start: brace.start, end: at + 1, content: text.slice(brace.from, at) });
    }
  }
  return boxes;
}

/** Boxes that are parts of one answer: the last one, and those before it that the text between links to it. */
export function lastBoxes(text: string, boxes: readonly Span[]): readonly Span[] {
  let first = boxes.length - 1;
  while (first > 0 && linked(text.slice(boxes[first - 1]!.end, boxes[first]!.start))) first--;
  const group = boxes.slice(first);
  // an answer that is only said again is no list
  const [one] = group;
  return group.every(box => box.content.trim() === one!.content.trim()) ? group.slice(-1) : group;
}

/** Characters between two boxes of a list. */
const MAX_GAP = 70;

function linked(between: string): boolean {
  if (between.length > MAX_GAP) return false;
  const words = between.replace(/\\text\w*|\\q?quad|\\[()[\],;!]|[{}$&\s]/g, ' ').trim();
  // a sentence ends, so the next box is another answer
  if (/[.!?](?:\s|$)/.test(words) || /\n\s*\n/.test(between)) return false;
  if (!/[a-zA-Z]/.test(words)) return between.length < 10 || /[,;]/.test(words);
  return /\b(?:and|or)\b|[,;]/.test(words);
}
