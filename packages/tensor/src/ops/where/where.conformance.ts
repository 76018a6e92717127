import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { constant, integers, within } from '../../testing/arbitraries.ts';
import { broadcasts, indicesIn } from '../../testing/broadcast.ts';
import { type Operand, type Suite, suite } from '../../testing/suite.ts';
import { where } from './where.ts';

const CONDITIONS: Readonly<Record<string, (shape: Shape) => fc.Arbitrary<Operand>>> = {
  'i32 condition': shape => integers(shape, 2),
  'f32 condition': shape =>
    integers(shape, 3).chain(({ values }) =>
      constant(
        shape,
        values.map(value => value - 1),
      ),
    ),
};

export const suites: readonly Suite[] = Object.entries(CONDITIONS).map(([variant, conditionOf]) =>
  suite({
    operation: 'where',
    variant,
    propagates: true,
    sizes: broadcasts(3),
    edges: [
      [[], [], []],
      [[1], [1, 1], []],
      [[2, 0], [1], []],
      [[1], [0], [3, 1]],
    ],
    operands: ([condition, a, b]) =>
      fc.record({
        condition: conditionOf(condition!),
        a: within(a!, [-2, 2]),
        b: within(b!, [-2, 2]),
      }),
    record: ({ condition, a, b }) => [where(condition, a, b)],
    reference: ({ condition, a, b }, shapes) => {
      const [index, aIndex, bIndex] = indicesIn(...shapes);
      return [Float64Array.from(index!, (i, k) => (condition[i] !== 0 ? a[aIndex![k]!]! : b[bIndex![k]!]!))];
    },
  }),
);
