import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { around } from '../axes.ts';
import { concat } from './concat.ts';

interface Sizes {
  readonly shape: Shape;
  readonly axis: number;
  /** Lengths of the others along the axis. */
  readonly second: number;
  readonly third: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.array(few(5), { minLength: 1, maxLength: 4 }).chain(shape =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.nat({ max: shape.length - 1 }),
    second: few(5),
    third: few(5),
  }),
);

export const suites: readonly Suite[] = [
  suite({
    operation: 'concat',
    sizes,
    edges: [
      { shape: [1], axis: 0, second: 1, third: 1 },
      { shape: [2, 0], axis: 1, second: 3, third: 0 },
      { shape: [2, 3, 2], axis: 1, second: 0, third: 1 },
      { shape: [0, 3], axis: 1, second: 2, third: 1 },
      { shape: [0], axis: 0, second: 0, third: 0 },
    ],
    operands: ({ shape, axis, second, third }) =>
      fc.record({
        a: floats(shape),
        b: floats(shape.with(axis, second)),
        c: floats(shape.with(axis, third)),
      }),
    record: ({ a, b, c }, { axis }) => [concat([a, b, c], axis), concat([b], axis)],
    reference: ({ a, b, c }, { shape, axis, second, third }) => {
      const { outer, inner } = around(shape, axis);
      const parts = [
        [a, shape[axis]! * inner],
        [b, second * inner],
        [c, third * inner],
      ] as const;
      const blocks = Array.from({ length: outer }, (_, o) =>
        parts.flatMap(([values, words]) => [...values.subarray(o * words, (o + 1) * words)]),
      );
      return [Float64Array.from(blocks.flat()), b];
    },
  }),
];
