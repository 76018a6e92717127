import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { vjp } from '../../graph/gradient.ts';
import { input, type Shape, sizeOf } from '../../graph/tensor.ts';
import { filled } from '../../testing/arbitraries.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { add } from '../add/add.ts';
import { categorical } from './categorical.ts';
import { KEY_WORDS, randomKey } from './key.ts';
import { normal } from './normal.ts';
import { suites } from './random.conformance.ts';
import { normalReference, uniformReference } from './reference.ts';
import { uniform } from './uniform.ts';

const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const shape = fc.tuple(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }), filled).map(s => s.flat());

async function draw(device: Device, draws: typeof uniform, sizes: Shape, ...keys: readonly Int32Array[]) {
  const key = input([KEY_WORDS], 'i32');
  const { plans, release } = device.compile({ inputs: { key }, outputs: { y: draws(sizes, key) } });
  const results = [];
  for (const words of keys) results.push((await plans[0].run({ key: words })).y!);
  release();
  return results;
}

conform(...suites);

onEveryBackend('random tensors', (device, backend) => {
  const numRuns = backend.startsWith('gpu') ? 6 : 25;

  test.prop([shape, integer, integer], { numRuns })(
    'are the reference: uniform bit by bit, normal within 1e-5',
    async (sizes, seed, counter) => {
      const key = randomKey(seed, counter);
      expect(await draw(device(), uniform, sizes, key)).toEqual([uniformReference(sizes, key)]);
      const [numbers] = await draw(device(), normal, sizes, key);
      const expected = normalReference(sizes, key);
      expect(Math.max(...expected.map((value, i) => Math.abs(value - numbers![i]!)))).toBeLessThan(1e-5);
    },
  );

  it.each([[[3, 5000]], [[5000, 3]], [[2, 9000, 2]], [[]]])(
    'count positions in row-major order: %j',
    async sizes => {
      const key = randomKey(-5, 2);
      const [numbers] = await draw(device(), uniform, sizes, key);
      // one comparison: toEqual on long arrays takes seconds
      expect(
        Buffer.compare(Buffer.from(numbers!.buffer), Buffer.from(uniformReference(sizes, key).buffer)),
      ).toBe(0);
    },
  );

  it('keep their accuracy at both ends of the uniform numbers', async () => {
    const key = randomKey(1, 1);
    const [numbers] = await draw(device(), normal, [256, 256], key);
    const expected = normalReference([256, 256], key);
    expect(
      expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - numbers![i]!)), 0),
    ).toBeLessThan(1e-5);
  });

  it('differ from run to run of one plan as their keys do', async () => {
    const keys = [randomKey(1, 0), randomKey(1, 1), randomKey(2, 0), randomKey(-1, 0), randomKey(1, 0)];
    const results = await draw(device(), uniform, [40], ...keys);
    expect(results[4]).toEqual(results[0]);
    expect(new Set(results.map(numbers => numbers.join())).size).toBe(4);
    expect(new Set(results[0]).size).toBe(40);
  });

  it('draw indices with the probabilities of softmax', async () => {
    const z = [1, -1, 0.3, 2, -0.5, 0, Number.NEGATIVE_INFINITY];
    const rows = 4000;
    const [key, logits] = [input([KEY_WORDS], 'i32'), input([4, rows / 4, z.length])];
    const { plans, release } = device().compile({
      inputs: { key, logits },
      outputs: { y: categorical(logits, key) },
    });
    const data = Float32Array.from({ length: rows * z.length }, (_, i) => z[i % z.length]!);
    const { y } = await plans[0].run({ key: randomKey(11, 0), logits: data });
    const { y: again } = await plans[0].run({ key: randomKey(11, 1), logits: data });
    release();
    expect(again).not.toEqual(y);
    const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
    for (const drawn of [y!, again!]) {
      const counts = z.map((_, j) => drawn.filter(index => index === j).length);
      expect(counts[6]).toBe(0);
      const chiSquare = z.slice(0, 6).reduce((sum, value, j) => {
        const expected = (rows * Math.exp(value)) / total;
        return sum + (counts[j]! - expected) ** 2 / expected;
      }, 0);
      // 5 degrees of freedom: one true draw in ten thousand exceeds this
      expect(chiSquare).toBeLessThan(25.7);
    }
  });
});

describe('random tensors', () => {
  let devices: readonly Device[];
  beforeAll(async () => {
    devices = await Promise.all([1, 2, 3].map(threads => openDevice({ backend: 'simd', threads })));
  });
  afterAll(() => Promise.all(devices.map(device => device.close())));

  test.prop([shape, integer], { numRuns: 10 })(
    'have the same bits for any number of threads',
    async (sizes, seed) => {
      const key = randomKey(seed, 3);
      const [one, two, three] = await Promise.all(
        devices.map(async device => [
          await draw(device, uniform, sizes, key),
          await draw(device, normal, sizes, key),
        ]),
      );
      expect(two).toEqual(one);
      expect(three).toEqual(one);
    },
  );

  it('have no gradient, and let that of others pass', () => {
    const [key, x] = [input([KEY_WORDS], 'i32'), input([3])];
    const [dx] = vjp([add(x, normal([3], key))], [input([3])], [x]);
    expect(dx!.shape).toEqual([3]);
    const logits = input([2, 3]);
    expect(() => vjp([categorical(logits, key)], [input([2], 'i32')], [logits])).toThrow('has no gradient');
  });

  it('name what does not fit', () => {
    const key = input([KEY_WORDS], 'i32');
    expect(() => uniform([2], input([2], 'i32'))).toThrow(ShapeError);
    expect(() => uniform([2], input([2], 'i32'))).toThrow(
      'uniform: key must be i32 of shape [24], for the numbers of randomKey(seed, counter); got i32 [2]',
    );
    expect(() => normal([2], input([24]))).toThrow('normal: key must be i32 of shape [24]');
    expect(() => normal([2.5], key)).toThrow('a shape holds whole numbers >= 0');
    expect(() => categorical(input([]), key)).toThrow(
      'categorical: logits must have shape [..., n] with n >= 1; got []',
    );
    expect(() => categorical(input([3, 0]), key)).toThrow('with n >= 1; got [3, 0]');
    expect(() => categorical(input([3], 'i32'), key)).toThrow('categorical: logits must be f32; got i32');
  });
});

describe('randomKey', () => {
  const pair = fc.tuple(integer, integer);
  test.prop([pair, pair])('has 12-bit words, others for another seed or counter', (one, other) => {
    fc.pre(one.join() !== other.join());
    const key = randomKey(...one);
    expect(key).toEqual(randomKey(...one));
    expect(key).not.toEqual(randomKey(...other));
    expect(key.every(word => word >= 0 && word < 4096)).toBe(true);
    expect(sizeOf([key.length])).toBe(KEY_WORDS);
  });

  it('names what is no 32-bit integer', () => {
    expect(() => randomKey(1.5, 0)).toThrow(
      'randomKey: the seed must be a whole number in [-2^31, 2^31), for example 7; got 1.5',
    );
    expect(() => randomKey(0, 2 ** 31)).toThrow('randomKey: the counter must be');
  });
});
