// Plans as wholes: a small network with its gradients, run again, in stages, and on any number of threads.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, type HostArrays, openDevice } from '../device.ts';
import { accumulate } from '../ops/accumulate/accumulate.ts';
import { adamw, adamwSettings } from '../ops/adamw/adamw.ts';
import { add } from '../ops/add/add.ts';
import { attention } from '../ops/attention/attention.ts';
import { embedding } from '../ops/embedding/embedding.ts';
import { linear } from '../ops/matmul/matmul.ts';
import { rmsNorm } from '../ops/rmsNorm/rmsNorm.ts';
import { sumOfSquares } from '../ops/sumOfSquares/sumOfSquares.ts';
import { swiglu } from '../ops/swiglu/swiglu.ts';
import { statsCotangents, tokenStats } from '../ops/tokenStats/tokenStats.ts';
import { onEveryBackend } from '../testing/everyBackend.ts';
import { noise } from '../testing/random.ts';
import { vjp } from './gradient.ts';
import { input, type Variable } from './tensor.ts';

const [BATCH, TIME, WIDTH, VOCABULARY] = [5, 7, 12, 11];

/** Embedding, attention, SwiGLU and a head of one table; forward and backward as two recordings. */
function network(device: Device) {
  const weight = (seed: number, ...shape: number[]) =>
    device.variable(
      shape,
      noise(
        shape.reduce((a, b) => a * b),
        seed,
      ),
    );
  const parameters = {
    table: weight(1, VOCABULARY, WIDTH),
    norm: weight(2, WIDTH),
    q: weight(3, WIDTH, WIDTH),
    k: weight(4, WIDTH / 2, WIDTH),
    v: weight(5, WIDTH / 2, WIDTH),
    gate: weight(6, WIDTH, WIDTH),
  };
  const { table, norm, q, k, v, gate } = parameters;
  const [ids, targets] = [input([BATCH, TIME], 'i32'), input([BATCH, TIME], 'i32')];
  const x = embedding(ids, table);
  const h = rmsNorm(x, norm, 1e-5);
  const mixed = attention(linear(h, q), linear(h, k), linear(h, v), { heads: 4, kvHeads: 2 });
  const y = linear(swiglu(linear(mixed, gate), mixed), q, { residual: x });
  const stats = tokenStats(linear(y, table), targets);
  const cotangents = statsCotangents(stats);
  const weights = Object.values(parameters);
  const gradients = vjp([stats.logProb, stats.entropy], [cotangents.dLogProb, cotangents.dEntropy], weights);
  const named = Object.fromEntries(Object.keys(parameters).map((name, i) => [name, gradients[i]!]));
  const norms = Object.fromEntries(gradients.map((gradient, i) => [`norm${i}`, sumOfSquares(gradient)]));
  return {
    weights,
    gradients,
    forward: { inputs: { ids, targets }, outputs: { ...stats } },
    backward: { inputs: { ...cotangents }, outputs: { ...named, ...norms } },
  };
}

const tokens = (seed: number) => Int32Array.from(noise(BATCH * TIME, seed), u => ((u + 1) / 2) * VOCABULARY);
const BATCH_DATA = { ids: tokens(7), targets: tokens(8) };
const COTANGENTS = { dLogProb: noise(BATCH * TIME, 9), dEntropy: noise(BATCH * TIME, 10) };

async function run(device: Device): Promise<readonly HostArrays[]> {
  const { forward, backward, weights } = network(device);
  const { plans, release } = device.compile(forward, backward);
  const results = [await plans[0].run(BATCH_DATA), await plans[1].run(COTANGENTS)];
  const again = [await plans[0].run(BATCH_DATA), await plans[1].run(COTANGENTS)];
  release();
  for (const weight of weights) weight.dispose();
  expect(again, 'the second run').toEqual(results);
  return results;
}

