import { evaluate } from '../arithmetic/evaluate.ts';
import { exactArithmeticAt } from '../arithmetic/exact.ts';
import { equal } from '../arithmetic/rational.ts';
import type { Expr } from '../tree/expr.ts';
import { some, symbolsOf } from '../tree/walk.ts';
import type { Context } from './context.ts';
import { wholeAt } from './points.ts';

const ofIntegers = new Set(['factorial', 'binom', 'gcd', 'lcm', 'base']);

const POINTS = 60;
const ENOUGH = 6;

/**
 * Decides expressions with factorials and other functions of whole numbers, by their exact values at whole numbers.
 * Undefined where there are none of these, or too few values.
 */
export function agreeAtIntegers(a: Expr, b: Expr, { meter }: Context): boolean | undefined {
  const found = [a, b].some(expr =>
    some(
      expr,
      part =>
        (part.kind === 'call' && ofIntegers.has(part.name) && symbolsOf(part).size > 0) ||
        (part.kind === 'series' && (part.operator === 'sum' || part.operator === 'product')),
    ),
  );
  if (!found) return undefined;
  let agreed = 0;
  for (let point = 0; point < POINTS && agreed < ENOUGH; point++) {
    const numbers = exactArithmeticAt(name => wholeAt(point, name), meter);
    const x = evaluate(a, numbers, meter);
    const y = x && evaluate(b, numbers, meter);
    if (!x || !y) continue;
    if (!equal(x, y)) return false;
    agreed++;
  }
  return agreed === ENOUGH ? true : undefined;
}
