import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { few, filled, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { tokenStats } from './tokenStats.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'tokenStats',
    sizes: fc.record({
      leading: fc.array(few(5), { maxLength: 2 }) as fc.Arbitrary<Shape>,
      vocabulary: fc.oneof(filled, fc.constantFrom(257, 300)),
    }),
    edges: [
      { leading: [], vocabulary: 1 },
      { leading: [0], vocabulary: 3 },
      { leading: [2, 0], vocabulary: 3 },
    ],
    operands: ({ leading, vocabulary }) =>
      fc.record({ logits: floats([...leading, vocabulary], 4), targets: integers(leading, vocabulary) }),
    record: ({ logits, targets }) => {
      const { logProb, entropy } = tokenStats(logits, targets);
      return [logProb, entropy];
    },
    reference: ({ logits, targets }, { vocabulary }) => {
      const logProb = new Float64Array(targets.length);
      const entropy = new Float64Array(targets.length);
      targets.forEach((target, row) => {
        const z = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
        const lse = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0));
        logProb[row] = z[target]! - lse;
        entropy[row] = z.reduce((sum, value) => sum - Math.exp(value - lse) * (value - lse), 0);
      });
      return [logProb, entropy];
    },
  }),
];
