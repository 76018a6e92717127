/** Sums, products and quotients. A product without a sign binds tighter than one with: 1/2x is 1/(2x). */
import { call, mixed, negative, plainFraction, product, quotient, sum } from '../tree/build.ts';

import type { Expr } from '../tree/expr.ts';
import { accept, type Cursor, isSign, next, peek, unexpected } from './cursor.ts';
import { isAtom, operand } from './operands.ts';

export function sumOf(cursor: Cursor): Expr {
  const terms = [term(cursor)];
  for (;;) {
    if (accept(cursor, '+')) terms.push(term(cursor));
    else if (accept(cursor, '-')) terms.push(negative(term(cursor)));
    else if (accept(cursor, '±')) terms.push(call('±', term(cursor)));
    else if (accept(cursor, '∓')) terms.push(call('∓', term(cursor)));
    else return sum(...terms);
  }
}

export function term(cursor: Cursor): Expr {
  let left = signed(cursor);
  for (;;) {
    if (accept(cursor, '*')) left = times(left, signed(cursor));
    else if (accept(cursor, '/')) left = quotient(left, signed(cursor));
    else if (accept(cursor, 'mod')) left = call('mod', left, signed(cursor));
    else return left;
  }
}

const times = (left: Expr, right: Expr): Expr =>
  product(...(left.kind === 'product' ? left.factors : [left]), right);

function signed(cursor: Cursor): Expr {
  let sign = 1;
  for (;;) {
    if (accept(cursor, '-')) sign = -sign;
    else if (accept(cursor, '±')) return call('±', signed(cursor));
    else if (accept(cursor, '∓')) return call('∓', signed(cursor));
    else if (!accept(cursor, '+')) break;
  }
  const value = factors(cursor);
  return sign < 0 ? negative(value) : value;
}

/** Factors side by side. `stop` ends them early: the argument of sin ends where cos begins. */
export function factors(cursor: Cursor, stop: (cursor: Cursor) => boolean = () => false): Expr {
  const before = skipText(cursor);
  if (before) return before;
  const found: Expr[] = [];
  while (isAtom(cursor) && !(found.length > 0 && stop(cursor))) {
    if (peek(cursor).type === 'text') {
      skipUnit(cursor);
      continue;
    }
    const part = mixedNumber(cursor) ?? operand(cursor);
    const last = found.at(-1);
    if (last?.kind === 'number' && part.kind === 'number')
      throw unexpected(cursor, 'two numbers stand side by side');
    const joined = last?.kind === 'number' && last.decimals === undefined && plainFraction(part);
    if (joined && found.length === 1 && last.value.d === 1n && joined.n > 0n && joined.n < joined.d)
      found[0] = mixed(last.value, joined);
    else found.push(part);
  }
  if (found.length === 0) throw unexpected(cursor, 'an expression is missing');
  return found.length === 1
    ? found[0]!
    : product(...found.map(part => (part.kind === 'set' && part.items.length === 1 ? part.items[0]! : part)));
}

/** Words before an expression say nothing of it; where there is no expression they are the answer. */
function skipText(cursor: Cursor): Expr | undefined {
  const words: string[] = [];
  for (let token = peek(cursor); token.type === 'text'; token = peek(cursor)) {
    words.push(token.value);
    next(cursor);
  }
  if (words.length === 0 || isAtom(cursor) || isSign(peek(cursor), '-', '+')) return undefined;
  return { kind: 'text', words: words.join(' ').toLowerCase() };
}

/** Words after an expression are its unit, which may have a power. */
function skipUnit(cursor: Cursor): void {
  next(cursor);
  if (accept(cursor, '^')) operand(cursor, false);
}

/** 137 1/2, with a space between. */
function mixedNumber(cursor: Cursor): Expr | undefined {
  if (peek(cursor).type !== 'number' || peek(cursor, 1).type !== 'number') return undefined;
  const [first, over, slash, under] = [0, 1, 2, 3].map(ahead => peek(cursor, ahead)) as [
    ReturnType<typeof peek>,
    ReturnType<typeof peek>,
    ReturnType<typeof peek>,
    ReturnType<typeof peek>,
  ];
  if (first.type !== 'number' || over.type !== 'number' || under.type !== 'number') return undefined;
  if (!over.spaced || !isSign(slash, '/') || first.value.d !== 1n || over.value.d !== 1n) return undefined;
  if (under.value.n <= over.value.n || under.value.d !== 1n) return undefined;
  cursor.at += 4;
  return mixed(first.value, { n: over.value.n, d: under.value.n });
}
