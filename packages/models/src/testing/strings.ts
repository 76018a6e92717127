// Strings to tokenize, drawn as tools/parity/tokenizers_parity.py draws them: words, blanks, numbers, code, many scripts,
// emoji, control characters, special tokens and parts of them.

import { hash } from '../random.ts';

export interface Pieces {
  /** Texts by kind. */
  readonly texts: readonly (readonly string[])[];
  /** First and last code point. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** One to twelve pieces. */
export function drawString({ texts, ranges }: Pieces, seed: number, index: number): string {
  const draw = (i: number, end: number) => (hash(seed, index, i) >>> 0) % end;
  let text = '';
  const count = 1 + draw(0, 12);
  for (let p = 0; p < count; p++) {
    const kind = draw(2 * p + 1, texts.length + ranges.length);
    const which = draw(2 * p + 2, 2 ** 30);
    const choices = texts[kind];
    if (choices) {
      text += choices[which % choices.length];
    } else {
      const [low, high] = ranges[kind - texts.length]!;
      text += String.fromCodePoint(low + (which % (high - low + 1)));
    }
  }
  return text;
}

/** 16 bits of whole numbers (FNV-1a, folded). */
export function digest(numbers: Iterable<number>): number {
  let h = 0x811c9dc5 | 0;
  for (const number of numbers) h = Math.imul(h ^ number, 0x01000193);
  return ((h >>> 16) ^ h) & 0xffff;
}

/** The same of a text's code points. */
export function digestText(text: string): number {
  return digest(Array.from(text, character => character.codePointAt(0)!));
}
