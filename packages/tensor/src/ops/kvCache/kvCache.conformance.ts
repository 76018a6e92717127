import * as fc from 'fast-check';
import type { Shape, Variable } from '../../graph/tensor.ts';
import { few, floats, integers } from '../../testing/arbitraries.ts';
import { type Operand, type Suite, suite } from '../../testing/suite.ts';
import { attendCache, cacheCopy, cacheShapes, cacheWrite } from './kvCache.ts';

/** Where the cache holds a feature of a position: blocks of 16 positions, transposed. */
function keyAt(b: number, feature: number, position: number, features: number, capacity: number): number {
  const block = b * (capacity / 16) + Math.floor(position / 16);
  return (block * features + feature) * 16 + (position % 16);
}

const CAPACITY = 32;
const LANES = 3;
const NONE: Operand = { shape: [0], values: [], dtype: 'i32' };

/** Lanes, now and then one that is none. */
function named(shape: Shape, lanes: number): fc.Arbitrary<Operand> {
  return integers(shape, lanes + 2).map(({ values, ...rest }) => ({
    ...rest,
    values: values.map(v => v - 1),
  }));
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
    operation: 'cacheWrite',
    variant: 'lanes',
    changes: ['keys', 'values'],
    sizes: fc.record({ lanes: few(3), batch: few(6), kvHeads: few(2), headSize: few(4) }),
    edges: [{ lanes: 1, batch: 3, kvHeads: 1, headSize: 1 }],
    operands: ({ lanes, batch, kvHeads, headSize }) => {
      const shapes = cacheShapes({ batch: lanes, capacity: CAPACITY, kvHeads, headSize });
      return fc.record({
        keys: floats(shapes.keys),
        values: floats(shapes.values),
        k: floats([batch, 1, kvHeads * headSize]),
        v: floats([batch, 1, kvHeads * headSize]),
        // no position of a lane twice; some rows past the last lane, some before the first
        start: fc
          .shuffledSubarray([...Array(CAPACITY + 2).keys()], { minLength: batch, maxLength: batch })
          .map(values => ({ shape: [batch], values, dtype: 'i32' as const })),
        lanes: named([batch], lanes),
      });
    },
    record: ({ keys, values, k, v, start, lanes }) => [
      cacheWrite(keys as Variable, values as Variable, k, v, start, lanes),
    ],
    reference: ({ keys, values, k, v, start, lanes: named }, { lanes, batch, kvHeads, headSize }) => {
      const features = kvHeads * headSize;
      const [keysNext, valuesNext] = [keys.slice(), values.slice()];
      for (let b = 0; b < batch; b++) {
        const [lane, at] = [named[b]!, start[b]!];
        if (lane < 0 || lane >= lanes || at >= CAPACITY) continue;
        for (let j = 0; j < features; j++) {
          keysNext[keyAt(lane, j, at, features, CAPACITY)] = k[b * features + j]!;
          valuesNext[(lane * CAPACITY + at) * features + j] = v[b * features + j]!;
        }
      }
      return [keysNext, valuesNext];
    },
  }),
  suite({
    operation: 'cacheCopy',
    changes: ['keys', 'values'],
    sizes: fc.record({
      lanes: fc.integer({ min: 2, max: 5 }),
      copies: few(3),
      kvHeads: few(2),
      headSize: few(4),
    }),
    edges: [{ lanes: 2, copies: 1, kvHeads: 1, headSize: 3 }],
    operands: ({ lanes, copies, kvHeads, headSize }) => {
      const shapes = cacheShapes({ batch: lanes, capacity: CAPACITY, kvHeads, headSize });
      return fc.record({
        keys: floats(shapes.keys),
        values: floats(shapes.values),
        // read from the first lane, from one that is none, or from lanes past those that are written to
        from: fc
          .array(fc.constantFrom(0, -1, lanes), { minLength: copies, maxLength: copies })
          .map(values => ({ shape: [copies], values, dtype: 'i32' as const })),
        to: fc
          .shuffledSubarray(
            [...Array(Math.max(copies, lanes - 1)).keys()].map(i => i + 1),
            { minLength: copies, maxLength: copies },
          )
          .map(values => ({ shape: [copies], values, dtype: 'i32' as const })),
        length: integers([copies], CAPACITY + 4),
      });
    },
    record: ({ keys, values, from, to, length }) => [
      cacheCopy(keys as Variable, values as Variable, from, to, length),
    ],
    reference: ({ keys, values, from, to, length }, { lanes, copies, kvHeads, headSize }) => {
      const features = kvHeads * headSize;
      const [keysNext, valuesNext] = [keys.slice(), values.slice()];
      for (let i = 0; i < copies; i++) {
        const [source, target] = [from[i]!, to[i]!];
        if (source < 0 || source >= lanes || target >= lanes) continue;
        for (let at = 0; at < Math.min(length[i]!, CAPACITY); at++) {
          for (let j = 0; j < features; j++) {
            keysNext[keyAt(target, j, at, features, CAPACITY)] =
              keys[keyAt(source, j, at, features, CAPACITY)]!;
            valuesNext[(target * CAPACITY + at) * features + j] =
              values[(source * CAPACITY + at) * features + j]!;
          }
        }
      }
      return [keysNext, valuesNext];
    },
  }),
  attendSuite('rows'),
  attendSuite('lanes'),
];

