import * as fc from 'fast-check';
import { axis, few, filled, floats } from '../../testing/arbitraries.ts';
import { type Operand, type Suite, suite } from '../../testing/suite.ts';
import { categorical } from './categorical.ts';
import { KEY_WORDS, randomKey } from './key.ts';
import { normal } from './normal.ts';
import { normalReference, uniformReference } from './reference.ts';
import { uniform } from './uniform.ts';

const shapes = fc.tuple(fc.array(few(4), { maxLength: 2 }), axis).map(parts => parts.flat());
const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const keys = fc.tuple(integer, integer).map(
  ([seed, counter]): Operand => ({
    shape: [KEY_WORDS],
    values: [...randomKey(seed, counter)],
    dtype: 'i32',
  }),
);

const draws = (
  [
    ['uniform', uniform, uniformReference],
    ['normal', normal, normalReference],
  ] as const
).map(([operation, draw, reference]) =>
  suite({
    operation,
    differentiable: false,
    sizes: shapes,
    edges: [[], [1], [2, 0]],
    operands: () => fc.record({ key: keys }),
    record: ({ key }, shape) => [draw(shape, key)],
    reference: ({ key }, shape) => [Float64Array.from(reference(shape, Int32Array.from(key)))],
  }),
);

export const suites: readonly Suite[] = [
  ...draws,
  suite({
    operation: 'categorical',
    differentiable: false,
    sizes: fc.record({ rows: few(5), n: filled }),
    edges: [
      { rows: 1, n: 1 },
      { rows: 0, n: 3 },
    ],
    operands: ({ rows, n }) =>
      fc
        .record({ logits: floats([rows, n], 3), key: keys })
        // where a uniform number meets a running sum, rounding decides
        .filter(({ logits, key }) =>
          rowsOf(logits.values.map(Math.fround), key.values, n).every(({ sums, u }) =>
            sums.every(sum => Math.abs(sum - u) > 1e-4),
          ),
        ),
    record: ({ logits, key }) => [categorical(logits, key)],
    reference: ({ logits, key }, { n }) => [
      Float64Array.from(rowsOf(logits, key, n), ({ sums, u }) => sums.filter(sum => sum <= u).length),
    ],
  }),
];

/** Of each row the running sums of softmax, but the last, and the uniform number. */
function rowsOf(logits: ArrayLike<number>, key: ArrayLike<number>, n: number) {
  return [...uniformReference([logits.length / n], Int32Array.from(key))].map((u, row) => {
    const weights = Array.from(logits)
      .slice(row * n, (row + 1) * n)
      .map(Math.exp);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let running = 0;
    return { sums: weights.slice(0, -1).map(weight => (running += weight) / total), u };
  });
}