describe('bits', () => {
  it('do not depend on the number of threads', async () => {
    const results: (readonly HostArrays[])[] = [];
    for (const threads of [1, 2, 3]) {
      const device = await openDevice({ threads, build: '128-bit' });
      results.push(await run(device));
      await device.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

onEveryBackend('a plan', device => {
  it('gives the same bits each time it runs, and in one stage those of two', async () => {
    const staged = await run(device());
    const { forward, backward, weights } = network(device());
    const { plans, release } = device().compile({
      inputs: { ...forward.inputs, ...backward.inputs },
      outputs: { ...forward.outputs, ...backward.outputs },
    });
    const whole = await plans[0].run({ ...BATCH_DATA, ...COTANGENTS });
    release();
    for (const weight of weights) weight.dispose();
    expect(whole).toEqual({ ...staged[0], ...staged[1] });
  });

  it('sees every change of its variables: from the host, and by other plans', async () => {
    const x = input([3, 4]);
    const [w, gradient] = [device().variable([5, 4]), device().variable([5, 4])];
    const [m, v] = [device().variable([5, 4]), device().variable([5, 4])];
    const forward = device().compile({ inputs: { x }, outputs: { y: linear(x, w) } });
    const data = { x: new Float32Array(12).fill(1) };
    const first = async () => (await forward.plans[0].run(data)).y![0]!;
    expect(await first()).toBe(0);
    w.write(new Float32Array(20).fill(0.5));
    expect(await first()).toBe(2);

    const settings = input([8]);
    const update = device().compile({ inputs: { settings }, effects: [adamw(w, gradient, m, v, settings)] });
    gradient.write(new Float32Array(20).fill(3));
    const values = { learningRate: 0.25, beta1: 0.9, beta2: 0.99, epsilon: 0, weightDecay: 0 };
    await update.plans[0].run({ settings: adamwSettings({ ...values, step: 1, gradientScale: 1 }) });
    // Adam's first step is the learning rate against the gradient's sign
    expect(await first()).toBeCloseTo(4 * 0.25, 5);

    const shift = device().compile({ inputs: {}, effects: [accumulate(w, w)] });
    await shift.plans[0].run();
    expect(await first()).toBeCloseTo(4 * 0.5, 5);
    for (const group of [forward, update, shift]) group.release();
    for (const variable of [w, gradient, m, v]) variable.dispose();
  });

  it('adds gradients up over micro-batches in place', async () => {
    const { forward, backward, weights, gradients } = network(device());
    const sums = weights.map(weight => device().variable(weight.shape));
    const effects = gradients.map((gradient, i) => accumulate(sums[i]!, gradient));
    const { plans, release } = device().compile(forward, { ...backward, effects });
    await plans[0].run(BATCH_DATA);
    const { q } = await plans[1].run(COTANGENTS);
    await plans[0].run(BATCH_DATA);
    await plans[1].run(COTANGENTS);
    release();
    expect(await sums[2]!.read()).toEqual((q as Float32Array).map(value => 2 * value));
    for (const variable of [...weights, ...sums] as Variable[]) variable.dispose();
  });

  it('takes a vector as one row', async () => {
    const [x, w] = [input([3]), input([2, 3])];
    const { plans, release } = device().compile({ inputs: { x, w }, outputs: { y: linear(x, w) } });
    const { y } = await plans[0].run({
      x: Float32Array.of(1, 2, 3),
      w: Float32Array.of(1, 1, 1, 0, 0, 2),
    });
    release();
    expect([...y!]).toEqual([6, 6]);
  });

  it('names an input that is missing or does not fit', async () => {
    const [x, y] = [input([2]), input([2], 'i32')];
    const { plans, release } = device().compile({ inputs: { x, y }, outputs: { z: add(x, x) } });
    await expect(plans[0].run({ x: new Float32Array(2) })).rejects.toThrow(
      'input y: a i32 tensor of shape [2] takes a Int32Array of 2 numbers; got undefined of undefined',
    );
    await expect(plans[0].run({ x: new Float32Array(3), y: new Int32Array(2) })).rejects.toThrow('input x:');
    release();
  });

  it('does not run once released', async () => {
    const x = input([2]);
    const { plans, release } = device().compile({ inputs: { x }, outputs: { y: add(x, x) } });
    release();
    release();
    await expect(plans[0].run({ x: new Float32Array(2) })).rejects.toThrow('this plan was released');
  });
});

describe('two plans on simd', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ threads: 1 });
  });
  afterAll(() => device.close());

  it('may not come between the stages of one of them', async () => {
    const [x, dy] = [input([2]), input([2])];
    const hidden = add(x, x);
    const staged = device.compile(
      { inputs: { x }, outputs: { hidden } },
      { inputs: { dy }, outputs: { sum: add(hidden, dy) } },
    );
    const other = device.compile({ inputs: { x }, outputs: { y: add(x, x) } });
    const data = { x: Float32Array.of(1, 2) };
    await staged.plans[0].run(data);
    await other.plans[0].run(data);
    await expect(staged.plans[1].run({ dy: new Float32Array(2) })).rejects.toThrow(
      'simd: stage 2 of a plan runs right after stage 1, once; run its first stage again',
    );
    await staged.plans[0].run(data);
    const { sum } = await staged.plans[1].run({ dy: Float32Array.of(10, 20) });
    expect([...sum!]).toEqual([12, 24]);
  });
});
