import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { saveDecoder } from '../files/checkpoint.ts';
import { Learner } from '../learning/learner.ts';
import { normal } from '../random.ts';
import { factorsOf, rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { relativeError } from '../testing/closeness.ts';
import { referenceGradient } from '../testing/reference.ts';
import { Lora } from './lora.ts';
import type { LoraOptions } from './options.ts';

const options = { rank: 3, alpha: 6 };
const rows = rowsOf([9, 5, 13], 3);
const factors = factorsOf(rows, 3);
const weights = weightsOf(TINY, 8);

let device: Device;
beforeAll(async () => {
  device = await openDevice({ backend: 'simd', threads: 2 });
});
afterAll(() => device.close());

/** A decoder and an adapter that is no longer fresh. */
function trained(fields: Partial<LoraOptions> = {}) {
  const base = new Decoder(device, TINY, weights);
  const lora = new Lora(base, { ...options, ...fields }, 5);
  let stream = 0;
  for (const variable of lora.variables.values()) {
    const draw = normal(4, stream++);
    variable.write(Float32Array.from({ length: variable.size }, (_, i) => 0.2 * draw(i)));
  }
  return { base, lora };
}

const score = async (decoder: Decoder) => {
  const learner = new Learner(decoder);
  const stats = await learner.score(rows);
  learner.dispose();
  return stats;
};
const logProbs = async (decoder: Decoder) => (await score(decoder)).flatMap(({ logProb }) => [...logProb]);

test('a fresh adapter changes no bit of what the model computes', async () => {
  const base = new Decoder(device, TINY, weights);
  const { decoder } = new Lora(base, options, 5);
  expect(await score(decoder)).toEqual(await score(base));
});

test('has the names and shapes of PEFT, of the layers that are named', () => {
  const shapes = (targets: readonly string[]) =>
    [...trained({ targets }).lora.variables].map(([name, { shape }]) => [name.slice(23), shape]);
  expect(shapes(['q_proj', 'layers.1.mlp.down_proj'])).toEqual([
    ['layers.0.self_attn.q_proj.lora_A.weight', [3, 24]],
    ['layers.0.self_attn.q_proj.lora_B.weight', [24, 3]],
    ['layers.1.self_attn.q_proj.lora_A.weight', [3, 24]],
    ['layers.1.self_attn.q_proj.lora_B.weight', [24, 3]],
    ['layers.1.mlp.down_proj.lora_A.weight', [3, 20]],
    ['layers.1.mlp.down_proj.lora_B.weight', [24, 3]],
  ]);
  expect(trained().lora.variables.size).toBe(2 * 2 * 7);
  expect([...trained().lora.variables.keys()][0]).toBe(
    'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight',
  );
});

test.each<[Partial<LoraOptions>, string]>([
  [{ rank: 0 }, 'lora: rank is a positive whole number, for example 8; got 0'],
  [{ alpha: Number.NaN }, 'lora: alpha is a positive number, for example 16; got NaN'],
  [
    { targets: ['q_proj', 'proj'] },
    'lora: targets are linear layers, for example q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj; got "proj"',
  ],
  [
    { targets: [] },
    'lora: targets are linear layers, for example q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj; got []',
  ],
])('options that cannot be are refused, and take no memory: %j', (fields, message) => {
  const base = new Decoder(device, TINY, weights);
  const before = device.memory;
  expect(() => new Lora(base, { ...options, ...fields }, 5)).toThrow(new RangeError(message));
  expect(device.memory).toEqual(before);
});

describe('training', () => {
  test.each([false, true])(
    'has the gradients that the chain rule gives from those of the weights; rsLoRA: %s',
    async rankStabilised => {
      const { lora } = trained({ rankStabilised });
      const scale = rankStabilised ? 6 / Math.sqrt(3) : 2;
      const learner = new Learner(lora.decoder);
      await learner.accumulate(rows, indices => indices.map(index => factors[index]!));
      const gradients = await learner.accumulated();
      expect([...gradients.keys()]).toEqual([...lora.variables.keys()]);

      const effective = new Map<string, ArrayLike<number>>(weights);
      const pairs = new Map<string, { down: Float32Array; up: Float32Array }>();
      for (const [at, adapter] of lora.adapters) {
        const pair = {
          down: (await adapter.down.read()) as Float32Array,
          up: (await adapter.up.read()) as Float32Array,
        };
        pairs.set(at, pair);
        const product = times(pair.up, pair.down, 3, false, false);
        effective.set(
          `${at}.weight`,
          Float64Array.from(weights.get(`${at}.weight`)!, (w, i) => w + scale * product[i]!),
        );
      }
      const reference = referenceGradient(TINY, effective, rows, factors);
      for (const [at, { down, up }] of pairs) {
        const gradient = reference.get(`${at}.weight`)!;
        const [out, features] = [up.length / 3, down.length / 3];
        const byUp = times(gradient, down, features, false, true).map(x => scale * x);
        const byDown = times(up, gradient, out, true, false).map(x => scale * x);
        expect(relativeError(gradients.get(`base_model.model.${at}.lora_B.weight`)!, byUp), at).toBeLessThan(
          1e-4,
        );
        expect(
          relativeError(gradients.get(`base_model.model.${at}.lora_A.weight`)!, byDown),
          at,
        ).toBeLessThan(1e-4);
      }
    },
  );

  test('changes the adapter alone', async () => {
    const { base, lora } = trained();
    const learner = new Learner(lora.decoder);
    const before = await logProbs(lora.decoder);
    const ones = (logProb: Float64Array) => ({
      logProb: logProb.map(() => -1),
      entropy: logProb.map(() => 0),
    });
    for (let step = 0; step < 3; step++) {
      await learner.accumulate(rows, (_, stats) => stats.map(({ logProb }) => ones(logProb)));
      await learner.step({ learningRate: 1e-2 });
    }
    const after = await logProbs(lora.decoder);
    expect(sum(after)).toBeGreaterThan(sum(before) + 1);
    expect(await base.weights()).toEqual(weights);
  });
});

describe('merging', () => {
  test('moves the adapter into the weights: plans compiled before and decoders without it agree', async () => {
    const { base, lora } = trained();
    const learner = new Learner(lora.decoder);
    const before = (await learner.score(rows)).flatMap(({ logProb }) => [...logProb]);
    expect(relativeError(await logProbs(base), before)).toBeGreaterThan(1e-2);
    await lora.merge();
    expect(lora.isMerged).toBe(true);
    expect(relativeError(await logProbs(base), before)).toBeLessThan(1e-5);
    expect(await learner.score(rows)).toEqual(await score(base));

    await lora.unmerge();
    expect(lora.isMerged).toBe(false);
    for (const [name, data] of await base.weights())
      expect(relativeError(data, weights.get(name)!)).toBeLessThan(1e-7);
    expect(relativeError(await logProbs(lora.decoder), before)).toBeLessThan(1e-5);
  });

  test('twice, or undone when not done, is refused; so is training meanwhile', async () => {
    const { lora } = trained();
    await expect(lora.unmerge()).rejects.toThrow('lora: the adapter is not merged');
    await lora.merge();
    await expect(lora.merge()).rejects.toThrow('lora: the adapter is merged already');
    const learner = new Learner(lora.decoder);
    await expect(learner.accumulate(rows, indices => indices.map(i => factors[i]!))).rejects.toThrow(
      'accumulate: the adapter is merged into the weights and adds nothing itself: unmerge() it',
    );
  });

  test('is asked for before a decoder with an adapter is saved', async () => {
    await expect(saveDecoder('/nowhere', trained().lora.decoder)).rejects.toThrow(
      'save: this decoder has an adapter, which its weights do not hold: save it with saveAdapter, or merge() it first',
    );
  });
});

/** a b of row-major matrices, each transposed or not; `inner` is the size that they share. */
function times(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  inner: number,
  transposeA: boolean,
  transposeB: boolean,
): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner];
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let total = 0;
    for (let k = 0; k < inner; k++) {
      total +=
        a[transposeA ? k * rows + i : i * inner + k]! * b[transposeB ? j * inner + k : k * columns + j]!;
    }
    return total;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}
