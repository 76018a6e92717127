/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Numbers of more bits than this are not worked out exactly: some 20,000 decimal digits. */
export const MAX_BITS: number = 1 << 16;

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** The greatest common divisor of two whole numbers, at least 0. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [size(a), size(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** How many bits a whole number has, up to three more. */
export const bitsOf = (value: bigint): number => size(value).toString(16).length * 4;

/** n/d in lowest terms; d is not 0. */
export function fraction(n: bigint, d = 1n): Rational {
  if (d === 1n) return { n, d };
  const divisor = d < 0n ? -gcd(n, d) : gcd(n, d);
  return { n: n / divisor, d: d / divisor };
}

export const ONE: Rational = { n: 1n, d: 1n };

export const add = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);

export const multiply = (a: Rational, b: Rational): Rational => fraction(a.n * b.n, a.d * b.d);

export const negate = ({ n, d }: Rational): Rational => ({ n: -n, d });

export const absolute = ({ n, d }: Rational): Rational => ({ n: size(n), d });

/** Undefined for 0. */
export const invert = ({ n, d }: Rational): Rational | undefined =>
  n === 0n ? undefined : n < 0n ? { n: -d, d: -n } : { n: d, d: n };

/** Below 0, 0 or above 0 as a is below, at or above b. */
export const order = (a: Rational, b: Rational): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export const equal = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;

/** The greatest whole number that is at most the value. */
export const floor = ({ n, d }: Rational): bigint => (n >= 0n || n % d === 0n ? n / d : n / d - 1n);

/** base^exponent; undefined for a negative power of 0 and where the result has over MAX_BITS bits. */
export function power(base: Rational, exponent: bigint): Rational | undefined {
  if (exponent < 0n) {
    const inverse = invert(base);
    return inverse && power(inverse, -exponent);
  }
  const bits = Math.max(bitsOf(base.n), bitsOf(base.d));
  const trivial = size(base.n) <= 1n && base.d === 1n;
  if (!trivial && (exponent > MAX_BITS || bits * Number(exponent) > MAX_BITS + 4)) return undefined;
  const reduced = trivial ? exponent % 2n || (exponent === 0n ? 0n : 2n) : exponent;
  return { n: base.n ** reduced, d: base.d ** reduced };
}

/** The whole root of a whole number of at least 0, where it has one. */
export function exactRoot(value: bigint, degree: number): bigint | undefined {
  const root = floorRoot(value, degree);
  return root ** BigInt(degree) === value ? root : undefined;
}

/** The greatest whole number whose power of that degree is at most the value, which is at least 0. */
export function floorRoot(value: bigint, degree: number): bigint {
  if (value < 2n || degree === 1) return value;
  const n = BigInt(degree);
  let root = 1n << BigInt(Math.ceil((bitsOf(value) + 1) / degree));
  for (;;) {
    const next = ((n - 1n) * root + value / root ** (n - 1n)) / n;
    if (next >= root) return root;
    root = next;
  }
}
