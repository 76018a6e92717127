import { hash } from '../arithmetic/random.ts';
import { fraction, type Rational } from '../arithmetic/rational.ts';

/**
 * A variable's value at a point: between 1/2 and 5/2 at the first points, 8 and then 64 times that at later ones; of either
 * sign at odd points.
 */
export function valueAt(point: number, name: string): Rational {
  const random = hash(`value ${point} of ${name}`);
  const size = (1n << 21n) + (random >> 41n);
  const value = fraction(size * (point < 4 ? 1n : point < 8 ? 8n : 64n), 1n << 22n);
  return point % 2 === 1 && random & 1n ? { n: -value.n, d: value.d } : value;
}

/** A variable's value at a point of whole numbers: from 1 to 24. */
export const wholeAt = (point: number, name: string): Rational => ({
  n: (hash(`whole ${point} of ${name}`) % 24n) + 1n,
  d: 1n,
});
