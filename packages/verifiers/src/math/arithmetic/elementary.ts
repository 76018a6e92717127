/** exp, ln, sine, cosine and arctangent to any precision, by argument reduction and Taylor series. */
import type { Meter } from '../../budget.ts';
import {
  compare,
  magnitude,
  minus,
  NOUGHT,
  nearestWhole,
  ofNumber,
  over,
  type Precision,
  plus,
  type Real,
  rootOf,
  scaled,
  times,
  toNumber,
  UNIT,
} from './real.ts';

/** Bits before the point of arguments of exp, and of the sine, whose bits after the point they cost; more have no value. */
const MAX_EXPONENT = 20;
const MAX_ANGLE = 40;

const integer = (value: number): Real => ({ m: BigInt(value), e: 0 });

/** The value times 2^bits, as a whole number. */
const fixed = ({ m, e }: Real, bits: number): bigint => {
  const shift = e + bits;
  return shift >= 0 ? m << BigInt(shift) : m >> BigInt(-shift);
};

const constants = new Map<string, Real>();

/** Computes a constant once for each precision. */
function once(name: string, precision: Precision, compute: (precision: Precision) => Real): Real {
  const key = `${name} ${precision}`;
  const value = constants.get(key) ?? compute(precision + 16);
  constants.set(key, value);
  return value;
}

/** arctan(1/n) by Gregory's series, in fixed point. */
function inverseArctangent(n: number, bits: number): bigint {
  const square = BigInt(n * n);
  let sum = 0n;
  let sign = 1n;
  let odd = 1n;
  for (let power = (1n << BigInt(bits)) / BigInt(n); power > 0n; power /= square) {
    sum += (sign * power) / odd;
    sign = -sign;
    odd += 2n;
  }
  return sum;
}

/** Machin's formula. */
export const piOf = (precision: Precision): Real =>
  once('pi', precision, bits => ({
    m: 4n * (4n * inverseArctangent(5, bits) - inverseArctangent(239, bits)),
    e: -bits,
  }));

/** ln 2 = 2 artanh(1/3). */
const lnTwo = (precision: Precision): Real =>
  once('ln 2', precision, bits => {
    let sum = 0n;
    let odd = 1n;
    for (let power = (1n << BigInt(bits)) / 3n; power > 0n; power /= 9n) {
      sum += power / odd;
      odd += 2n;
    }
    return { m: 2n * sum, e: -bits };
  });

/** e^x; undefined where x is beyond 2^20. */
export function exp(x: Real, precision: Precision, meter: Meter): Real | undefined {
  if (magnitude(x) > MAX_EXPONENT) return undefined;
  const bits = precision + 40;
  meter.spend(bits);
  const times2 = nearestWhole(over(x, lnTwo(bits + 24), 64));
  const rest = plus(x, minus(times(integer(Number(times2)), lnTwo(bits + 24), bits + 24)), bits);
  // e^r = (e^(r / 2^k))^(2^k)
  const halvings = Math.ceil(Math.sqrt(bits) / 2);
  const small = fixed(scaled(rest, -halvings), bits);
  const shift = BigInt(bits);
  let sum = 1n << shift;
  for (let n = 1n, term = sum; term !== 0n && term !== -1n; n++) {
    term = ((term * small) >> shift) / n;
    sum += term;
  }
  for (let n = 0; n < halvings; n++) sum = (sum * sum) >> shift;
  return { m: sum, e: Number(times2) - bits };
}

/** ln x for x above 0, by Halley's iteration from the double's logarithm. */
export function ln(x: Real, precision: Precision, meter: Meter): Real | undefined {
  if (x.m <= 0n) return undefined;
  const e = magnitude(x);
  const bits = precision + 40;
  const mantissa = scaled(x, -e);
  let y = ofNumber(Math.log(toNumber(mantissa)));
  for (let correct = 48; correct < bits; correct *= 3) {
    const power = exp(y, bits, meter)!;
    const step = over(plus(mantissa, minus(power), bits), plus(mantissa, power, bits), bits);
    y = plus(y, scaled(step, 1), bits);
  }
  return plus(y, times(integer(e), lnTwo(bits), bits), bits);
}

