import { describe, expect, it } from 'vitest';
import type { Device } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { conform, expectClose } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise, uniforms } from '../../testing/random.ts';
import { suites } from './sampleTokens.conformance.ts';
import { sampleTokens } from './sampleTokens.ts';

interface Filters {
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
}

async function sample(
  device: Device,
  logits: Float32Array,
  uniform: Float32Array,
  temperature: number,
  filters?: Filters,
) {
  const rows = uniform.length;
  const tensors = {
    logits: input([rows, logits.length / rows]),
    uniform: input([rows]),
    temperature: input([rows]),
  };
  const filtered = { topK: input([rows], 'i32'), topP: input([rows]), minP: input([rows]) };
  const outputs = sampleTokens(tensors.logits, tensors.uniform, tensors.temperature, filters && filtered);
  const inputs = filters ? { ...tensors, ...filtered } : tensors;
  const { plans, release } = device.compile({ inputs, outputs: { ...outputs } });
  const { topK = 0, topP = 1, minP = 0 } = filters ?? {};
  const { tokens, logProb } = await plans[0].run({
    logits,
    uniform,
    temperature: new Float32Array(rows).fill(temperature),
    ...(filters && {
      topK: new Int32Array(rows).fill(topK),
      topP: new Float32Array(rows).fill(topP),
      minP: new Float32Array(rows).fill(minP),
    }),
  });
  release();
  return { tokens: tokens as Int32Array, logProb: logProb! };
}

function logSoftmax(z: Float32Array): Float64Array {
  const top = Math.max(...z);
  const lse = top + Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return Float64Array.from(z, value => value - lse);
}

conform(...suites);

onEveryBackend('sampleTokens', device => {
  it.each([0.5, 1, 1.7])('draws from softmax(logits / %d)', async temperature => {
    const draws = 4000;
    const z = Float32Array.of(1, -1, 0.3, 2, -0.5, 0);
    const logits = Float32Array.from({ length: draws * z.length }, (_, i) => z[i % z.length]!);
    const { tokens } = await sample(device(), logits, uniforms(draws, 5), temperature);
    const p = logSoftmax(z.map(value => value / temperature)).map(Math.exp);
    const counts = new Int32Array(z.length);
    for (const token of tokens) counts[token]!++;
    const chiSquare = p.reduce((sum, pj, j) => sum + (counts[j]! - draws * pj) ** 2 / (draws * pj), 0);
    // 5 degrees of freedom: one true draw in ten thousand exceeds this
    expect(chiSquare).toBeLessThan(25.7);
  });

  it.each([1, 4, 5, 17, 300])(
    'takes the first of the most likely at temperature 0, of %d tokens',
    async n => {
      const logits = noise(6 * n, n).map(value => Math.round(value * 3));
      const { tokens } = await sample(device(), logits, uniforms(6, n), 0);
      const best = [0, 1, 2, 3, 4, 5].map(row => {
        const z = logits.subarray(row * n, (row + 1) * n);
        return z.indexOf(Math.max(...z));
      });
      expect([...tokens]).toEqual(best);
    },
  );

  it.each([0, 0.6, 1])(
    'tells the log-probability at temperature 1, whatever it drew at: %d',
    async temperature => {
      const n = 21;
      const logits = noise(9 * n, 3).map(value => value * 5);
      const { tokens, logProb } = await sample(device(), logits, uniforms(9, 4), temperature);
      const expected = [...tokens].map(
        (token, row) => logSoftmax(logits.subarray(row * n, (row + 1) * n))[token]!,
      );
      expectClose(logProb, Float64Array.from(expected), 'logProb');
    },
  );

  it('draws the same with filters that let all pass', async () => {
    const logits = noise(40 * 300, 6).map(value => value * 3);
    const uniform = uniforms(40, 7);
    const plain = await sample(device(), logits, uniform, 0.8);
    expect(await sample(device(), logits, uniform, 0.8, {})).toEqual(plain);
    expect(await sample(device(), logits, uniform, 0.8, { topK: 300, topP: 1, minP: 0 })).toEqual(plain);
  });

  it.each([{ topK: 7 }, { topP: 0.0695 }, { topK: 20, topP: 0.345 }, { topK: 7, topP: 0.999 }])(
    'tells near weights apart: %o',
    async filters => {
      // a hundred of about one weight, which differ by a millionth, in a mixed order; 7 of them are to be kept
      const z = Float32Array.from({ length: 100 }, (_, j) => 1 - ((j * 37) % 100) * 1e-6);
      const draws = 400;
      const logits = Float32Array.from({ length: draws * 100 }, (_, i) => z[i % 100]!);
      const { tokens } = await sample(device(), logits, uniforms(draws, 8), 1, filters);
      const heaviest = [...z.keys()].sort((a, b) => z[b]! - z[a]!).slice(0, 7);
      expect([...new Set(tokens)].sort((a, b) => a - b)).toEqual(heaviest.sort((a, b) => a - b));
    },
  );

  it('takes logits of one axis as one row', async () => {
    const tensors = { logits: input([5]), uniform: input([]), temperature: input([]) };
    const outputs = sampleTokens(tensors.logits, tensors.uniform, tensors.temperature);
    const { plans, release } = device().compile({ inputs: tensors, outputs: { ...outputs } });
    const logits = Float32Array.of(0, 1, 2, 3, 2);
    const results = await plans[0].run({
      logits,
      uniform: Float32Array.of(0),
      temperature: new Float32Array(1),
    });
    release();
    expect([...results.tokens!]).toEqual([3]);
    expectClose(results.logProb!, logSoftmax(logits).slice(3, 4), 'logProb');
  });

  it('draws no token of probability 0, at either end of the uniform numbers', async () => {
    const row = [-1e30, 2, -1e30, 2, -1e30];
    const { tokens } = await sample(device(), Float32Array.from([...row, ...row]), Float32Array.of(0, 1), 1);
    expect([...tokens]).toEqual([1, 3]);
  });
});

describe('sampleTokens', () => {
  it('names what does not fit', () => {
    const [logits, row] = [input([2, 3]), input([2])];
    expect(() => sampleTokens(logits, input([3]), row)).toThrow(
      'sampleTokens: uniform must have shape [2]; got [3]',
    );
    expect(() => sampleTokens(logits, row, input([1]))).toThrow(
      'sampleTokens: temperature must have shape [2]; got [1]',
    );
    expect(() => sampleTokens(logits, row, row, { topK: row, topP: row, minP: row })).toThrow(
      'sampleTokens: topK must be i32; got f32 [2]',
    );
  });
});
