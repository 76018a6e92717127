/** Arithmetic of rational numbers: no value but the exact one. */
import type { Meter } from '../../budget.ts';
import type { Arithmetic } from './arithmetic.ts';
import {
  absolute,
  add,
  bitsOf,
  exactRoot,
  floor,
  fraction,
  gcd,
  invert,
  MAX_BITS,
  multiply,
  negate,
  order,
  power,
  type Rational,
} from './rational.ts';

const MAX_FACTORIAL = 2_000n;

const made = new WeakMap<Meter, Arithmetic<Rational>>();

/** Exact arithmetic in which variables have no value; made once for a meter. */
export function exactArithmetic(meter: Meter): Arithmetic<Rational> {
  const known = made.get(meter);
  if (known) return known;
  const numbers = exactArithmeticAt(() => undefined, meter);
  made.set(meter, numbers);
  return numbers;
}

/** Exact arithmetic at a point: `symbol` gives variables their values. */
export function exactArithmeticAt(
  symbol: (name: string) => Rational | undefined,
  meter: Meter,
): Arithmetic<Rational> {
  const sized = (value: Rational | undefined): Rational | undefined => {
    if (!value || (value.d === 1n && value.n < 1n << 64n && value.n > -(1n << 64n))) return value;
    const bits = bitsOf(value.n) + bitsOf(value.d);
    meter.spend(bits >> 3);
    return bits > 2 * MAX_BITS ? undefined : value;
  };
  const powerOf = (base: Rational, exponent: bigint): Rational | undefined => {
    meter.spend(Math.min(Number(exponent < 0n ? -exponent : exponent), MAX_BITS));
    return sized(power(base, exponent));
  };
  return {
    exact: true,
    number: value => value,
    symbol,
    constant: () => undefined,
    add: (a, b) => sized(add(a, b)),
    multiply: (a, b) => sized(multiply(a, b)),
    power: powerOf,
    root: rootOf,
    exponential: (base, exponent) => (exponent.d === 1n ? powerOf(base, exponent.n) : rootOf(base, exponent)),
    call: (name, args) => {
      const rule = Object.hasOwn(functions, name) ? functions[name] : undefined;
      return rule && sized(rule(args, meter));
    },
  };
}

/** base^(n/d) where that is rational; of negative numbers the odd roots. */
function rootOf(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.d > 1000n || bitsOf(base.n) + bitsOf(base.d) > 4096) return undefined;
  const degree = Number(exponent.d);
  if (base.n < 0n && degree % 2 === 0) return undefined;
  const over = exactRoot(absolute(base).n, degree);
  const under = exactRoot(base.d, degree);
  if (over === undefined || under === undefined) return undefined;
  return power({ n: base.n < 0n ? -over : over, d: under }, exponent.n);
}

type Rule = (args: readonly Rational[], meter: Meter) => Rational | undefined;

const whole = (rule: (...args: readonly bigint[]) => bigint | undefined): Rule => {
  return args => {
    if (args.some(arg => arg.d !== 1n)) return undefined;
    const value = rule(...args.map(arg => arg.n));
    return value === undefined ? undefined : { n: value, d: 1n };
  };
};

function factorial(n: bigint): bigint | undefined {
  if (n < 0n || n > MAX_FACTORIAL) return undefined;
  let result = 1n;
  for (let factor = 2n; factor <= n; factor++) result *= factor;
  return result;
}

function binomial(n: bigint, k: bigint): bigint | undefined {
  if (k < 0n || n < 0n) return undefined;
  if (k > n) return 0n;
  const least = k < n - k ? k : n - k;
  if (least > MAX_FACTORIAL) return undefined;
  let result = 1n;
  for (let step = 1n; step <= least; step++) result = (result * (n - least + step)) / step;
  return result;
}

const commonDivisor = (a: Rational, b: Rational): Rational => fraction(gcd(a.n * b.d, b.n * a.d), a.d * b.d);

function commonMultiple(a: Rational, b: Rational): Rational | undefined {
  const divisor = invert(commonDivisor(a, b));
  return divisor ? absolute(multiply(multiply(a, b), divisor)) : { n: 0n, d: 1n };
}

const over = (join: (a: Rational, b: Rational) => Rational | undefined): Rule => {
  return args => args.slice(1).reduce<Rational | undefined>((a, b) => a && join(a, b), args[0]);
};

/** The value of digits in a base from 2 to 10. */
function inBase(digits: bigint, base: bigint): bigint | undefined {
  const text = String(digits);
  if (base < 2n || base > 10n || text.length > 100 || [...text].some(digit => BigInt(digit) >= base))
    return undefined;
  return [...text].reduce((value, digit) => value * base + BigInt(digit), 0n);
}

const functions: Readonly<Record<string, Rule>> = {
  percent: ([value]) => value && fraction(value.n, value.d * 100n),
  sqrt: ([value]) => value && rootOf(value, { n: 1n, d: 2n }),
  abs: ([value]) => value && absolute(value),
  norm: ([value]) => value && absolute(value),
  floor: ([value]) => value && { n: floor(value), d: 1n },
  ceil: ([value]) => value && { n: -floor(negate(value)), d: 1n },
  sgn: ([value]) => value && { n: value.n > 0n ? 1n : value.n < 0n ? -1n : 0n, d: 1n },
  factorial: whole(factorial),
  binom: whole(binomial),
  base: whole(inBase),
  mod: ([a, b]) => {
    const inverse = b && invert(b);
    if (!a || !inverse) return undefined;
    const times = floor(multiply(a, inverse));
    return add(a, multiply({ n: -times, d: 1n }, b));
  },
  over: ([a, b]) => {
    const inverse = b && invert(b);
    return a && inverse && multiply(a, inverse);
  },
  max: over((a, b) => (order(a, b) < 0 ? b : a)),
  min: over((a, b) => (order(a, b) < 0 ? a : b)),
  gcd: args => over(commonDivisor)(args.map(absolute), { spend() {} }),
  lcm: args => over(commonMultiple)(args.map(absolute), { spend() {} }),
};
