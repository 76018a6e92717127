import type { Rational } from '../arithmetic/rational.ts';

/** One unit of LaTeX or of plain mathematics. `spaced` tells that white space stood before it. */
export type Token = { readonly at: number; readonly end: number; readonly spaced: boolean } & (
  | { readonly type: 'number'; readonly value: Rational; readonly decimals?: number }
  /** A letter, by its character or the name of its command. */
  | { readonly type: 'letter'; readonly value: string }
  /** A known function's name. */
  | { readonly type: 'function'; readonly value: string }
  /** Operators, relations, brackets, separators. */
  | { readonly type: 'sign'; readonly value: string }
  /** Other commands: frac, sqrt, sum, begin. */
  | { readonly type: 'command'; readonly value: string }
  /** Words that are meant as words. */
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'end'; readonly value: '' }
);

/** Thrown where a text is no mathematics; whoever asked for it is told the reason instead. */
export class Unparsable extends Error {}
