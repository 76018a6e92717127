import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { axis, few, filled, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { linearTokenStats } from './linearTokenStats.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'linearTokenStats',
    sizes: fc.record({
      leading: fc.array(few(5), { maxLength: 2 }) as fc.Arbitrary<Shape>,
      depth: axis,
      vocabulary: filled,
      // from one row, or one block of columns, at a time to all of them
      maxLogits: fc.constantFrom(1, 40, 2 ** 22),
    }),
    edges: [
      { leading: [], depth: 1, vocabulary: 1, maxLogits: 1 },
      { leading: [0], depth: 2, vocabulary: 3, maxLogits: 1 },
      { leading: [2, 0], depth: 2, vocabulary: 3, maxLogits: 1 },
      { leading: [2, 3], depth: 0, vocabulary: 3, maxLogits: 4 },
      // more columns than are taken in at once
      { leading: [2], depth: 2, vocabulary: 4100, maxLogits: 5000 },
      // more rows than are held at once
      { leading: [2, 101], depth: 3, vocabulary: 20, maxLogits: 2 ** 22 },
    ],
    operands: ({ leading, depth, vocabulary }) =>
      fc.record({
        // of larger logits all slopes but one are near 0, differences of near equals
        hidden: floats([...leading, depth], 1),
        head: floats([vocabulary, depth], 1),
        targets: integers(leading, vocabulary),
      }),
    record: ({ hidden, head, targets }, { maxLogits }) => {
      const { logProb, entropy } = linearTokenStats(hidden, head, targets, { maxLogits });
      return [logProb, entropy];
    },
    reference: ({ hidden, head, targets }, { depth, vocabulary }) => {
      const logProb = new Float64Array(targets.length);
      const entropy = new Float64Array(targets.length);
      targets.forEach((target, row) => {
        const z = Float64Array.from({ length: vocabulary }, (_, v) => {
          let sum = 0;
          for (let k = 0; k < depth; k++) sum += hidden[row * depth + k]! * head[v * depth + k]!;
          return sum;
        });
        const top = Math.max(...z);
        const lse = top + Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
        logProb[row] = z[target]! - lse;
        entropy[row] = z.reduce((sum, value) => sum - Math.exp(value - lse) * (value - lse), 0);
      });
      return [logProb, entropy];
    },
  }),
];
