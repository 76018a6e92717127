// Shapes and options of reductions, and where in the result each number goes.

import * as fc from 'fast-check';
import { input, type Shape } from '../graph/tensor.ts';
import { around, attributesOf, type Reduction } from '../ops/axes.ts';
import { axis, few } from './arbitraries.ts';

export interface ReductionSizes {
  readonly shape: Shape;
  readonly options: Reduction;
}

const shapes: fc.Arbitrary<Shape> = fc
  .tuple(fc.array(few(4), { maxLength: 2 }), axis, fc.boolean())
  .map(([rest, n, isLast]) => (isLast ? [...rest, n] : [n, ...rest]));

export const reductions: fc.Arbitrary<ReductionSizes> = shapes.chain(shape =>
  fc.record({
    shape: fc.constant(shape),
    options: fc.record(
      { axis: fc.integer({ min: -shape.length, max: shape.length - 1 }), keepDims: fc.boolean() },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Reduction>,
  }),
);

/** A result of zeros, for each number of x the place that it goes to, and how many go to one. */
export function reduced(
  shape: Shape,
  options: Reduction,
): { y: Float64Array; length: number; placeOf: (at: number) => number } {
  const { outer, length, inner } = around(shape, attributesOf('', input(shape), options).axis);
  return {
    y: new Float64Array(outer * inner),
    length,
    placeOf: at => Math.floor(at / (length * inner)) * inner + (at % inner),
  };
}
