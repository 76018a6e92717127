import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { sizeOf } from '../../graph/tensor.ts';
import { reduced, reductions } from '../../testing/reductions.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { max } from './max.ts';

/** All different, so that there is a gradient. */
function differing(shape: Shape) {
  const places = [...Array(sizeOf(shape)).keys()];
  return fc
    .shuffledSubarray(places, { minLength: places.length })
    .map(order => ({ shape, values: order.map(i => i / 100 - 1) }));
}

export const suites: readonly Suite[] = [
  suite({
    operation: 'max',
    propagates: true,
    // of no numbers there is no largest
    sizes: reductions.filter(({ shape, options }) => reduced(shape, options).length > 0),
    edges: [
      { shape: [1], options: {} },
      { shape: [3, 1], options: { axis: 1, keepDims: true } },
      { shape: [0, 3], options: { axis: 1 } },
    ],
    operands: ({ shape }) => fc.record({ x: differing(shape) }),
    record: ({ x }, { options }) => [max(x, options)],
    reference: ({ x }, { shape, options }) => {
      const { y, placeOf } = reduced(shape, options);
      y.fill(Number.NEGATIVE_INFINITY);
      x.forEach((value, at) => {
        y[placeOf(at)] = Math.max(y[placeOf(at)]!, value);
      });
      return [y];
    },
  }),
];