/** Rows that are lanes, or rows in lanes of their own choice: many after the one before them, as in a prompt. */
function attendSuite(which: 'rows' | 'lanes'): Suite {
  const choose = which === 'lanes';
  return suite({
    operation: 'attendCache',
    ...(choose && { variant: which }),
    differentiable: false,
    sizes: fc.record({
      batch: few(choose ? 40 : 3),
      capacity: fc.constantFrom(16, 48),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      perGroup: fc.integer({ min: 1, max: 3 }),
      size: fc.constantFrom(1, 2, 3, 4, 5, 8, 36),
    }),
    edges: [
      { batch: 1, capacity: 16, kvHeads: 1, perGroup: 1, size: 1 },
      { batch: 0, capacity: 16, kvHeads: 1, perGroup: 2, size: 2 },
    ],
    operands: ({ batch, capacity, kvHeads, perGroup, size }) => {
      const shapes = cacheShapes({ batch: choose ? LANES : batch, capacity, kvHeads, headSize: size });
      const places = choose
        ? runs(batch, capacity)
        : integers([batch], capacity).map(positions => ({ positions, lanes: NONE }));
      return fc
        .record({
          q: floats([batch, 1, kvHeads * perGroup * size]),
          keys: floats(shapes.keys),
          values: floats(shapes.values),
          places,
        })
        .map(({ places: { positions, lanes }, ...rest }) => ({
          ...rest,
          position: positions,
          lanes,
        }));
    },
    record: ({ q, keys, values, position, lanes }, { kvHeads, perGroup }) => [
      attendCache(
        q,
        keys,
        values,
        position,
        { heads: kvHeads * perGroup, kvHeads },
        choose ? lanes : undefined,
      ),
    ],
    reference: ({ q, keys, values, position, lanes }, { batch, capacity, kvHeads, perGroup, size }) => {
      const out = new Float64Array(q.length);
      for (let b = 0; b < batch; b++) {
        const lane = choose ? lanes[b]! : b;
        for (let h = 0; h < kvHeads * perGroup; h++) {
          const g = Math.floor(h / perGroup);
          const query = (b * kvHeads * perGroup + h) * size;
          const weights = Array.from({ length: position[b]! + 1 }, (_, j) => {
            let dot = 0;
            for (let d = 0; d < size; d++)
              dot += q[query + d]! * keys[keyAt(lane, g * size + d, j, kvHeads * size, capacity)]!;
            return Math.exp(dot / Math.sqrt(size));
          });
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          for (let d = 0; d < size; d++) {
            const value = (j: number) => values[((lane * capacity + j) * kvHeads + g) * size + d]!;
            out[query + d] = weights.reduce((sum, weight, j) => sum + weight * value(j), 0) / total;
          }
        }
      }
      return [out];
    },
  });
}

/** Lanes and positions of rows, in runs of one lane and of positions that follow one another. */
function runs(batch: number, capacity: number) {
  const run = fc.record({
    lane: fc.nat({ max: LANES - 1 }),
    from: fc.nat({ max: capacity - 1 }),
    length: fc.integer({ min: 1, max: 20 }),
  });
  const i32 = (values: number[]): Operand => ({
    shape: [batch],
    values: values.slice(0, batch),
    dtype: 'i32',
  });
  return fc.array(run, { minLength: batch, maxLength: batch }).map(all => {
    const rows = all.flatMap(({ lane, from, length }) =>
      Array.from({ length: Math.min(length, capacity - from) }, (_, i) => ({ lane, position: from + i })),
    );
    return {
      positions: i32(rows.map(({ position }) => position)),
      lanes: i32(rows.map(({ lane }) => lane)),
    };
  });
}
