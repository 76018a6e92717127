/** Sets of real numbers: unions of intervals and points. */
import { compare, type Real } from '../arithmetic/real.ts';
import type { Expr } from '../tree/expr.ts';
import type { Items } from './collections.ts';
import type { Context } from './context.ts';
import { realValue } from './numerically.ts';
import { infinite } from './scalars.ts';

/** One end: what was written, its value, and whether it belongs to the set. */
interface End {
  readonly expr: Expr;
  /** An infinity is 1 or -1. */
  readonly value: Real | 1 | -1;
  readonly closed: boolean;
}

interface Piece {
  readonly low: End;
  readonly high: End;
}

/** Whether two sets hold the same numbers; where an end is no number, whether they are written the same way. */
export function sameSets(gold: Expr, given: Expr, items: Items): boolean {
  const [left, right] = [pieces(gold, items.context), pieces(given, items.context)];
  if (!left || !right) return sameForm(gold, given, items);
  const ends = (a: End, b: End): boolean => a.closed === b.closed && items.same(a.expr, b.expr);
  return (
    left.length === right.length &&
    left.every(({ low, high }, at) => ends(low, right[at]!.low) && ends(high, right[at]!.high))
  );
}

function sameForm(gold: Expr, given: Expr, items: Items): boolean {
  if (gold.kind === 'setOperation' && given.kind === 'setOperation' && gold.operator === given.operator) {
    const [a, b] = gold.args;
    const [c, d] = given.args;
    if (sameForm(a, c, items) && sameForm(b, d, items)) return true;
    return gold.operator !== 'difference' && sameForm(a, d, items) && sameForm(b, c, items);
  }
  if (gold.kind === 'setOperation' || given.kind === 'setOperation') return false;
  if (gold.kind === 'tuple' && given.kind === 'tuple') {
    const brackets = gold.open === given.open && gold.close === given.close;
    const matching = gold.items.length === given.items.length;
    return brackets && matching && gold.items.every((item, at) => items.same(item, given.items[at]!));
  }
  return gold.kind !== 'tuple' && given.kind !== 'tuple' && items.same(gold, given);
}

function pieces(expr: Expr, context: Context): readonly Piece[] | undefined {
  context.meter.spend(100);
  switch (expr.kind) {
    case 'tuple': {
      if (expr.items.length !== 2) return undefined;
      const low = end(expr.items[0]!, expr.open === '[', context);
      const high = end(expr.items[1]!, expr.close === ']', context);
      return low && high && merged([{ low, high }]);
    }
    case 'set':
    case 'list': {
      const points = expr.items.map(item => end(item, true, context));
      const found = points.filter(point => point !== undefined);
      return found.length === points.length ? merged(found.map(low => ({ low, high: low }))) : undefined;
    }
    case 'symbol':
      return expr.name === 'R' ? merged([{ low: everything.low, high: everything.high }]) : undefined;
    case 'setOperation': {
      const [left, right] = [pieces(expr.args[0], context), pieces(expr.args[1], context)];
      if (!left || !right) return undefined;
      if (expr.operator === 'union') return merged([...left, ...right]);
      return merged(crossed(left, expr.operator === 'difference' ? complement(right) : right));
    }
    default: {
      const point = end(expr, true, context);
      return point && [{ low: point, high: point }];
    }
  }
}

const infinity: Expr = { kind: 'constant', name: 'infinity' };
const everything: Piece = {
  low: {
    expr: { kind: 'product', factors: [{ kind: 'number', value: { n: -1n, d: 1n } }, infinity] },
    value: -1,
    closed: false,
  },
  high: { expr: infinity, value: 1, closed: false },
};

function end(expr: Expr, closed: boolean, context: Context): End | undefined {
  const sign = infinite(expr);
  if (sign !== 0) return { expr, value: sign > 0 ? 1 : -1, closed: false };
  const value = realValue(expr, context);
  return value && { expr, value: value.re, closed };
}

function order(a: End, b: End): number {
  const rank = ({ value }: End): number => (typeof value === 'number' ? value : 0);
  if (typeof a.value === 'number' || typeof b.value === 'number') return rank(a) - rank(b);
  return compare(a.value, b.value);
}

/** Of two low ends the lower: a closed one begins earlier. */
const orderLow = (a: End, b: End): number => order(a, b) || Number(b.closed) - Number(a.closed);
const orderHigh = (a: End, b: End): number => order(a, b) || Number(a.closed) - Number(b.closed);

const isEmpty = ({ low, high }: Piece): boolean => {
  const between = order(low, high);
  return between > 0 || (between === 0 && !(low.closed && high.closed));
};

/** In ascending order, what touches run together, what is empty left out. */
function merged(found: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of found.filter(piece => !isEmpty(piece)).sort((a, b) => orderLow(a.low, b.low))) {
    const last = result.at(-1);
    const gap = last ? order(last.high, piece.low) : -1;
    if (last && (gap > 0 || (gap === 0 && (last.high.closed || piece.low.closed))))
      result[result.length - 1] = {
        low: last.low,
        high: orderHigh(last.high, piece.high) >= 0 ? last.high : piece.high,
      };
    else result.push(piece);
  }
  return result;
}

const crossed = (left: readonly Piece[], right: readonly Piece[]): readonly Piece[] =>
  left.flatMap(a =>
    right.map(b => ({
      low: orderLow(a.low, b.low) >= 0 ? a.low : b.low,
      high: orderHigh(a.high, b.high) <= 0 ? a.high : b.high,
    })),
  );

function complement(found: readonly Piece[]): readonly Piece[] {
  const opposite = ({ expr, value, closed }: End): End => ({
    expr,
    value,
    closed: !closed && typeof value !== 'number',
  });
  const result: Piece[] = [];
  let low = everything.low;
  for (const piece of found) {
    result.push({ low, high: opposite(piece.low) });
    low = opposite(piece.high);
  }
  return merged([...result, { low, high: everything.high }]);
}
