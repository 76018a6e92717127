import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { logSoftmax, softmax } from './softmax.ts';

const shapes: fc.Arbitrary<Shape> = fc
  .tuple(fc.array(few(5), { maxLength: 2 }), axis)
  .map(([leading, n]) => [...leading, n]);

export const suites: readonly Suite[] = Object.entries({ softmax, logSoftmax }).map(([operation, record]) =>
  suite({
    operation,
    propagates: true,
    sizes: shapes,
    edges: [[1], [3, 1], [0], [2, 0], [0, 3]],
    operands: shape => fc.record({ x: floats(shape, 4) }),
    record: ({ x }) => [record(x)],
    reference: ({ x }, shape) => {
      const n = shape.at(-1)!;
      return [
        x.map((value, at) => {
          const row = x.subarray(at - (at % n), at - (at % n) + n);
          // infinity less infinity is NaN
          const top = Math.max(...row);
          const log = value - top - Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0));
          return operation === 'softmax' ? Math.exp(log) : log;
        }),
      ];
    },
  }),
);