/** Sine and cosine; undefined where x is beyond 2^40. */
export function sineCosine(
  x: Real,
  precision: Precision,
  meter: Meter,
): { readonly sine: Real; readonly cosine: Real } | undefined {
  if (magnitude(x) > MAX_ANGLE) return undefined;
  const bits = precision + 40;
  meter.spend(bits);
  const quarter = scaled(piOf(bits + MAX_ANGLE), -1);
  const turns = nearestWhole(over(x, quarter, 2 * MAX_ANGLE));
  const rest = plus(x, minus(times({ m: turns, e: 0 }, quarter, bits + MAX_ANGLE)), bits);
  const halvings = Math.ceil(Math.sqrt(bits) / 2);
  const shift = BigInt(bits);
  const one = 1n << shift;
  const small = fixed(scaled(rest, -halvings), bits);
  // sine and 1 - cosine of the small angle, since cosine alone loses bits when doubled
  let fixedSine = 0n;
  let versine = 0n;
  for (let n = 1n, term = small; term !== 0n && term !== -1n; n += 2n) {
    // term is x^n/n!, with the signs of the sine
    fixedSine += term;
    const even = ((term * small) >> shift) / (n + 1n);
    versine += even;
    term = -(((even * small) >> shift) / (n + 2n));
  }
  for (let n = 0; n < halvings; n++) {
    const cosine = one - versine;
    versine = (2n * fixedSine * fixedSine) >> shift;
    fixedSine = (2n * fixedSine * cosine) >> shift;
  }
  const sine: Real = { m: fixedSine, e: -bits };
  const cosine: Real = { m: one - versine, e: -bits };
  switch (Number(((turns % 4n) + 4n) % 4n)) {
    case 0:
      return { sine, cosine };
    case 1:
      return { sine: cosine, cosine: minus(sine) };
    case 2:
      return { sine: minus(sine), cosine: minus(cosine) };
    default:
      return { sine: minus(cosine), cosine: sine };
  }
}

/** The angle of the point (x, y), above -pi and at most pi; undefined for (0, 0). */
export function angle(y: Real, x: Real, precision: Precision, meter: Meter): Real | undefined {
  const bits = precision + 40;
  if (y.m === 0n) return x.m === 0n ? undefined : x.m > 0n ? NOUGHT : piOf(bits);
  if (compare(magnitudeOf(x), magnitudeOf(y)) < 0) {
    const quarter = scaled(piOf(bits), -1);
    const rest = arctangent(over(x, y, bits), bits, meter);
    return plus(y.m > 0n ? quarter : minus(quarter), minus(rest), bits);
  }
  const base = arctangent(over(y, x, bits), bits, meter);
  if (x.m > 0n) return base;
  return plus(base, y.m > 0n ? piOf(bits) : minus(piOf(bits)), bits);
}

const magnitudeOf = ({ m, e }: Real): Real => ({ m: m < 0n ? -m : m, e });

/** arctan t for |t| at most 1: halved angles, then Gregory's series. */
function arctangent(t: Real, bits: Precision, meter: Meter): Real {
  meter.spend(bits);
  if (t.m === 0n || magnitude(t) < -bits) return t;
  const halvings = 8;
  let small = t;
  for (let n = 0; n < halvings; n++) {
    const root = rootOf(plus(UNIT, times(small, small, bits), bits), 2, bits);
    small = over(small, plus(UNIT, root, bits), bits);
  }
  const working = bits + Math.max(0, -magnitude(small));
  const shift = BigInt(working);
  const step = fixed(small, working);
  const square = (step * step) >> shift;
  let sum = step;
  for (let n = 3n, power = step; power !== 0n && power !== -1n; n += 2n) {
    power = -((power * square) >> shift);
    sum += power / n;
  }
  return { m: sum, e: halvings - working };
}
