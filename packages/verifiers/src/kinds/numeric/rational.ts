/** A fraction of whole numbers, not reduced; the denominator is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** The exact value of a decimal, like `-1.5` or `6.02e23`. */
export function decimal(text: string): Rational {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = Number(exponent) - fraction.length;
  const digits = BigInt(`${whole}${fraction}`);
  return scale >= 0 ? { n: digits * 10n ** BigInt(scale), d: 1n } : { n: digits, d: 10n ** BigInt(-scale) };
}

export const product = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d });

/** Undefined where b is 0. */
export function quotient(a: Rational, b: Rational): Rational | undefined {
  if (b.n === 0n) return undefined;
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
}

export const sum = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });

export const negated = ({ n, d }: Rational): Rational => ({ n: -n, d });

export const size = ({ n, d }: Rational): Rational => ({ n: n < 0n ? -n : n, d });

export const atMost = (a: Rational, b: Rational): boolean => a.n * b.d <= b.n * a.d;
