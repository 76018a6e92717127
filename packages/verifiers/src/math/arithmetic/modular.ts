/**
 * Arithmetic in a finite field, at one random point: two rational expressions that agree there are the same, but for a
 * chance of about degree / 2^61 (the lemma of Schwartz and Zippel). Huge powers cost nothing.
 */
import type { Meter } from '../../budget.ts';
import type { Arithmetic } from './arithmetic.ts';
import { hash } from './random.ts';
import { bitsOf, type Rational } from './rational.ts';

/** The greatest prime below 2^61 is 2^61 - 1; it leaves 3 on division by 4, so -1 has no root and i stays apart. */
const PRIME = (1n << 61n) - 1n;

const reduce = (value: bigint): bigint => {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
};

function raise(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

const invert = (value: bigint): bigint | undefined => (value === 0n ? undefined : raise(value, PRIME - 2n));

/** a + bi; i^2 = -1 has no solution in the field, so these are a field too. */
export interface Residue {
  readonly a: bigint;
  readonly b: bigint;
}

const real = (a: bigint): Residue => ({ a, b: 0n });

const multiply = (x: Residue, y: Residue): Residue =>
  x.b === 0n && y.b === 0n
    ? real((x.a * y.a) % PRIME)
    : { a: reduce(x.a * y.a - x.b * y.b), b: (x.a * y.b + x.b * y.a) % PRIME };

function power(base: Residue, exponent: bigint): Residue | undefined {
  if (exponent < 0n) {
    const norm = invert((base.a * base.a + base.b * base.b) % PRIME);
    if (norm === undefined) return undefined;
    return power({ a: (base.a * norm) % PRIME, b: reduce(-base.b * norm) }, -exponent);
  }
  if (exponent === 0n) return real(1n);
  // the group has PRIME^2 - 1 elements
  const left = exponent % (PRIME * PRIME - 1n);
  if (base.b === 0n) return base.a === 0n ? base : real(raise(base.a, left % (PRIME - 1n)));
  let result = real(1n);
  for (let square = base, rest = left; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

/** The constants pi and e are variables here: nothing rational ties them. */
export function modularArithmetic(point: string, meter: Meter): Arithmetic<Residue> {
  const random = (name: string): Residue => real(hash(`${point} ${name}`) % PRIME);
  return {
    exact: false,
    number({ n, d }: Rational) {
      const under = d === 1n ? 1n : invert(reduce(d));
      return under === undefined ? undefined : real((reduce(n) * under) % PRIME);
    },
    symbol: random,
    constant: name =>
      name === 'infinity' ? undefined : name === 'i' ? { a: 0n, b: 1n } : random(`constant ${name}`),
    add: (x, y) => ({ a: (x.a + y.a) % PRIME, b: (x.b + y.b) % PRIME }),
    multiply,
    power(base, exponent) {
      meter.spend(200 + bitsOf(exponent));
      return power(base, exponent);
    },
    root: () => undefined,
    exponential: () => undefined,
    call(name, args) {
      if (name === 'percent') return multiply(args[0]!, power(real(100n), -1n)!);
      return opaque(name) ? random(`${name} of ${args.map(({ a, b }) => `${a} ${b}`).join(',')}`) : undefined;
    },
  };
}

const known = new Set(
  (
    'sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth sech csch arsinh arcosh ' +
    'artanh ln sqrt abs norm floor ceil sgn gcd lcm max min mod factorial binom base det over ± ∓ percent'
  ).split(' '),
);

/** Whether nothing is known of a function: then its values are as good as random. */
const opaque = (name: string): boolean => !known.has(name);
