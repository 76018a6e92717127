/** Floating-point numbers of any precision: mantissa * 2^exponent. */
import { floorRoot, type Rational } from './rational.ts';

export interface Real {
  readonly m: bigint;
  readonly e: number;
}

/** How many bits of a mantissa are kept. */
export type Precision = number;

export const NOUGHT: Real = { m: 0n, e: 0 };
export const UNIT: Real = { m: 1n, e: 0 };

/** The bits of a whole number; one more where it is a hair below a power of two. */
function length(value: bigint): number {
  if (value === 0n) return 0;
  const double = Math.abs(Number(value));
  if (double < Number.POSITIVE_INFINITY) return Math.floor(Math.log2(double)) + 1;
  return 512 + length(value >> 512n);
}

/** The exponent of the leading bit: the value is about 2^this. -Infinity for 0. */
export const magnitude = ({ m, e }: Real): number =>
  m === 0n ? Number.NEGATIVE_INFINITY : length(m) - 1 + e;

function rounded(m: bigint, e: number, precision: Precision): Real {
  if (m === 0n) return NOUGHT;
  const excess = length(m) - precision;
  if (excess <= 0) return { m, e };
  return { m: (m + (1n << BigInt(excess - 1))) >> BigInt(excess), e: e + excess };
}

export const ofNumber = (value: number): Real => {
  if (value === 0) return NOUGHT;
  const e = Math.floor(Math.log2(Math.abs(value))) - 52;
  return { m: BigInt(Math.round(value * 2 ** -e)), e };
};

/** Close to the value where it is in the range of doubles. */
export function toNumber(value: Real): number {
  const { m, e } = rounded(value.m, value.e, 60);
  return Number(m) * 2 ** Math.max(-1100, Math.min(1100, e));
}

export function ofRational({ n, d }: Rational, precision: Precision): Real {
  if (d === 1n) return rounded(n, 0, precision);
  const shift = precision + 2 + Math.max(0, length(d) - length(n));
  return rounded((n << BigInt(shift)) / d, -shift, precision);
}

export function plus(a: Real, b: Real, precision: Precision): Real {
  if (a.m === 0n) return b;
  if (b.m === 0n) return a;
  const [high, low] = a.e >= b.e ? [a, b] : [b, a];
  // what is too small to matter only costs time
  if (magnitude(high) - magnitude(low) > precision + 2 && high.e > low.e) return high;
  if (magnitude(low) - magnitude(high) > precision + 2) return low;
  return rounded((high.m << BigInt(high.e - low.e)) + low.m, low.e, precision);
}

export const minus = ({ m, e }: Real): Real => ({ m: -m, e });

export const times = (a: Real, b: Real, precision: Precision): Real =>
  rounded(a.m * b.m, a.e + b.e, precision);

/** b is not 0. */
export function over(a: Real, b: Real, precision: Precision): Real {
  const shift = Math.max(0, precision + 2 + length(b.m) - length(a.m));
  return rounded((a.m << BigInt(shift)) / b.m, a.e - b.e - shift, precision);
}

/** The root of a number of at least 0. */
export function rootOf(value: Real, degree: number, precision: Precision): Real {
  if (value.m === 0n) return NOUGHT;
  let shift = Math.max(0, degree * (precision + 2) - length(value.m));
  const rest = (value.e - shift) % degree;
  shift += rest < 0 ? degree + rest : rest;
  return rounded(floorRoot(value.m << BigInt(shift), degree), (value.e - shift) / degree, precision);
}

export const compare = (a: Real, b: Real): number => {
  const difference = plus(a, minus(b), 64).m;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** The nearest whole number. */
export function nearestWhole({ m, e }: Real): bigint {
  if (e >= 0) return m << BigInt(e);
  return (m + (1n << BigInt(-e - 1))) >> BigInt(-e);
}

/** value * 2^by. */
export const scaled = ({ m, e }: Real, by: number): Real => ({ m, e: m === 0n ? 0 : e + by });
