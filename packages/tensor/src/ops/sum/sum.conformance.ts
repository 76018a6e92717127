import * as fc from 'fast-check';
import { floats } from '../../testing/arbitraries.ts';
import { reduced, reductions } from '../../testing/reductions.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { mean } from '../mean/mean.ts';
import { sum } from './sum.ts';

export const suites: readonly Suite[] = Object.entries({ sum, mean }).map(([operation, reduce]) =>
  suite({
    operation,
    propagates: true,
    sizes: reductions,
    edges: [
      { shape: [], options: {} },
      { shape: [1, 1], options: { axis: 0, keepDims: true } },
      { shape: [2, 0], options: {} },
      { shape: [2, 0], options: { axis: 1 } },
      { shape: [0, 3], options: { axis: 0 } },
      { shape: [2, 0, 3], options: { axis: 1, keepDims: true } },
      { shape: [2, 0], options: { axis: 0 } },
    ],
    operands: ({ shape }) => fc.record({ x: floats(shape) }),
    record: ({ x }, { options }) => [reduce(x, options)],
    reference: ({ x }, { shape, options }) => {
      const { y, length, placeOf } = reduced(shape, options);
      x.forEach((value, at) => {
        y[placeOf(at)]! += value;
      });
      // 0 / 0 is NaN
      return [operation === 'mean' ? y.map(total => total / length) : y];
    },
  }),
);
