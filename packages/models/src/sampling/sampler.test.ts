import { fc, test } from '@fast-check/vitest';
import { type Device, input, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { Learner } from '../learning/learner.ts';
import { rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { relativeError } from '../testing/closeness.ts';
import { type Sample, type SampleOptions, type SampleRequest, Sampler } from './sampler.ts';

const weights = weightsOf(TINY, 4);
const limit = TINY.max_position_embeddings;
const prompts = rowsOf([1, 9, 4, 17, 8, 2, 16], 6).map(({ tokens }) => tokens);
const requests: SampleRequest[] = prompts.map((tokens, i) => ({ tokens, seed: 100 + i }));
const options: SampleOptions = { maxNewTokens: 12, temperature: 1, stop: new Set() };

describe('the sampler', () => {
  let device: Device;
  let decoder: Decoder;
  let sampler: Sampler;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 2 });
    decoder = new Decoder(device, TINY, weights);
    sampler = new Sampler(decoder);
  });
  afterAll(() => device.close());

  test.each([0, 0.7, 1, 1.5])(
    'gives the bits of the log-probabilities that scoring gives, at temperature %d',
    async temperature => {
      const samples = await sampler.sample(requests, { ...options, temperature, maxNewTokens: 20 });
      const learner = new Learner(decoder, { tokensPerBatch: 64 });
      const rows = samples.map(({ tokens }, i) => ({
        tokens: Int32Array.of(...prompts[i]!, ...tokens),
        start: prompts[i]!.length,
      }));
      const scored = await learner.score(rows);
      learner.dispose();
      samples.forEach(({ logProb }, i) => {
        expect(logProb, `request ${i}`).toEqual(scored[i]!.logProb);
      });
    },
  );

  const some = fc.shuffledSubarray([...requests.keys()], { minLength: 1 });
  test.prop([some, fc.constantFrom(1, 3, 128)], { numRuns: 20 })(
    'completes a request alike whatever is beside it',
    async (indices, maxRows) => {
      const all = await sampler.sample(requests, options);
      const other = new Sampler(decoder, { maxRows });
      const samples = await other.sample(
        indices.map(index => requests[index]!),
        options,
      );
      other.dispose();
      expect(samples).toEqual(indices.map(index => all[index]));
    },
  );

  test.prop([fc.integer({ min: 0, max: 11 }), fc.constantFrom(0, 1)], { numRuns: 12 })(
    'continues given tokens as if it had sampled them',
    async (given, temperature) => {
      const whole = await sampler.sample(requests, { ...options, temperature });
      const prefixed = requests.map(({ tokens, seed }, i) => ({
        tokens: Int32Array.of(...tokens, ...whole[i]!.tokens.subarray(0, given)),
        seed,
      }));
      const rest = await sampler.sample(prefixed, { ...options, temperature, maxNewTokens: 12 - given });
      rest.forEach(({ tokens, logProb }, i) => {
        expect(tokens).toEqual(whole[i]!.tokens.subarray(given));
        expect(logProb).toEqual(whole[i]!.logProb.subarray(given));
      });
    },
  );

  test('at temperature 0 takes the most likely token of a whole forward pass, step by step', async () => {
    const samples = await sampler.sample(requests.slice(0, 3), {
      ...options,
      temperature: 0,
      maxNewTokens: 6,
    });
    for (const [i, { tokens }] of samples.entries()) {
      let sequence = prompts[i]!;
      for (const token of tokens) {
        const last = (await logits(decoder, sequence)).slice(-TINY.vocab_size);
        expect(token).toBe(last.indexOf(Math.max(...last)));
        sequence = Int32Array.of(...sequence, token);
      }
    }
  });

  test('draws tokens with the probabilities of the model', async () => {
    const temperature = 0.8;
    const draws = 2000;
    const prompt = prompts[2]!;
    const same = Array.from({ length: draws }, (_, seed) => ({ tokens: prompt, seed }));
    const samples = await sampler.sample(same, { ...options, temperature, maxNewTokens: 1 });
    const last = [...(await logits(decoder, prompt)).slice(-TINY.vocab_size)].map(z => z / temperature);
    const total = last.reduce((sum, z) => sum + Math.exp(z), 0);
    const chiSquare = last.reduce((sum, z, token) => {
      const expected = (draws * Math.exp(z)) / total;
      const observed = samples.filter(({ tokens }) => tokens[0] === token).length;
      return sum + (observed - expected) ** 2 / expected;
    }, 0);
    // 18 degrees of freedom: exceeded with probability 0.001
    expect(chiSquare).toBeLessThan(42.3);
  });

  test('ends a row at a stop token, which is included', async () => {
    const free = await sampler.sample(requests, options);
    const stop = new Set([free[0]!.tokens[3]!, free[3]!.tokens[5]!]);
    const samples = await sampler.sample(requests, { ...options, stop });
    samples.forEach((sample, i) => {
      const { tokens, logProb } = free[i]!;
      const at = tokens.findIndex(token => stop.has(token));
      const length = at < 0 ? tokens.length : at + 1;
      expect(sample).toEqual({
        tokens: tokens.slice(0, length),
        logProb: logProb.slice(0, length),
        finish: at < 0 ? 'length' : 'stop',
      } satisfies Sample);
    });
    expect(samples.map(({ finish }) => finish)).toContain('stop');
  });

  test.each([0, 1, 5])('samples no more than %i new tokens', async maxNewTokens => {
    for (const { tokens, logProb, finish } of await sampler.sample(requests, { ...options, maxNewTokens })) {
      expect([tokens.length, logProb.length, finish]).toEqual([maxNewTokens, maxNewTokens, 'length']);
    }
  });

  test('ends a row at the last position of the model with "length"', async () => {
    const long = rowsOf([limit - 1, limit - 3, 20], 2).map(({ tokens }) => ({ tokens, seed: 1 }));
    const samples = await sampler.sample(long, { ...options, maxNewTokens: 1000 });
    samples.forEach(({ tokens, finish }, i) => {
      expect(long[i]!.tokens.length + tokens.length).toBe(limit);
      expect(finish).toBe('length');
    });
  });

  test('samples from the weights as they are after each training step', async () => {
    const trained = new Decoder(device, TINY, weights);
    const learner = new Learner(trained, { tokensPerBatch: 64 });
    const ofTrained = new Sampler(trained);
    const before = await ofTrained.sample(requests, options);
    for (let step = 0; step < 2; step++) {
      await learner.accumulate(rowsOf([9, 12], step), (_, stats) => stats);
      await learner.step({ learningRate: 0.05 });
      const samples = await ofTrained.sample(requests, options);
      const fresh = new Decoder(device, TINY, await trained.weights());
      expect(samples).toEqual(await new Sampler(fresh).sample(requests, options));
      expect(samples).not.toEqual(before);
    }
  });

  test.each([0, limit, limit + 1])('refuses a prompt of %i tokens', async length => {
    const bad = { tokens: new Int32Array(length), seed: 0 };
    await expect(sampler.sample([requests[0]!, bad], options)).rejects.toThrow(
      new RangeError(
        `request 1: a prompt has 1 to ${limit - 1} tokens (the model's positions); got ${length}`,
      ),
    );
  });

  test('gives no samples for no requests', async () => {
    expect(await sampler.sample([], options)).toEqual([]);
  });
});

