/** A place in a list of tokens, and what the parser has to know there. */
import { BudgetExceeded, type Meter } from '../../budget.ts';
import { type Token, Unparsable } from './token.ts';

export interface Cursor {
  readonly source: string;
  readonly tokens: Token[];
  readonly meter: Meter;
  at: number;
  depth: number;
  /** How many |...| are open: the next bar then closes one. */
  bars: number;
  /** Whether the item of a set is read: a colon or bar then begins its condition. */
  inSet: boolean;
  /** Variables of sums and products around: i is then an index, not the imaginary unit. */
  readonly bound: string[];
}

/** Deeper nesting is over budget. */
const MAX_DEPTH = 150;

export const peek = (cursor: Cursor, ahead = 0): Token =>
  cursor.tokens[Math.min(cursor.at + ahead, cursor.tokens.length - 1)]!;

export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.at = Math.min(cursor.at + 1, cursor.tokens.length);
  return token;
}

export const isSign = (token: Token, ...values: readonly string[]): boolean =>
  token.type === 'sign' && values.includes(token.value);

export const isCommand = (token: Token, ...values: readonly string[]): boolean =>
  token.type === 'command' && values.includes(token.value);

/** Steps over a sign if it is the next token. */
export function accept(cursor: Cursor, ...values: readonly string[]): boolean {
  if (!isSign(peek(cursor), ...values)) return false;
  cursor.at++;
  return true;
}

export function expect(cursor: Cursor, ...values: readonly string[]): void {
  if (!accept(cursor, ...values)) throw unexpected(cursor, `a ${values.join(' or ')} is missing`);
}

export function unexpected(cursor: Cursor, what: string): Unparsable {
  const { at, end } = peek(cursor);
  const there = cursor.source.slice(at, Math.max(end, at + 12));
  return new Unparsable(`${what} before ${there === '' ? 'the end' : JSON.stringify(there)}`);
}

/** Reads something one level down. */
export function within<Result>(cursor: Cursor, read: () => Result): Result {
  cursor.meter.spend(1);
  if (++cursor.depth > MAX_DEPTH) throw new BudgetExceeded(`it nests deeper than ${MAX_DEPTH} levels`);
  const result = read();
  cursor.depth--;
  return result;
}

/** Reads within brackets of its own: bars and set conditions outside don't matter there. */
export function afresh<Result>(cursor: Cursor, read: () => Result, inSet = false): Result {
  const { bars, inSet: before } = cursor;
  cursor.bars = 0;
  cursor.inSet = inSet;
  const result = within(cursor, read);
  cursor.bars = bars;
  cursor.inSet = before;
  return result;
}
