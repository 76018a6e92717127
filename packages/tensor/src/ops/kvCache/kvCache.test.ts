import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { attention } from '../attention/attention.ts';
import { suites } from './kvCache.conformance.ts';
import { attendCache, cacheShapes, cacheWrite } from './kvCache.ts';

conform(...suites);

onEveryBackend('the cache', (device, backend) => {
  it('gives NaN where the position lies outside the cache, and there only', async () => {
    const tensors = {
      q: input([3, 1, 2]),
      keys: input([3, 1, 1, 2, 16]),
      values: input([3, 16, 1, 2]),
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
    const shapes = cacheShapes({ batch, capacity, kvHeads: 2, headSize: 6 });
    const [keys, values] = [device().variable(shapes.keys), device().variable(shapes.values)];
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

it('gives rows that go together as a prompt the bits of each by itself, on any number of threads', async () => {
  const [lanes, capacity, rows] = [3, 128, 150];
  const heads = { heads: 6, kvHeads: 2 };
  const shapes = cacheShapes({ batch: lanes, capacity, kvHeads: 2, headSize: 20 });
  // runs of many lengths, from many positions on; one that leaves the cache, one in no lane
  const runs = [
    [0, 0, 61],
    [1, 30, 1],
    [2, 5, 2],
    [1, 100, 40],
    [5, 3, 6],
    [0, 7, 13],
    [2, 99, 27],
  ] as const;
  const places = runs.flatMap(([lane, from, length]) =>
    Array.from({ length }, (_, i) => ({ lane, position: from + i })),
  );
  const feed = (at: readonly { lane: number; position: number }[], q: Float32Array) => ({
    q,
    lanes: Int32Array.from(at, ({ lane }) => lane),
    position: Int32Array.from(at, ({ position }) => position),
  });
  const q = noise(rows * 120, 3);
  const results: Float32Array[] = [];
  for (const [threads, together] of [
    [1, 1],
    [1, rows],
    [2, rows],
    [3, rows],
  ] as const) {
    const device = await openDevice({ backend: 'simd', threads });
    const keys = device.variable(shapes.keys, noise(lanes * capacity * 40, 1));
    const values = device.variable(shapes.values, noise(lanes * capacity * 40, 2));
    const inputs = {
      q: input([together, 1, 120]),
      lanes: input([together], 'i32'),
      position: input([together], 'i32'),
    };
    const out = attendCache(inputs.q, keys, values, inputs.position, heads, inputs.lanes);
    const { plans } = device.compile({ inputs, outputs: { out } });
    const whole = new Float32Array(q.length);
    for (let b = 0; b < rows; b += together) {
      const stretch = feed(places.slice(b, b + together), q.subarray(b * 120, (b + together) * 120));
      whole.set((await plans[0].run(stretch)).out as Float32Array, b * 120);
    }
    results.push(whole);
    await device.close();
  }
  expect(places.length).toBe(rows);
  expect(results[0]!.some(Number.isNaN)).toBe(true);
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
});

describe('kvCache', () => {
  const [k, start] = [input([2, 1, 4]), input([2], 'i32')];

  it('rounds the capacity up to whole blocks', () => {
    expect(cacheShapes({ batch: 2, capacity: 20, kvHeads: 3, headSize: 4 })).toEqual({
      keys: [2, 2, 3, 4, 16],
      values: [2, 32, 3, 4],
    });
  });

  it('names the shapes that do not fit', () => {
    const write = (keys: readonly number[], values: readonly number[]) => () =>
      cacheWrite(input(keys) as never, input(values) as never, k, k, start);
    expect(write([1, 1, 1, 4, 16], [1, 16, 1, 4])).toThrow(
      'cacheWrite: keys must have a lane for each of 2 rows, or lanes must name them; got [1, 1, 1, 4, 16]',
    );
    expect(write([2, 1, 1, 4, 8], [2, 16, 1, 4])).toThrow(
      'cacheWrite: keys must have shape [*, *, *, *, 16]; got [2, 1, 1, 4, 8]',
    );
    expect(write([2, 1, 1, 4, 16], [2, 32, 1, 4])).toThrow(
      'cacheWrite: values must have shape [2, 16, 1, 4]; got [2, 32, 1, 4]',
    );
    expect(write([2, 1, 1, 5, 16], [2, 16, 1, 5])).toThrow(
      'cacheWrite: k must have shape [*, *, 5]; got [2, 1, 4]',
    );
    const [keys, values] = [input([2, 1, 1, 4, 16]), input([2, 16, 1, 4])];
    const attend = () => attendCache(input([2, 2, 4]), keys, values, start, { heads: 1, kvHeads: 1 });
    expect(attend).toThrow('attendCache: q must have shape [*, 1, *]; got [2, 2, 4]');
  });
});
