import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { constant, few, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { rope, ropeTables } from './rope.ts';

const POSITIONS = 40;

interface Sizes {
  readonly leading: Shape;
  readonly heads: number;
  /** Pairs of features a head. */
  readonly half: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  leading: fc.array(few(5), { maxLength: 2 }),
  heads: fc.integer({ min: 1, max: 3 }),
  half: fc.constantFrom(1, 2, 3, 4, 5, 8, 17),
});

export const suites: readonly Suite[] = [
  suite({
    operation: 'rope',
    sizes,
    edges: [
      { leading: [], heads: 1, half: 1 },
      { leading: [2, 0], heads: 2, half: 3 },
      { leading: [0], heads: 1, half: 1 },
    ],
    operands: ({ leading, heads, half }) => {
      const { cos, sin } = ropeTables(POSITIONS, 2 * half, 10000);
      return fc.record({
        x: floats([...leading, heads * 2 * half]),
        positions: integers(leading, POSITIONS),
        cos: constant([POSITIONS, half], cos),
        sin: constant([POSITIONS, half], sin),
      });
    },
    record: ({ x, positions, cos, sin }, { heads }) => [rope(x, positions, cos, sin, heads)],
    reference: ({ x, positions, cos, sin }, { heads, half }) => {
      const y = new Float64Array(x.length);
      positions.forEach((position, row) => {
        for (let head = 0; head < heads; head++) {
          for (let i = 0; i < half; i++) {
            const a = (row * heads + head) * 2 * half + i;
            const [c, s] = [cos[position * half + i]!, sin[position * half + i]!];
            y[a] = x[a]! * c - x[a + half]! * s;
            y[a + half] = x[a + half]! * c + x[a]! * s;
          }
        }
      });
      return [y];
    },
  }),
];
