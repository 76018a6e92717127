import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { around } from '../axes.ts';
import { slice } from './slice.ts';

interface Sizes {
  readonly shape: Shape;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

const sizes: fc.Arbitrary<Sizes> = fc
  .array(few(6), { minLength: 1, maxLength: 4 })
  .chain(shape => fc.tuple(fc.constant(shape), fc.nat({ max: shape.length - 1 })))
  .chain(([shape, axis]) =>
    fc
      .tuple(fc.nat({ max: shape[axis]! }), fc.nat({ max: shape[axis]! }))
      .map(([a, b]) => ({ shape, axis, start: Math.min(a, b), end: Math.max(a, b) })),
  );

export const suites: readonly Suite[] = [
  suite({
    operation: 'slice',
    sizes,
    edges: [
      { shape: [1], axis: 0, start: 0, end: 1 },
      { shape: [2, 3], axis: 1, start: 2, end: 2 },
      { shape: [3, 2], axis: 0, start: 1, end: 1 },
      { shape: [0, 3], axis: 1, start: 1, end: 3 },
      { shape: [2, 0], axis: 1, start: 0, end: 0 },
    ],
    operands: ({ shape }) => fc.record({ x: floats(shape) }),
    record: ({ x }, { axis, start, end }) => [slice(x, axis, start, end)],
    reference: ({ x }, { shape, axis, start, end }) => {
      const { length, inner } = around(shape, axis);
      return [
        x.filter((_, at) => {
          const place = Math.floor(at / inner) % length;
          return place >= start && place < end;
        }),
      ];
    },
  }),
];
