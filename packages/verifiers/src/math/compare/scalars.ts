/**
 * Whether two expressions have the same value: exactly where both are rational numbers; in a finite field where both are
 * rational expressions; else to high precision at random points.
 */
import { evaluate } from '../arithmetic/evaluate.ts';
import { exactArithmetic } from '../arithmetic/exact.ts';
import { modularArithmetic } from '../arithmetic/modular.ts';
import { equal } from '../arithmetic/rational.ts';
import type { Expr } from '../tree/expr.ts';
import { some } from '../tree/walk.ts';
import type { Context } from './context.ts';
import { agreeAtIntegers } from './integers.ts';
import { agreeNumerically } from './numerically.ts';
import { agreeRounded } from './rounded.ts';

export function sameValue(a: Expr, b: Expr, context: Context): boolean {
  const { meter } = context;
  const [left, right] = [infinite(a), infinite(b)];
  if (left !== 0 || right !== 0) return left === right;
  if (a.kind === 'number' && b.kind === 'number' && equal(a.value, b.value)) return true;
  const exact = exactArithmetic(meter);
  const [x, y] = [evaluate(a, exact, meter), evaluate(b, exact, meter)];
  if (x && y && equal(x, y)) return true;
  const rounded = context.places !== undefined && (some(a, isDecimal) || some(b, isDecimal));
  if (rounded) {
    const agreed = agreeRounded(a, b, context.places, meter);
    if (agreed !== undefined) return agreed;
  }
  if (x && y) return false;
  return (
    agreeAtIntegers(a, b, context) ??
    agreeModularly(a, b, context) ??
    agreeNumerically(a, b, context) ??
    identical(a, b)
  );
}

/** Whether two trees are the same: all there is to tell of what has no value, like t(0, 4]. */
function identical(a: Expr, b: Expr): boolean {
  const text = (expr: Expr): string =>
    JSON.stringify(expr, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return a.kind === b.kind && text(a) === text(b);
}

const isDecimal = (part: Expr): boolean => part.kind === 'number' && part.decimals !== undefined;

/** 1 and -1 for the infinities, 0 for all else. */
export function infinite(expr: Expr): number {
  if (expr.kind === 'constant') return expr.name === 'infinity' ? 1 : 0;
  if (expr.kind === 'sum') return expr.terms.reduce((found, term) => found || infinite(term), 0);
  if (expr.kind !== 'product') return 0;
  const found = expr.factors.map(infinite).find(sign => sign !== 0);
  if (!found) return 0;
  const negative =
    expr.factors.filter(factor => factor.kind === 'number' && factor.value.n < 0n).length % 2 === 1;
  return negative ? -found : found;
}

/** Decides rational expressions; undefined for others. */
function agreeModularly(a: Expr, b: Expr, { meter }: Context): boolean | undefined {
  let agreed = 0;
  for (let point = 0; point < 4 && agreed < 2; point++) {
    const numbers = modularArithmetic(`point ${point}`, meter);
    const x = evaluate(a, numbers, meter);
    const y = x && evaluate(b, numbers, meter);
    if (!x || !y) {
      if (agreed === 0) return undefined;
      continue;
    }
    if (x.a !== y.a || x.b !== y.b) return false;
    agreed++;
  }
  return agreed > 0 ? true : undefined;
}
