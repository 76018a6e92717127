import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conforms, floats, integers } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { attention } from '../attention/attention.ts';
import { attendCache, cacheWrite } from './kvCache.ts';

conforms({
  name: 'attendCache',
  differentiable: false,
  cases: fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      capacity: fc.constantFrom(16, 32),
      kvHeads: fc.integer({ min: 1, max: 2 }),
      perGroup: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom(1, 2, 3, 4, 5, 8),
    })
    .chain(({ batch, capacity, kvHeads, perGroup, size }) =>
      fc.record({
        operands: fc.record({
          q: floats([batch, 1, kvHeads * perGroup * size]),
          keys: floats([batch, kvHeads * size, capacity]),
          values: floats([batch, capacity, kvHeads * size]),
          position: integers([batch], capacity),
        }),
        attributes: fc.constant({ heads: kvHeads * perGroup, kvHeads }),
      }),
    ),
  record: ({ q, keys, values, position }, heads) => [attendCache(q, keys, values, position, heads)],
  reference: ({ q, keys, values, position }, shapes, { heads, kvHeads }) => {
    const [batch, features, capacity] = shapes.keys as [number, number, number];
    const size = features / kvHeads;
    const out = new Float64Array(q.length);
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) {
        const first = Math.floor((h * kvHeads) / heads) * size;
        const query = (b * heads + h) * size;
        const exps = Array.from({ length: position[b]! + 1 }, (_, j) => {
          let dot = 0;
          for (let d = 0; d < size; d++)
            dot += q[query + d]! * keys[(b * features + first + d) * capacity + j]!;
          return Math.exp(dot / Math.sqrt(size));
        });
        const total = exps.reduce((sum, e) => sum + e, 0);
        for (let d = 0; d < size; d++) {
          out[query + d] = exps.reduce(
            (sum, e, j) => sum + (e / total) * values[(b * capacity + j) * features + first + d]!,
            0,
          );
        }
      }
    }
    return [out];
  },
});

