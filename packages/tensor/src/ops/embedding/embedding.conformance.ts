import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { axis, few, filled, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { embedding } from './embedding.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'embedding',
    sizes: fc.record({
      leading: fc.array(few(6), { maxLength: 2 }) as fc.Arbitrary<Shape>,
      vocabulary: filled,
      features: axis,
    }),
    edges: [
      { leading: [], vocabulary: 1, features: 1 },
      { leading: [0], vocabulary: 3, features: 2 },
      { leading: [2, 0], vocabulary: 3, features: 5 },
      { leading: [3], vocabulary: 2, features: 0 },
      // every id lies outside
      { leading: [3], vocabulary: 0, features: 2 },
    ],
    operands: ({ leading, vocabulary, features }) =>
      fc.record({ ids: integers(leading, vocabulary), table: floats([vocabulary, features]) }),
    record: ({ ids, table }) => [embedding(ids, table)],
    reference: ({ ids, table }, { features }) => {
      const row = (id: number) => Array.from({ length: features }, (_, j) => table[id * features + j] ?? NaN);
      return [Float64Array.from([...ids].flatMap(row))];
    },
  }),
];
