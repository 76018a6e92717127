import type { Meter } from '../../budget.ts';
import { magnitude, minus, ofRational, plus, type Real } from '../arithmetic/real.ts';
import type { Expr } from '../tree/expr.ts';
import { realValue } from './numerically.ts';

/**
 * Whether two numbers agree to so many places after the point; below 1, to so many digits. Undefined where either is no real
 * number.
 */
export function agreeRounded(a: Expr, b: Expr, places: number, meter: Meter): boolean | undefined {
  const [x, y] = [realValue(a, { meter })?.re, realValue(b, { meter })?.re];
  if (!x || !y) return undefined;
  const signed = plus(x, minus(y), 192);
  const difference = signed.m < 0n ? minus(signed) : signed;
  if (magnitude(difference) < magnitude(x) - 150) return true;
  if (x.m === 0n || y.m === 0n) return false;
  const scale = Math.min(0, Math.floor(magnitude(x) * Math.log10(2)) + 1);
  const hair: Real = ofRational({ n: 1n, d: 2n * 10n ** BigInt(places - scale) }, 192);
  return plus(difference, minus(hair), 192).m <= 0n;
}