onEveryBackend('cacheWrite', (device, backend) => {
  it('writes each row from its own start, and drops what lies outside', async () => {
    const [batch, time, features, capacity] = [4, 3, 5, 16];
    const keys = device().variable([batch, features, capacity], noise(batch * features * capacity, 1));
    const values = device().variable([batch, capacity, features], noise(batch * features * capacity, 2));
    const expectedKeys = await keys.read();
    const expectedValues = await values.read();
    const inputs = {
      k: input([batch, time, features]),
      v: input([batch, time, features]),
      start: input([batch], 'i32'),
    };
    const { plans, release } = device().compile({
      inputs,
      effects: [cacheWrite(keys, values, inputs.k, inputs.v, inputs.start)],
    });
    const starts = [0, 5, 14, -1];
    const data = { k: noise(batch * time * features, 3), v: noise(batch * time * features, 4) };
    await plans[0].run({ ...data, start: Int32Array.from(starts) });
    release();
    starts.forEach((start, b) => {
      for (let t = 0; t < time; t++) {
        const at = start + t;
        if (at < 0 || at >= capacity) continue;
        for (let j = 0; j < features; j++) {
          const from = (b * time + t) * features + j;
          expectedKeys[(b * features + j) * capacity + at] = data.k[from]!;
          expectedValues[(b * capacity + at) * features + j] = data.v[from]!;
        }
      }
    });
    expect(await keys.read()).toEqual(expectedKeys);
    expect(await values.read()).toEqual(expectedValues);
    keys.dispose();
    values.dispose();
  });

  it('gives NaN where the position lies outside the cache, and there only', async () => {
    const tensors = {
      q: input([3, 1, 2]),
      keys: input([3, 2, 16]),
      values: input([3, 16, 2]),
      position: input([3], 'i32'),
    };
    const { q, keys, values, position } = tensors;
    const y = attendCache(q, keys, values, position, { heads: 1, kvHeads: 1 });
    const { plans, release } = device().compile({ inputs: tensors, outputs: { y } });
    const results = await plans[0].run({
      q: new Float32Array(6),
      keys: new Float32Array(96),
      values: new Float32Array(96).fill(2),
      position: Int32Array.of(-1, 15, 16),
    });
    release();
    const { NaN: nan } = Number;
    expect([...results.y!]).toEqual([nan, nan, 2, 2, nan, nan]);
  });

  // only the SIMD kernels promise bits: they sum in one order in both operations
  const prefixes = backend.startsWith('simd') ? [0, 1, 4, 11, 18] : [4];
  it.each(prefixes)('decodes what whole-sequence attention computes, after a prefix of %d', async prefix => {
    const [batch, time, capacity] = [2, 19, 32];
    const heads = { heads: 4, kvHeads: 2 };
    const keys = device().variable([batch, 12, capacity]);
    const values = device().variable([batch, capacity, 12]);
    const data = {
      q: noise(batch * time * 24, 1),
      k: noise(batch * time * 12, 2),
      v: noise(batch * time * 12, 3),
    };
    const whole = { q: input([batch, time, 24]), k: input([batch, time, 12]), v: input([batch, time, 12]) };
    const full = device().compile({
      inputs: whole,
      outputs: { out: attention(whole.q, whole.k, whole.v, heads) },
    });
    const { out } = await full.plans[0].run(data);

    const slice = (x: Float32Array, width: number, from: number, to: number) =>
      Float32Array.from(
        [0, 1].flatMap(b => [...x.subarray((b * time + from) * width, (b * time + to) * width)]),
      );
    const write = (from: number, to: number) => {
      const inputs = {
        q: input([batch, 1, 24]),
        k: input([batch, to - from, 12]),
        v: input([batch, to - from, 12]),
        start: input([batch], 'i32'),
      };
      const effects = [cacheWrite(keys, values, inputs.k, inputs.v, inputs.start)];
      const decoded = attendCache(inputs.q, keys, values, inputs.start, heads);
      return device().compile({ inputs, effects, outputs: { decoded } });
    };
    const run = (group: ReturnType<typeof write>, from: number, to: number) =>
      group.plans[0].run({
        q: slice(data.q, 24, from, from + 1),
        k: slice(data.k, 12, from, to),
        v: slice(data.v, 12, from, to),
        start: Int32Array.of(from, from),
      });
    if (prefix > 0) {
      const group = write(0, prefix);
      await run(group, 0, prefix);
      group.release();
    }
    const step = write(0, 1);
    for (let t = prefix; t < time; t++) {
      const { decoded } = await run(step, t, t + 1);
      const expected = slice(out as Float32Array, 24, t, t + 1);
      if (backend.startsWith('simd')) expect(decoded, `token ${t}`).toEqual(expected);
      else expected.forEach((value, i) => void expect(decoded![i]).toBeCloseTo(value, 5));
    }
    full.release();
    step.release();
    keys.dispose();
    values.dispose();
  });
});

describe('kvCache', () => {
  const [k, start] = [input([2, 1, 4]), input([2], 'i32')];

  it('wants a capacity of whole blocks', () => {
    expect(() => cacheWrite(input([2, 4, 20]) as never, input([2, 20, 4]) as never, k, k, start)).toThrow(
      'cacheWrite: the capacity must be a multiple of 16; got 20',
    );
  });

  it('names the shapes that do not fit', () => {
    expect(() => cacheWrite(input([2, 5, 16]) as never, input([2, 16, 5]) as never, k, k, start)).toThrow(
      'cacheWrite: keys must have shape [2, 4, *]; got [2, 5, 16]',
    );
    const attend = () =>
      attendCache(input([2, 2, 4]), input([2, 4, 16]), input([2, 16, 4]), start, { heads: 1, kvHeads: 1 });
    expect(attend).toThrow('attendCache: q must have shape [2, 1, *]; got [2, 2, 4]');
  });
});
