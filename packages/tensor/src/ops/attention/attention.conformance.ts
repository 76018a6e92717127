import * as fc from 'fast-check';
import { few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { attention } from './attention.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'attention',
    sizes: fc.record({
      batch: few(2),
      time: fc.oneof(few(6), fc.constantFrom(15, 16, 17)),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      perGroup: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom(1, 2, 3, 4, 5, 8, 17),
    }),
    edges: [
      { batch: 1, time: 1, kvHeads: 1, perGroup: 1, size: 1 },
      { batch: 0, time: 3, kvHeads: 1, perGroup: 2, size: 2 },
      { batch: 2, time: 0, kvHeads: 1, perGroup: 2, size: 2 },
    ],
    operands: ({ batch, time, kvHeads, perGroup, size }) =>
      fc.record({
        q: floats([batch, time, kvHeads * perGroup * size]),
        k: floats([batch, time, kvHeads * size]),
        v: floats([batch, time, kvHeads * size]),
      }),
    record: ({ q, k, v }, { kvHeads, perGroup }) => [
      attention(q, k, v, { heads: kvHeads * perGroup, kvHeads }),
    ],
    reference: ({ q, k, v }, { batch, time, kvHeads, perGroup, size }) => {
      const out = new Float64Array(q.length);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < kvHeads * perGroup; h++) {
          for (let i = 0; i < time; i++) {
            const query = ((b * time + i) * kvHeads * perGroup + h) * size;
            const key = (j: number) => ((b * time + j) * kvHeads + Math.floor(h / perGroup)) * size;
            const weights = Array.from({ length: i + 1 }, (_, j) => {
              let dot = 0;
              for (let d = 0; d < size; d++) dot += q[query + d]! * k[key(j) + d]!;
              return Math.exp(dot / Math.sqrt(size));
            });
            const total = weights.reduce((sum, weight) => sum + weight, 0);
            for (let d = 0; d < size; d++) {
              out[query + d] = weights.reduce((sum, weight, j) => sum + weight * v[key(j) + d]!, 0) / total;
            }
          }
        }
      }
      return [out];
    },
  }),
];
