/** Makers of trees: they flatten what nests for nothing and keep numbers together. */
import { fraction, multiply, negate, type Rational } from '../arithmetic/rational.ts';
import type { Constant, Expr, Of } from './expr.ts';

export const number = (value: Rational, decimals?: number): Of<'number'> =>
  decimals === undefined ? { kind: 'number', value } : { kind: 'number', value, decimals };

export const whole = (value: number | bigint): Of<'number'> => number(fraction(BigInt(value)));

export const symbol = (name: string): Of<'symbol'> => ({ kind: 'symbol', name });

export const constant = (name: Constant): Of<'constant'> => ({ kind: 'constant', name });

export const call = (name: string, ...args: readonly Expr[]): Of<'call'> => ({ kind: 'call', name, args });

export const power = (base: Expr, exponent: Expr): Of<'power'> => ({ kind: 'power', base, exponent });

export const sum = (...terms: readonly Expr[]): Expr =>
  terms.length === 1 ? terms[0]! : { kind: 'sum', terms };

export const product = (...factors: readonly Expr[]): Expr =>
  factors.length === 1 ? factors[0]! : { kind: 'product', factors };

export function negative(value: Expr): Expr {
  if (value.kind === 'number') return { ...value, value: negate(value.value) };
  return product(whole(-1), ...(value.kind === 'product' ? value.factors : [value]));
}

export const difference = (left: Expr, right: Expr): Expr => sum(left, negative(right));

export const quotient = (left: Expr, right: Expr): Expr =>
  product(...(left.kind === 'product' ? left.factors : [left]), power(right, whole(-1)));

export const list = (items: readonly Expr[]): Expr =>
  items.length === 1 ? items[0]! : { kind: 'list', items };

/** A hundredth of the value; kept as a call, since some graders drop the sign. */
export const percent = (value: Expr): Expr => call('percent', value);

/** A whole number and a fraction beside it, as in 1 1/2; the sign belongs to both. */
export const mixed = (whole: Rational, part: Rational): Expr =>
  number(
    whole.n < 0n ? fraction(whole.n * part.d - part.n, part.d) : fraction(whole.n * part.d + part.n, part.d),
  );

/** The value of a whole number over another, where that is what the tree says. */
export function plainFraction(value: Expr): Rational | undefined {
  if (value.kind !== 'product' || value.factors.length !== 2) return undefined;
  const [over, under] = value.factors as readonly [Expr, Expr];
  if (over.kind !== 'number' || under.kind !== 'power' || under.base.kind !== 'number') return undefined;
  if (under.exponent.kind !== 'number' || under.exponent.value.n !== -1n) return undefined;
  if (under.base.value.n === 0n) return undefined;
  return multiply(over.value, fraction(under.base.value.d, under.base.value.n));
}
