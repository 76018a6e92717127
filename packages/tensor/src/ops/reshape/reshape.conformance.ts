import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { reshape } from './reshape.ts';

const SHAPES: readonly Shape[] = [[24], [2, 12], [4, 6], [3, 8], [24, 1], [2, 3, 4], [4, 1, 6], [1, 24]];

interface Sizes {
  readonly from: Shape;
  readonly to: Shape;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  from: fc.constantFrom(...SHAPES),
  to: fc.constantFrom(...SHAPES, [-1, 8], [3, -1, 2]),
});

export const suites: readonly Suite[] = [
  suite({
    operation: 'reshape',
    sizes,
    edges: [
      { from: [], to: [1, 1] },
      { from: [1], to: [] },
      { from: [0, 3], to: [2, 0] },
    ],
    operands: ({ from }) => fc.record({ x: floats(from) }),
    record: ({ x }, { to }) => [reshape(x, to)],
    reference: ({ x }) => [x],
  }),
];
