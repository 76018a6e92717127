import { fc, test } from '@fast-check/vitest';
import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { Lora } from '../lora/lora.ts';
import { cases, factorsOf, materials, rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { Learner } from './learner.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice({ backend: 'simd', threads: 2 });
});
afterAll(() => device.close());

describe('computing activations anew', () => {
  test.prop([cases, fc.boolean()], { numRuns: 15 })(
    'gives the same bits of every gradient',
    async (drawn, isAdapted) => {
      const { weights, rows, factors } = materials(drawn);
      const base = new Decoder(device, drawn.config, weights);
      const lora = isAdapted ? new Lora(base, { rank: 2, alpha: 4 }, drawn.seed) : undefined;
      const run = async (recompute: boolean) => {
        const learner = new Learner(lora?.decoder ?? base, { tokensPerBatch: 24, recompute });
        const stats = await learner.score(rows);
        await learner.accumulate(rows, indices => indices.map(index => factors[index]!));
        const gradients = await learner.accumulated();
        learner.dispose();
        return { stats, gradients };
      };
      const [kept, anew] = [await run(false), await run(true)];
      lora?.dispose();
      base.dispose();
      expect(anew.stats).toEqual(kept.stats);
      expect(anew.gradients).toEqual(kept.gradients);
    },
  );

  test('takes the activations of one block instead of all', async () => {
    const config = { ...TINY, num_hidden_layers: 8 };
    const weights = weightsOf(config, 1);
    const taken: number[] = [];
    for (const recompute of [false, true]) {
      const fresh = await openDevice({ backend: 'simd', threads: 1 });
      const decoder = new Decoder(fresh, config, weights);
      const learner = new Learner(decoder, { recompute });
      const before = fresh.memory!.used;
      await learner.score(rowsOf(Array(24).fill(40), 1));
      taken.push(fresh.memory!.used - before);
      await fresh.close();
    }
    expect(taken[1]! / taken[0]!).toBeLessThan(0.5);
  });
});

describe('training that does not fit is refused before memory is taken, with the figures and what to change', () => {
  /** The device as it would be with so much free memory. */
  const withFree = (device: Device, bytes: number): Device => {
    const memory = { used: 2 ** 30, limit: 2 ** 30 + bytes };
    return Object.create(device, { memory: { value: memory } });
  };
  const refused = async (free: number, options: object, message: RegExp) => {
    const fresh = await openDevice({ backend: 'simd', threads: 1 });
    const decoder = new Decoder(withFree(fresh, free), TINY, weightsOf(TINY, 1));
    const before = fresh.memory!.used;
    expect(() => new Learner(decoder, options)).toThrow(message);
    // but for the intermediate values of the update, which later plans use again
    expect(fresh.memory!.used - before).toBeLessThan(10_000);
    await fresh.close();
  };

  test('for gradients and moments', async () => {
    await refused(
      60_000,
      {},
      /^learner: training 7,\d{3} parameters takes 0\.1 MiB for gradients and moments, and 0\.1 MiB of the device's 1024\.1 MiB are free: train a Lora of the model, or a smaller model$/,
    );
  });

  test('for micro-batches', async () => {
    await refused(
      200_000,
      { longestRow: 40, tokensPerBatch: 400, recompute: false },
      /^learner: a micro-batch of 10 x 40 tokens takes 1\.\d MiB for activations and 0\.1 MiB for packed weights, and 0\.2 MiB of the device's 1024\.2 MiB are free: give a tokensPerBatch below 400, or \{ recompute: true \}, or a smaller model$/,
    );
    await refused(
      200_000,
      { longestRow: 41, tokensPerBatch: 8, recompute: true },
      /40 tokens .* free: give shorter rows, or a smaller model$/,
    );
  });

  test('unless computing activations anew makes room', async () => {
    const fresh = await openDevice({ backend: 'simd', threads: 1 });
    const config = { ...TINY, num_hidden_layers: 8 };
    const decoder = new Decoder(withFree(fresh, 5_000_000), config, weightsOf(config, 1));
    expect(() => new Learner(decoder, { longestRow: 41, recompute: false })).toThrow('{ recompute: true }');
    const rows = rowsOf(Array(24).fill(41), 1);
    const scores = await new Learner(decoder, { longestRow: 41 }).score(rows);
    expect(scores).toEqual(await new Learner(new Decoder(device, config, weightsOf(config, 1))).score(rows));
    await fresh.close();
  });

  test('when a row comes that was not announced, the weights as they were', async () => {
    const fresh = await openDevice({ backend: 'simd', threads: 1 });
    const decoder = new Decoder(withFree(fresh, 200_000), TINY, weightsOf(TINY, 1));
    const learner = new Learner(decoder, { tokensPerBatch: 400 });
    const rows = rowsOf(Array(10).fill(40), 1);
    await expect(
      learner.accumulate(rows, indices => indices.map(index => factorsOf(rows, 1)[index]!)),
    ).rejects.toThrow(/^learner: a micro-batch of 10 x 40 tokens takes/);
    expect(await decoder.weights()).toEqual(weightsOf(TINY, 1));
    await fresh.close();
  });

  test('and rows that fit those announced take nothing more', async () => {
    const fresh = await openDevice({ backend: 'simd', threads: 1 });
    const decoder = new Decoder(fresh, TINY, weightsOf(TINY, 1));
    const learner = new Learner(decoder, { longestRow: 40, tokensPerBatch: 400 });
    const before = fresh.memory!.used;
    for (const length of [40, 9, 25, 17]) {
      const rows = rowsOf(Array(12).fill(length), 1);
      await learner.accumulate(rows, indices => indices.map(index => factorsOf(rows, 1)[index]!));
    }
    // but for the programs
    expect(fresh.memory!.used - before).toBeLessThan(200_000);
    await fresh.close();
  });
});
