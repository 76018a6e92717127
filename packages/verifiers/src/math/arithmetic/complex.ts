/** Complex numbers of any precision. */
import type { Meter } from '../../budget.ts';
import { angle, exp, ln, piOf, sineCosine } from './elementary.ts';
import { minus, NOUGHT, over, type Precision, plus, type Real, rootOf, scaled, times, UNIT } from './real.ts';

export interface Complex {
  readonly re: Real;
  readonly im: Real;
}

/** What operations need to know. */
export interface Working {
  readonly precision: Precision;
  readonly meter: Meter;
}

export const ofReal = (re: Real): Complex => ({ re, im: NOUGHT });
const ZERO: Complex = ofReal(NOUGHT);
export const ONE: Complex = ofReal(UNIT);
export const I: Complex = { re: NOUGHT, im: UNIT };

export const isReal = ({ im }: Complex): boolean => im.m === 0n;
export const isZero = ({ re, im }: Complex): boolean => re.m === 0n && im.m === 0n;

export const add = (a: Complex, b: Complex, { precision }: Working): Complex => ({
  re: plus(a.re, b.re, precision),
  im: plus(a.im, b.im, precision),
});

export const negate = ({ re, im }: Complex): Complex => ({ re: minus(re), im: minus(im) });

export const subtract = (a: Complex, b: Complex, working: Working): Complex => add(a, negate(b), working);

export function multiply(a: Complex, b: Complex, { precision }: Working): Complex {
  if (isReal(a) && isReal(b)) return ofReal(times(a.re, b.re, precision));
  return {
    re: plus(times(a.re, b.re, precision), minus(times(a.im, b.im, precision)), precision),
    im: plus(times(a.re, b.im, precision), times(a.im, b.re, precision), precision),
  };
}

/** Undefined for 0. */
export function invert(a: Complex, { precision }: Working): Complex | undefined {
  if (isZero(a)) return undefined;
  if (isReal(a)) return ofReal(over(UNIT, a.re, precision));
  const norm = plus(times(a.re, a.re, precision), times(a.im, a.im, precision), precision);
  return { re: over(a.re, norm, precision), im: over(minus(a.im), norm, precision) };
}

export function divide(a: Complex, b: Complex, working: Working): Complex | undefined {
  const inverse = invert(b, working);
  return inverse && multiply(a, inverse, working);
}

export function absolute({ re, im }: Complex, { precision }: Working): Real {
  if (im.m === 0n) return re.m < 0n ? minus(re) : re;
  return rootOf(plus(times(re, re, precision), times(im, im, precision), precision), 2, precision);
}

export function power(base: Complex, exponent: bigint, working: Working): Complex | undefined {
  if (exponent < 0n) {
    const inverse = invert(base, working);
    return inverse && power(inverse, -exponent, working);
  }
  let result = ONE;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, square, working);
    if (left > 1n) square = multiply(square, square, working);
    if (Math.abs(result.re.e) > 1e9 || Math.abs(square.re.e) > 1e9) return undefined;
  }
  return result;
}

export function exponential({ re, im }: Complex, { precision, meter }: Working): Complex | undefined {
  const size = exp(re, precision, meter);
  if (!size || im.m === 0n) return size && ofReal(size);
  const turned = sineCosine(im, precision, meter);
  return turned && { re: times(size, turned.cosine, precision), im: times(size, turned.sine, precision) };
}

/** The principal value; undefined for 0. */
export function logarithm(a: Complex, working: Working): Complex | undefined {
  const { precision, meter } = working;
  if (isReal(a) && a.re.m > 0n) {
    const real = ln(a.re, precision, meter);
    return real && ofReal(real);
  }
  const re = ln(absolute(a, working), precision, meter);
  const im = angle(a.im, a.re, precision, meter);
  return re && im && { re, im };
}

/** The principal value of base^exponent. */
export function raise(base: Complex, exponent: Complex, working: Working): Complex | undefined {
  if (isZero(base)) return exponent.re.m > 0n ? ZERO : undefined;
  const log = logarithm(base, working);
  return log && exponential(multiply(log, exponent, working), working);
}

/** The principal square root. */
export function squareRoot(a: Complex, working: Working): Complex {
  const { precision } = working;
  if (isReal(a))
    return a.re.m >= 0n
      ? ofReal(rootOf(a.re, 2, precision))
      : { re: NOUGHT, im: rootOf(minus(a.re), 2, precision) };
  // the half of the greater sum first, so that nothing cancels
  const size = absolute(a, working);
  const large = rootOf(scaled(plus(size, a.re.m < 0n ? minus(a.re) : a.re, precision), -1), 2, precision);
  const small = over(scaled(a.im, -1), large, precision);
  if (a.re.m >= 0n) return { re: large, im: small };
  return a.im.m < 0n ? { re: minus(small), im: minus(large) } : { re: small, im: large };
}

/** Sine and cosine. */
export function circular(
  { re, im }: Complex,
  working: Working,
): { readonly sine: Complex; readonly cosine: Complex } | undefined {
  const { precision, meter } = working;
  const turned = sineCosine(re, precision, meter);
  if (!turned) return undefined;
  if (im.m === 0n) return { sine: ofReal(turned.sine), cosine: ofReal(turned.cosine) };
  const up = exp(im, precision, meter);
  const down = exp(minus(im), precision, meter);
  if (!up || !down) return undefined;
  const cosh = scaled(plus(up, down, precision), -1);
  const sinh = scaled(plus(up, minus(down), precision), -1);
  return {
    sine: { re: times(turned.sine, cosh, precision), im: times(turned.cosine, sinh, precision) },
    cosine: { re: times(turned.cosine, cosh, precision), im: minus(times(turned.sine, sinh, precision)) },
  };
}

export const pi = ({ precision }: Working): Complex => ofReal(piOf(precision));
