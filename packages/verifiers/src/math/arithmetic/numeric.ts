/** Arithmetic of complex numbers to a precision, at one random point. */
import type { Meter } from '../../budget.ts';
import type { Arithmetic } from './arithmetic.ts';
import {
  add,
  type Complex,
  exponential,
  I,
  isReal,
  isZero,
  multiply,
  ONE,
  ofReal,
  pi,
  power,
  raise,
  squareRoot,
  type Working,
} from './complex.ts';
import { ruleOf } from './functions.ts';
import { hash } from './random.ts';
import { fraction, type Rational } from './rational.ts';
import { magnitude, minus, ofRational, type Precision, type Real, rootOf } from './real.ts';

export interface Numeric extends Arithmetic<Complex> {
  /** The most bits by which the terms of a sum differed: what is smaller by more than the precision was lost. */
  gap(): number;
  /** The size of the greatest term of a sum, or 1: what is smaller by the precision may be rounding. */
  peak(): number;
}

export interface NumericOptions {
  readonly precision: Precision;
  readonly meter: Meter;
  /** In the reals what is not real has no value, and -8 has the cube root -2; else roots are principal. */
  readonly domain: 'real' | 'complex';
  /** The value of a variable. */
  symbol(name: string): Rational;
}

export function numericArithmetic({ precision, meter, domain, symbol }: NumericOptions): Numeric {
  const working: Working = { precision, meter };
  let gap = 0;
  let peak = 0;
  const valid = (value: Complex | undefined): Complex | undefined => {
    meter.spend(60);
    return value && domain === 'real' && !isReal(value) ? undefined : value;
  };
  const rational = (value: Rational): Complex => ofReal(ofRational(value, precision));
  return {
    exact: false,
    gap: () => gap,
    peak: () => peak,
    number: rational,
    symbol: name => rational(symbol(name)),
    constant(name) {
      if (name === 'pi') return pi(working);
      if (name === 'e') return exponential(ONE, working);
      return name === 'i' && domain === 'complex' ? I : undefined;
    },
    add(a, b) {
      const sum = add(a, b, working);
      const [left, right] = [sizeOf(a), sizeOf(b)];
      peak = Math.max(peak, left, right);
      if (!isZero(a) && !isZero(b)) gap = Math.max(gap, Math.abs(left - right));
      return valid(sum);
    },
    multiply: (a, b) => valid(multiply(a, b, working)),
    power: (base, exponent) => valid(power(base, exponent, working)),
    root: (base, exponent) => valid(rootAt(base, exponent, domain, working)),
    exponential: (base, exponent) => valid(raise(base, exponent, working)),
    call(name, args) {
      const rule = ruleOf(name);
      // of the rest nothing is known but that equal arguments give equal values
      return rule ? valid(rule(args, working)) : rational(unknown(name, args));
    },
  };
}

/** The exponent of the leading bit. */
export const sizeOf = ({ re, im }: Complex): number => Math.max(magnitude(re), magnitude(im));

function rootAt(
  base: Complex,
  exponent: Rational,
  domain: NumericOptions['domain'],
  working: Working,
): Complex | undefined {
  if (isZero(base)) return exponent.n > 0n ? base : undefined;
  const degree = Number(exponent.d);
  if (isReal(base) && degree <= 64 && (base.re.m > 0n || (domain === 'real' && degree % 2 === 1))) {
    const { precision } = working;
    const size: Real = base.re.m < 0n ? minus(base.re) : base.re;
    const root = rootOf(size, degree, precision);
    return power(ofReal(base.re.m < 0n ? minus(root) : root), exponent.n, working);
  }
  if (degree === 2) return power(squareRoot(base, working), exponent.n, working);
  return raise(base, ofReal(ofRational(exponent, working.precision)), working);
}

/** A value between 1/2 and 3/2 that goes with the name and the arguments, rounded since they are not exact. */
function unknown(name: string, args: readonly Complex[]): Rational {
  const brief = ({ re, im }: Complex): string => [re, im].map(part => shortened(part)).join(' ');
  return fraction((hash(`${name} of ${args.map(brief).join(',')}`) >> 24n) + (1n << 39n), 1n << 40n);
}

/** The leading 80 bits or so. */
function shortened(value: Real): string {
  const size = magnitude(value);
  if (value.m === 0n || size < -80) return '0';
  const shift = BigInt(Math.abs(80 - size + value.e));
  const up = 80 - size + value.e >= 0;
  const scaled = up ? value.m << shift : (value.m + (1n << (shift - 1n))) >> shift;
  return `${scaled}e${size}`;
}
