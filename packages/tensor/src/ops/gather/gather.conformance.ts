import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../../graph/tensor.ts';
import { few, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { gather } from './gather.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'gather',
    sizes: fc.record({
      count: fc.integer({ min: 1, max: 6 }),
      slice: fc.array(few(6), { maxLength: 3 }) as fc.Arbitrary<Shape>,
      many: fc.array(few(6), { maxLength: 2 }) as fc.Arbitrary<Shape>,
    }),
    edges: [
      { count: 1, slice: [], many: [] },
      { count: 3, slice: [2, 1], many: [0] },
      { count: 3, slice: [0, 2], many: [2] },
      // every id lies outside
      { count: 0, slice: [3], many: [2] },
    ],
    operands: ({ count, slice, many }) =>
      fc.record({ x: floats([count, ...slice]), ids: integers(many, count) }),
    record: ({ x, ids }) => [gather(x, ids)],
    reference: ({ x, ids }, { slice }) => {
      const words = sizeOf(slice);
      const row = (id: number) => Array.from({ length: words }, (_, j) => x[id * words + j] ?? NaN);
      return [Float64Array.from([...ids].flatMap(row))];
    },
  }),
];
