/** Where an answer may stand in a completion, the likeliest place first. */
import type { Meter } from '../../budget.ts';
import { boxesIn, lastBoxes } from './boxes.ts';
import { plainSpans } from './plain.ts';
import { mathSpans, type Span } from './spans.ts';

export interface Extraction {
  /** Boxes before all else, only after "final answer is", or not at all. */
  readonly boxes: 'first' | 'afterFinalAnswer' | 'never';
  /** Whether mathematics between $ and the like is looked at, in boxes too. */
  readonly latex: boolean;
  /** Whether numbers outside mathematics are. */
  readonly plain: boolean;
}

/** A part of the completion that may be the answer. */
export interface Candidate extends Span {
  readonly where:
    | 'the last box'
    | 'what follows "final answer is"'
    | 'what follows "answer"'
    | 'the last mathematics';
}

/** Characters between "answer" and the answer. */
const REACH = 50;

/**
 * The places in order: boxes and what "I hope" follows; what "final answer is" announces; what "answer:" does; what "answer" does; any
 * mathematics or number. Of equals the last comes first. Lazy: mostly the first is taken.
 */
export function* candidates(text: string, extraction: Extraction, meter: Meter): Generator<Candidate> {
  meter.spend(text.length * 2);
  const boxes = extraction.latex && extraction.boxes !== 'never' ? boxed(text) : [];
  // most texts end with a box and announce no other answer
  const announces = /final answer/i.test(text);
  if (!announces) yield* boxes;
  const spans = extraction.latex ? linkedSpans(text, mathSpans(text)) : [];
  const plain = extraction.plain ? plainSpans(text) : [];
  const found = [...spans, ...plain].sort((a, b) => a.start - b.start);
  const after = (pattern: RegExp, where: Candidate['where'], reach: number): readonly Candidate[] =>
    latest(announced(text, found, pattern, reach).map(span => ({ ...span, where })));

  if (announces) {
    const final = after(
      /final answer[^\n]{0,100}?\s(?:is|are)\b\s?:?\s?/gi,
      'what follows "final answer is"',
      4,
    );
    const hoped = final.filter(({ end }) => /^[.\s]{0,3}I hope/.test(text.slice(end, end + 12)));
    yield* latest(extraction.boxes === 'first' ? [...boxes, ...hoped] : hoped);
    yield* latest(extraction.boxes === 'first' ? final : [...boxes, ...final]);
  }
  yield* after(/answer(?:\*\*)?:/gi, 'what follows "answer"', REACH);
  yield* after(/answer/gi, 'what follows "answer"', REACH);
  yield* latest(found).map(span => ({ ...span, where: 'the last mathematics' as const }));
}

function boxed(text: string): readonly Candidate[] {
  const boxes = boxesIn(text);
  if (boxes.length === 0) return [];
  const group = lastBoxes(text, boxes);
  const last = group.at(-1)!;
  const content = group.map(box => box.content).join(', ') + percentAfter(text, last.end);
  return [{ start: group[0]!.start, end: last.end, content, where: 'the last box' }];
}

/** A percent sign or word that follows, the end of mathematics between aside. */
function percentAfter(text: string, end: number): string {
  return /^(?:\s|\\[,)\]!]|\$)*(?:\\?%|percent|pct)/i.test(text.slice(end, end + 24)) ? '%' : '';
}

const latest = <Found extends Span>(spans: readonly Found[]): readonly Found[] =>
  [...spans].sort((a, b) => b.end - a.end || a.start - b.start);

/** The span that begins first after each match, within reach of it. */
function announced(text: string, spans: readonly Span[], pattern: RegExp, reach: number): readonly Span[] {
  const found: Span[] = [];
  let next = 0;
  for (const match of text.matchAll(pattern)) {
    const from = match.index + match[0].length;
    while (next < spans.length && spans[next]!.start < from) next++;
    const span = spans[next];
    if (span && span.start - from <= reach) found.push(span);
  }
  return found;
}

/** More spans in a row are no list of answers. */
const MAX_LINKED = 12;

/** Mathematics in a row is one answer where only "and", "or" or a comma is between: $1$, $2$ and $3$. */
function linkedSpans(text: string, spans: readonly Span[]): readonly Span[] {
  const marked = spans.map(span => {
    if (!/[\s%\\p]/.test(text[span.end] ?? '')) return span;
    const percent = /^\s*(?:\\?%|percent(?:age)?|pct)/i.exec(text.slice(span.end, span.end + 16))?.[0] ?? '';
    return percent === '' ? span : { ...span, end: span.end + percent.length, content: `${span.content}%` };
  });
  const links = marked.map(
    ({ end }, at) =>
      at + 1 < marked.length &&
      marked[at + 1]!.start - end < 20 &&
      /^\s*(?:,|;|,?\s*(?:and|or))\s*$/.test(text.slice(end, marked[at + 1]!.start)),
  );
  return marked.map((span, at) => {
    let last = at;
    while (links[last] && last - at < MAX_LINKED) last++;
    if (last === at) return span;
    const content = marked
      .slice(at, last + 1)
      .map(part => part.content)
      .join(', ');
    return { start: span.start, end: marked[last]!.end, content };
  });
}
