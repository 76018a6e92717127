import * as fc from 'fast-check';
import type { Variable } from '../../graph/tensor.ts';
import { few, floats, integers } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { attendCache, cacheShapes, cacheWrite } from './kvCache.ts';

/** Where the cache holds a feature of a position: blocks of 16 positions, transposed. */
function keyAt(b: number, feature: number, position: number, features: number, capacity: number): number {
  const block = b * (capacity / 16) + Math.floor(position / 16);
  return (block * features + feature) * 16 + (position % 16);
}

export const suites: readonly Suite[] = [
  suite({
    operation: 'cacheWrite',
    changes: ['keys', 'values'],
    sizes: fc.record({
      batch: few(4),
      time: few(5),
      kvHeads: few(3),
      headSize: few(4),
      capacity: fc.constantFrom(16, 32),
    }),
    edges: [
      { batch: 1, time: 1, kvHeads: 1, headSize: 1, capacity: 16 },
      { batch: 2, time: 0, kvHeads: 1, headSize: 3, capacity: 16 },
      { batch: 0, time: 2, kvHeads: 1, headSize: 3, capacity: 16 },
      { batch: 2, time: 2, kvHeads: 2, headSize: 0, capacity: 16 },
      { batch: 2, time: 2, kvHeads: 2, headSize: 3, capacity: 0 },
    ],
    operands: ({ batch, time, ...size }) =>
      fc.record({
        keys: floats(cacheShapes({ batch, ...size }).keys),
        values: floats(cacheShapes({ batch, ...size }).values),
        k: floats([batch, time, size.kvHeads * size.headSize]),
        v: floats([batch, time, size.kvHeads * size.headSize]),
        // some before the cache, some too near its end
        start: integers([batch], size.capacity + 4).map(({ values, ...ids }) => ({
          ...ids,
          values: values.map(start => start - 2),
        })),
      }),
    record: ({ keys, values, k, v, start }) => [
      cacheWrite(keys as Variable, values as Variable, k, v, start),
    ],
    reference: ({ keys, values, k, v, start }, { batch, time, kvHeads, headSize, capacity }) => {
      const features = kvHeads * headSize;
      const [keysNext, valuesNext] = [keys.slice(), values.slice()];
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < time; t++) {
          const at = start[b]! + t;
          if (at < 0 || at >= capacity) continue;
          for (let j = 0; j < features; j++) {
            const from = (b * time + t) * features + j;
            keysNext[keyAt(b, j, at, features, capacity)] = k[from]!;
            valuesNext[(b * capacity + at) * features + j] = v[from]!;
          }
        }
      }
      return [keysNext, valuesNext];
    },
  }),
  suite({
    operation: 'attendCache',
    differentiable: false,
    sizes: fc.record({
      batch: few(3),
      capacity: fc.constantFrom(16, 48),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      perGroup: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom(1, 2, 3, 4, 5, 8, 36),
    }),
    edges: [
      { batch: 1, capacity: 16, kvHeads: 1, perGroup: 1, size: 1 },
      { batch: 0, capacity: 16, kvHeads: 1, perGroup: 2, size: 2 },
    ],
    operands: ({ batch, capacity, kvHeads, perGroup, size }) => {
      const shapes = cacheShapes({ batch, capacity, kvHeads, headSize: size });
      return fc.record({
        q: floats([batch, 1, kvHeads * perGroup * size]),
        keys: floats(shapes.keys),
        values: floats(shapes.values),
        position: integers([batch], capacity),
      });
    },
    record: ({ q, keys, values, position }, { kvHeads, perGroup }) => [
      attendCache(q, keys, values, position, { heads: kvHeads * perGroup, kvHeads }),
    ],
    reference: ({ q, keys, values, position }, { batch, capacity, kvHeads, perGroup, size }) => {
      const out = new Float64Array(q.length);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < kvHeads * perGroup; h++) {
          const g = Math.floor(h / perGroup);
          const query = (b * kvHeads * perGroup + h) * size;
          const weights = Array.from({ length: position[b]! + 1 }, (_, j) => {
            let dot = 0;
            for (let d = 0; d < size; d++)
              dot += q[query + d]! * keys[keyAt(b, g * size + d, j, kvHeads * size, capacity)]!;
            return Math.exp(dot / Math.sqrt(size));
          });
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          for (let d = 0; d < size; d++) {
            const value = (j: number) => values[((b * capacity + j) * kvHeads + g) * size + d]!;
            out[query + d] = weights.reduce((sum, weight, j) => sum + weight * value(j), 0) / total;
          }
        }
      }
      return [out];
    },
  }),
];
