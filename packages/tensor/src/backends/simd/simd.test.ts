import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device, openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { add } from '../../ops/add/add.ts';
import { linear, matmul } from '../../ops/matmul/matmul.ts';
import { SimdBackend } from './simd.ts';

describe('the SIMD backend', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ threads: 2 });
  });
  afterAll(() => device.close());

  it('runs the later stage of a plan only right after the earlier one, once', async () => {
    const x = input([2]);
    const twice = add(x, x);
    const more = input([2]);
    const { plans } = device.compile(
      { inputs: { x }, outputs: { twice } },
      { inputs: { more }, outputs: { sum: add(twice, more) } },
    );
    const [first, second] = plans;
    const feed = { more: Float32Array.of(10, 20) };
    await expect(second.run(feed)).rejects.toThrow('stage 2 of a plan runs right after stage 1');
    await first.run({ x: Float32Array.of(1, 2) });
    expect(await second.run(feed)).toEqual({ sum: Float32Array.of(12, 24) });
    await expect(second.run(feed)).rejects.toThrow('run its first stage again');
  });

  it('says what of its memory is used, and how far it can grow', () => {
    const before = device.memory!;
    const variable = device.variable([1000, 1000]);
    expect(device.memory!.used - before.used).toBe(4_000_000);
    expect(device.memory!.limit).toBe(2 ** 32);
    variable.dispose();
    expect(device.memory).toEqual(before);
  });

  it('measures what compiling will take', async () => {
    const fresh = await openDevice({ threads: 2 });
    const weights = [fresh.variable([256, 64]), fresh.variable([64, 64])];
    const x = input([1000, 64]);
    const product = linear(linear(linear(x, weights[1]!), weights[1]!), weights[0]!);
    const recording = { inputs: { x }, outputs: { product } };
    const before = fresh.memory!.used;
    const { intermediate, packed } = fresh.measure(recording)!;
    expect(fresh.memory!.used).toBe(before);
    expect(packed).toBe(4 * (256 * 64 + 64 * 64));
    expect(intermediate).toBeGreaterThanOrEqual(4 * 1000 * (256 + 64));
    fresh.compile(recording);
    // and the programs of plan and packing
    const programs = fresh.memory!.used - before - intermediate - packed;
    expect(programs).toBeGreaterThanOrEqual(0);
    expect(programs).toBeLessThan(2000);
    expect(fresh.measure(recording)).toEqual({ intermediate: 0, packed: 0 });
    await fresh.close();
  });

  it('packs weights for gradients anew, with the same bits, where copies would fill half of the memory', async () => {
    const numbers = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i));
    const run = async (limit?: number) => {
      const backend = await SimdBackend.open({ threads: 2, reason: 'a test' });
      if (limit) Object.assign((backend as unknown as { heap: object }).heap, { limit });
      const fresh = new Device(backend);
      const weight = fresh.variable([96, 64], numbers(96 * 64));
      const [x, dy] = [input([20, 64]), input([20, 96])];
      const [dx] = vjp([linear(x, weight)], [dy], [x]);
      const recording = { inputs: { x, dy }, outputs: { dx: dx! } };
      const { packed } = fresh.measure(recording)!;
      const { plans } = fresh.compile(recording);
      const result = await plans[0].run({ x: numbers(20 * 64), dy: numbers(20 * 96) });
      weight.write(numbers(96 * 64).map(number => -number));
      const negative = await plans[0].run({ x: numbers(20 * 64), dy: numbers(20 * 96) });
      expect(negative.dx).toEqual(result.dx.map(number => -number));
      await fresh.close();
      return { packed, dx: result.dx };
    };
    const [kept, anew] = [await run(), await run(80_000)];
    expect([kept.packed, anew.packed]).toEqual([4 * 96 * 64, 0]);
    expect(anew.dx).toEqual(kept.dx);
  });

  it('gives a variable as an output', async () => {
    const variable = device.variable([3], Float32Array.of(1, 2, 3));
    expect(await device.evaluate({ variable })).toEqual({ variable: Float32Array.of(1, 2, 3) });
    variable.dispose();
  });

  it('gives the memory of disposed variables and their packed copies to later ones', async () => {
    const x = input([4, 64]);
    const rows = Float32Array.from({ length: 256 }, (_, i) => i % 5);
    const use = async () => {
      const weight = device.variable([256, 64], new Float32Array(256 * 64).fill(1));
      const { plans, release } = device.compile({ inputs: { x }, outputs: { y: matmul(x, weight, 'nt') } });
      await plans[0].run({ x: rows });
      const { address } = weight.storage as unknown as { address: number };
      release();
      weight.dispose();
      return address;
    };
    const first = await use();
    for (let i = 0; i < 50; i++) expect(await use()).toBe(first);
  });
});