test('completions do not depend on the threads', async () => {
  const runs: Sample[][] = [];
  for (const threads of [1, 2, 3]) {
    const device = await openDevice({ backend: 'simd', threads });
    runs.push(await new Sampler(new Decoder(device, TINY, weights)).sample(requests, options));
    await device.close();
  }
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).toEqual(runs[0]);
});

test('on gpu.js, samples the same tokens, with the same log-probabilities up to rounding', async () => {
  const sample = async (device: Device) => {
    const decoder = new Decoder(device, TINY, weights);
    const samples = await new Sampler(decoder).sample(requests.slice(0, 3), options);
    await device.close();
    return samples;
  };
  const expected = await sample(await openDevice({ backend: 'simd', threads: 1 }));
  const actual = await sample(await openDevice({ backend: 'gpujs', mode: 'webasm' }));
  actual.forEach(({ tokens, logProb }, i) => {
    expect(tokens).toEqual(expected[i]!.tokens);
    expect(relativeError(logProb, expected[i]!.logProb)).toBeLessThan(1e-5);
  });
});

async function logits(decoder: Decoder, tokens: Int32Array): Promise<Float32Array> {
  const time = tokens.length;
  const [ids, positions] = [input([1, time], 'i32'), input([1, time], 'i32')];
  const { plans, release } = decoder.device.compile({
    inputs: { ids, positions },
    outputs: { logits: decoder.logits({ ids, positions }) },
  });
  const result = await plans[0].run({ ids: tokens, positions: Int32Array.from(tokens.keys()) });
  release();
  return result.logits as Float32Array;
}
