import { fc, test } from '@fast-check/vitest';
import { type Device, input, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { Learner } from '../learning/learner.ts';
import { rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { relativeError } from '../testing/closeness.ts';
import type { Sample, SampleOptions, SampleRequest } from './options.ts';
import { Plans } from './plans.ts';
import { Sampler } from './sampler.ts';

const weights = weightsOf(TINY, 4);
const limit = TINY.max_position_embeddings;
const prompts = rowsOf([1, 9, 4, 17, 8, 2, 16], 6).map(({ tokens }) => tokens);
const requests: SampleRequest[] = prompts.map((tokens, i) => ({ tokens, seed: 100 + i }));
const options: SampleOptions = { maxNewTokens: 12, temperature: 1, stop: new Set() };

describe('the sampler', () => {
  let device: Device;
  let decoder: Decoder;
  let sampler: Sampler;
  let onOneThread: Decoder;
  beforeAll(async () => {
    onOneThread = new Decoder(await openDevice({ backend: 'simd', threads: 1 }), TINY, weights);
    device = await openDevice({ backend: 'simd', threads: 2 });
    decoder = new Decoder(device, TINY, weights);
    sampler = new Sampler(decoder);
  });
  afterAll(() => Promise.all([device.close(), onOneThread.device.close()]));

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

  test('tells of each completion once, as it ends, while others go on', async () => {
    const lengths = requests.map((request, i) => ({ ...request, maxNewTokens: 1 + ((5 * i) % 7) }));
    const heard = new Map<number, Sample>();
    const order: number[] = [];
    const samples = await sampler.sample(lengths, options, (i, sample) => {
      expect(heard.has(i)).toBe(false);
      heard.set(i, sample);
      order.push(sample.tokens.length);
    });
    expect(samples.map((_, i) => heard.get(i))).toEqual(samples);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

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

  // each prompt once alone, or in company: some begin alike, fewer lanes than requests, options of their own
  const company = fc.record({
    maxRows: fc.constantFrom(1, 2, 3, 5, 128),
    threads: fc.constantFrom(1, 2),
    order: fc.shuffledSubarray([...Array(12).keys()], { minLength: 2 }),
    choices: fc.array(
      fc.record({
        prompt: fc.nat({ max: 3 }),
        cut: fc.integer({ min: 1, max: 17 }),
        seed: fc.nat({ max: 3 }),
        temperature: fc.constantFrom(0, 0.7, 1.3),
        topK: fc.constantFrom(0, 4),
        topP: fc.constantFrom(1, 0.8),
        minP: fc.constantFrom(0, 0.1),
        maxNewTokens: fc.constantFrom(0, 1, 4, 15),
      }),
      { minLength: 12, maxLength: 12 },
    ),
  });
  test.prop([company], { numRuns: 25 })(
    'gives a request its completion, whatever else is asked, in whatever order, lanes and threads',
    async ({ maxRows, threads, order, choices }) => {
      const roots = rowsOf([17, 17, 17, 17], 9).map(({ tokens }) => tokens);
      const asked = choices.map(({ prompt, cut, ...own }) => ({
        ...own,
        tokens: roots[prompt]!.slice(0, cut),
        stop: new Set([3]),
      }));
      const alone: Sample[] = [];
      for (const index of order) alone.push((await sampler.sample([asked[index]!], options))[0]!);
      const other = new Sampler(threads === 1 ? onOneThread : decoder, { maxRows });
      const together = await other.sample(
        order.map(index => asked[index]!),
        options,
      );
      other.dispose();
      expect(together).toEqual(alone);
    },
  );

  test('prefills the prompt of a group once, and what its prompts begin with alike', async () => {
    const prefill = vi.spyOn(Plans.prototype, 'prefill');
    const taken = () => prefill.mock.calls.reduce((sum, [tokens]) => sum + tokens.length, 0);
    const [root] = rowsOf([33], 3).map(({ tokens }) => tokens);
    const group = Array.from({ length: 6 }, (_, seed) => ({ tokens: root!, seed }));
    const own = new Sampler(decoder);
    const shared = await own.sample(group, { ...options, maxNewTokens: 3 });
    expect(taken()).toBe(32);

    prefill.mockClear();
    const longer = [33, 29].map(length => ({ tokens: root!.slice(0, length), seed: 0 }));
    const other = { tokens: Int32Array.of(...root!.slice(0, 20), 1, 2, 3), seed: 0 };
    await own.sample([...longer, other], { ...options, maxNewTokens: 3 });
    // the second is a part of the first; of the third, tokens 20 and 21
    expect(taken()).toBe(32 + 2);

    prefill.mockRestore();
    for (const [i, request] of group.entries()) {
      const [sample] = await new Sampler(decoder).sample([request], { ...options, maxNewTokens: 3 });
      expect(shared[i]).toEqual(sample);
    }
    own.dispose();
  });

  test('takes in the prompt of the next request while other rows decode', async () => {
    const prefill = vi.spyOn(Plans.prototype, 'prefill');
    const decode = vi.spyOn(Plans.prototype, 'decode');
    const own = new Sampler(decoder, { maxRows: 2 });
    const lengths = [9, 2, 2];
    await own.sample(
      lengths.map((maxNewTokens, i) => ({ ...requests[i + 1]!, maxNewTokens })),
      options,
    );
    // the first row takes 9 steps; the other two, one after the other, take theirs meanwhile
    expect(decode).toHaveBeenCalledTimes(9);
    expect(prefill.mock.invocationCallOrder.at(-1)).toBeGreaterThan(decode.mock.invocationCallOrder[0]!);
    prefill.mockRestore();
    decode.mockRestore();
    own.dispose();
  });

  test('keeps what it holds when the cache grows, and scoring agrees to the bit', async () => {
    const config = { ...TINY, max_position_embeddings: 800 };
    const long = new Decoder(device, config, weights);
    const own = new Sampler(long);
    // the last prompt is longer than what is taken in at once
    const asked = [
      ...requests.slice(0, 3),
      { tokens: rowsOf([700], 5)[0]!.tokens, seed: 1, maxNewTokens: 9 },
    ];
    const samples = await own.sample(asked, { ...options, maxNewTokens: 600 });
    const learner = new Learner(long, { tokensPerBatch: 1024 });
    const scored = await learner.score(
      samples.map(({ tokens }, i) => ({
        tokens: Int32Array.of(...asked[i]!.tokens, ...tokens),
        start: asked[i]!.tokens.length,
      })),
    );
    samples.forEach(({ tokens, logProb }, i) => {
      expect(tokens.length).toBe(i < 3 ? 600 : 9);
      expect(logProb).toEqual(scored[i]!.logProb);
    });
    learner.dispose();
    own.dispose();
  });

  test('draws from the most likely tokens only, with the probabilities that they have among themselves', async () => {
    const draws = 2000;
    const prompt = prompts[2]!;
    const last = [...(await logits(decoder, prompt)).slice(-TINY.vocab_size)];
    const best = [...last.keys()].sort((a, b) => last[b]! - last[a]!).slice(0, 4);
    const total = best.reduce((sum, token) => sum + Math.exp(last[token]!), 0);
    const same = Array.from({ length: draws }, (_, seed) => ({ tokens: prompt, seed }));
    const samples = await sampler.sample(same, { ...options, maxNewTokens: 1, topK: 4 });
    const chiSquare = best.reduce((sum, token) => {
      const expected = (draws * Math.exp(last[token]!)) / total;
      const observed = samples.filter(({ tokens }) => tokens[0] === token).length;
      return sum + (observed - expected) ** 2 / expected;
    }, 0);
    expect(samples.every(({ tokens }) => best.includes(tokens[0]!))).toBe(true);
    // 3 degrees of freedom: exceeded with probability 0.001
    expect(chiSquare).toBeLessThan(16.3);
  });

  test('ends a row at a stop string, wherever tokens meet in it', async () => {
    const tokenizer = { decode: (ids: ArrayLike<number>) => Array.from(ids, id => `${id}.`).join('') };
    const own = new Sampler(decoder, { tokenizer });
    const free = await own.sample(requests, { ...options, maxNewTokens: 15 });
    const [a, b] = [free[1]!.tokens[4]!, free[1]!.tokens[5]!];
    const stopString = `${a}.${b}.`;
    const samples = await own.sample(requests, {
      ...options,
      maxNewTokens: 15,
      stopStrings: ['nowhere', stopString],
    });
    samples.forEach((sample, i) => {
      const text = tokenizer.decode(free[i]!.tokens);
      const at = text.indexOf(stopString);
      const cut = at < 0 ? 15 : text.slice(0, at + stopString.length).split('.').length - 1;
      expect(sample.tokens).toEqual(free[i]!.tokens.slice(0, cut));
      expect(sample.stopString).toBe(at < 0 ? undefined : stopString);
      expect(sample.finish).toBe(at < 0 ? 'length' : 'stop');
    });
    expect(samples[1]!.finish).toBe('stop');
    own.dispose();
  });

  test.each([
    [{ temperature: -1 }, 'request 1: temperature is a number from 0 on, for example 0.7; got -1'],
    [{ temperature: Number.NaN }, 'got NaN'],
    [{ topP: 0 }, 'request 1: topP is above 0 and at most 1, for example 0.95; got 0'],
    [{ topK: 1.5 }, 'request 1: topK is a whole number from 0 on, 0 for all tokens, for example 50; got 1.5'],
    [{ minP: 1 }, 'request 1: minP is from 0 on and below 1, for example 0.05; got 1'],
    [{ maxNewTokens: -1 }, 'request 1: maxNewTokens is a whole number from 0 on, for example 256; got -1'],
    [{ stopStrings: ['a', ''] }, 'request 1: a stop string has a character at least'],
    [{ stopStrings: ['a'] }, 'request 1: stop strings need a tokenizer'],
  ])('refuses %o', async (own, message) => {
    await expect(sampler.sample([requests[0]!, { ...requests[1]!, ...own }], options)).rejects.toThrow(
      message,
    );
  });

  test('tells of each completion once, as it ends', async () => {
    const lengths = [7, 0, 1, 4];
    const heard: [number, Sample][] = [];
    const own = new Sampler(decoder, { maxRows: 2 });
    const samples = await own.sample(
      lengths.map((maxNewTokens, i) => ({ ...requests[i]!, maxNewTokens })),
      options,
      (index, sample) => void heard.push([index, sample]),
    );
    own.dispose();
    expect(heard).toEqual([1, 2, 3, 0].map(index => [index, samples[index]]));
  });

  test('calls at the same time wait for each other', async () => {
    const one = sampler.sample(requests, options);
    const two = sampler.sample(requests.toReversed(), options);
    expect((await two).toReversed()).toEqual(await one);
  });

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
