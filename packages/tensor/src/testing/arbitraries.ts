// Sizes and numbers for suites.

import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../graph/tensor.ts';
import type { Operand } from './suite.ts';

/** A size of an axis that must not be empty: small, with 1 and numbers around the kernels' widths (4, 16) among them. */
export const filled: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(15, 16, 17, 20, 33),
);

/** A size of an axis, now and then empty. */
export const axis: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: filled, weight: 12 },
  { arbitrary: fc.constant(0), weight: 1 },
);

/** A size of an axis where there are several: at most `max`, now and then empty. */
export function few(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { arbitrary: fc.integer({ min: 1, max }), weight: 12 },
    { arbitrary: fc.constant(0), weight: 1 },
  );
}

/** A float operand of `shape`: values in [-range, range], plain multiples so that shrinking stays readable. */
export function floats(shape: Shape, range = 2): fc.Arbitrary<Operand> {
  return operand(shape, fc.integer({ min: -1000, max: 1000 }), value => (value * range) / 1000);
}

/** Numbers strictly within a range, never at a tenth: kinks there stay out of the differences' way. */
export function within(shape: Shape, [low, high]: readonly [number, number]): fc.Arbitrary<Operand> {
  return operand(shape, fc.nat({ max: 999 }), step => low + ((high - low) * (step + 0.5)) / 1000);
}

/** An i32 operand with values in [0, end). */
export function integers(shape: Shape, end: number): fc.Arbitrary<Operand> {
  return operand(shape, fc.nat({ max: Math.max(end - 1, 0) }), value => value).map(ids => ({
    ...ids,
    dtype: 'i32' as const,
  }));
}

/** An operand of values that are known. */
export function constant(shape: Shape, values: Iterable<number>): fc.Arbitrary<Operand> {
  return fc.constant({ shape, values: [...values], constant: true as const });
}

function operand(
  shape: Shape,
  steps: fc.Arbitrary<number>,
  value: (step: number) => number,
): fc.Arbitrary<Operand> {
  const length = sizeOf(shape);
  return fc
    .array(steps, { minLength: length, maxLength: length })
    .map(array => ({ shape, values: array.map(value) }));
}
