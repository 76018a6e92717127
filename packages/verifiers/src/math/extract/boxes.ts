import type { Span } from './spans.ts';

/** So many boxes from the end are looked at, and so far into each: an answer is no longer. */
const MAX_BOXES = 32;
const MAX_LENGTH = 20_001;

/** The last of the outermost \boxed{...} and \fbox{...} of a text that are closed, in order. */
export function boxesIn(text: string): readonly Span[] {
  const boxes: Span[] = [];
  const starts = [...startsOf('\\boxed', text), ...startsOf('\\fbox', text)].sort((a, b) => b - a);
  for (const start of starts.slice(0, MAX_BOXES)) {
    const box = boxAt(text, start);
    if (!box) continue;
    // those within it are parts of its content
    while (boxes.length > 0 && boxes.at(-1)!.start < box.end) boxes.pop();
    boxes.push(box);
  }
  return boxes.reverse();
}

/** Searching forwards is several times as fast as backwards. */
function startsOf(mark: string, text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) starts.push(at);
  return starts;
}

const opening = /\\(?:boxed|fbox)(\s{0,9})(\{|[^\s${]{1,99})/y;

function boxAt(text: string, start: number): Span | undefined {
  opening.lastIndex = start;
  const match = opening.exec(text);
  if (!match) return undefined;
  const from = start + match[0].length;
  // \boxed 5
  if (match[2] !== '{') return match[1] === '' ? undefined : { start, end: from, content: match[2]! };
  const last = Math.min(text.length, from + MAX_LENGTH);
  for (let at = from, depth = 1; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += text.charCodeAt(at + 1) === BACKSLASH ? 0 : 1;
    else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return { start, end: at + 1, content: text.slice(from, at) };
  }
  return undefined;
}

const [BACKSLASH, OPEN, CLOSE] = [92, 123, 125];

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
