import { fc, test } from '@fast-check/vitest';
import { type Device, type DeviceOptions, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { Decoder } from '../decoder/decoder.ts';
import { type Case, cases, factorsOf, materials, rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { relativeError } from '../testing/closeness.ts';
import { referenceGradient, referenceStats } from '../testing/reference.ts';
import { Learner, type LearnerOptions, type Objective, type RowGradients } from './learner.ts';
import { NonFiniteGradientError, type UpdateSettings } from './optimizer.ts';

const rows = rowsOf([9, 5, 13, 9, 26, 7, 12], 3);
const factors = factorsOf(rows, 3);
const weights = weightsOf(TINY, 8);

describe.each([
  ['simd', { threads: 2 }],
  ['simd of 128 bits', { threads: 2, build: '128-bit' }],
] satisfies [string, DeviceOptions][])('against the float64 reference, %s', (_, options) => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', ...options });
  });
  afterAll(() => device.close());

  test.prop([cases], { numRuns: 12 })('log-probabilities and entropies', drawn =>
    agreesForward(device, drawn),
  );
  // two threads: values that share memory with an attention's scratch space are read before it is written
  const shared: Case = {
    config: {
      ...TINY,
      hidden_size: 4,
      intermediate_size: 33,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      max_position_embeddings: 13,
    },
    lengths: [5],
    seed: 0,
  };
  test.prop([cases], { numRuns: 12, examples: [[shared]] })('gradients of every parameter', drawn =>
    agreesBackward(device, drawn),
  );
});

describe('against the float64 reference, gpu.js', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'gpujs', mode: 'webasm' });
  });
  afterAll(() => device.close());
  // one case: each shape takes gpu.js a while to compile
  const fixedCase: Case = { config: TINY, lengths: [9, 5, 13], seed: 3 };

  test('log-probabilities and entropies', () => agreesForward(device, fixedCase));
  test('gradients of every parameter', () => agreesBackward(device, fixedCase));
});

describe('accumulate', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 2 });
  });
  afterAll(() => device.close());

  test.prop([fc.array(fc.integer({ min: 0, max: rows.length }), { maxLength: 3 })], { numRuns: 6 })(
    'over any split into calls adds up to one call',
    async cuts => {
      const whole = await gradientOf(device, learner => learner.accumulate(rows, fixed(factors)));
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), rows.length];
      const split = await gradientOf(device, async learner => {
        for (const [i, from] of bounds.slice(0, -1).entries()) {
          const to = bounds[i + 1]!;
          await learner.accumulate(rows.slice(from, to), fixed(factors.slice(from, to)));
        }
      });
      for (const [name, data] of split)
        expect(relativeError(data, whole.get(name)!), name).toBeLessThan(1e-6);
    },
  );

  test.each([1, 16, 40, 1024])('gives one gradient whatever the budget: %i tokens', async tokensPerBatch => {
    const run = (learner: Learner) => learner.accumulate(rows, fixed(factors));
    const expected = await gradientOf(device, run, { tokensPerBatch: 64 });
    const actual = await gradientOf(device, run, { tokensPerBatch });
    for (const [name, data] of actual)
      expect(relativeError(data, expected.get(name)!), name).toBeLessThan(1e-5);
  });

  test('asks the objective for each row once, with the statistics that scoring gives', async () => {
    await withLearner(device, { tokensPerBatch: 40 }, async learner => {
      const scored = await learner.score(rows);
      const asked: number[] = [];
      await learner.accumulate(rows, (indices, stats) => {
        asked.push(...indices);
        expect(stats).toEqual(indices.map(index => scored[index]));
        return indices.map(index => factors[index]!);
      });
      expect(asked.toSorted((a, b) => a - b)).toEqual([...rows.keys()]);
    });
  });

  test('changes no weight', async () => {
    await withLearner(device, {}, async (learner, decoder) => {
      await learner.accumulate(rows, fixed(factors));
      expect(await decoder.weights()).toEqual(weights);
    });
  });
});

describe('step', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 2 });
  });
  afterAll(() => device.close());

  test.each([
    ['defaults', { learningRate: 1e-2 }],
    [
      'all set',
      { learningRate: 1e-2, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, clipNorm: 0.5 },
    ],
    ['a clip that is not reached', { learningRate: 1e-2, weightDecay: 0, clipNorm: 1e6 }],
  ] satisfies [string, UpdateSettings][])('is AdamW in float64: %s', async (_, settings) => {
    await withLearner(device, {}, async (learner, decoder) => {
      const reference = new ReferenceAdamW(weights, settings);
      for (let step = 1; step <= 4; step++) {
        await learner.accumulate(rows, fixed(factorsOf(rows, step)));
        const gradients = await learner.accumulated();
        const expectedNorm = reference.step(gradients);
        const { gradientNorm } = await learner.step(settings);
        expect(Math.abs(gradientNorm / expectedNorm - 1)).toBeLessThan(1e-6);
      }
      for (const [name, data] of await decoder.weights()) {
        const change = data.map((w, i) => w - weights.get(name)![i]!);
        const expected = reference.weights.get(name)!.map((w, i) => w - weights.get(name)![i]!);
        // the change itself agrees, as far as float32 holds weights of size 1
        expect(relativeError(change, expected), name).toBeLessThan(2e-4);
      }
    });
  });

  test('clears the gradient', async () => {
    await withLearner(device, {}, async learner => {
      await learner.accumulate(rows, fixed(factors));
      await learner.step({ learningRate: 1e-3 });
      for (const [name, data] of await learner.accumulated())
        expect(data, name).toEqual(new Float32Array(data.length));
    });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a gradient of %d, the weights bit-identical',
    async bad => {
      await withLearner(device, {}, async (learner, decoder) => {
        const broken = factors.map(({ logProb, entropy }, i) =>
          i === 2 ? { logProb: logProb.map(() => bad), entropy } : { logProb, entropy },
        );
        await learner.accumulate(rows, fixed(broken));
        await expect(learner.step({ learningRate: 1e-3 })).rejects.toThrow(NonFiniteGradientError);
        expect(await decoder.weights()).toEqual(weights);

        // and training goes on as if it had not been
        await learner.accumulate(rows, fixed(factors));
        const { gradientNorm } = await learner.step({ learningRate: 1e-3 });
        expect(gradientNorm).toBeGreaterThan(0);
        await withLearner(device, {}, async (fresh, other) => {
          await fresh.accumulate(rows, fixed(factors));
          await fresh.step({ learningRate: 1e-3 });
          expect(await decoder.weights()).toEqual(await other.weights());
        });
      });
    },
  );
});

describe('the state of the optimiser', () => {
  const settings = { learningRate: 1e-2, clipNorm: 1 };
  const update = async (learner: Learner, step: number) => {
    await learner.accumulate(rows, fixed(factorsOf(rows, step)));
    return (await learner.step(settings)).gradientNorm;
  };

  test('carried to another learner with the weights, it goes on to the bit', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    await withLearner(device, {}, async (learner, decoder) => {
      for (const step of [0, 1]) await update(learner, step);
      const [state, saved] = [await learner.state(), await decoder.weights()];
      const norm = await update(learner, 2);
      await withLearner(device, {}, async (other, elsewhere) => {
        await update(other, 7); // whatever it did before
        elsewhere.load(saved);
        other.restore(state);
        expect(await update(other, 2)).toBe(norm);
        expect(await elsewhere.weights()).toEqual(await decoder.weights());
      });
    });
    await device.close();
  });

  test('that does not fit is refused before anything changes', async () => {
    const device = await openDevice({ backend: 'simd', threads: 1 });
    await withLearner(device, {}, async learner => {
      await update(learner, 0);
      const state = await learner.state();
      const [first, ...rest] = state.moments;
      expect(() => learner.restore({ steps: 9, moments: new Map(rest) })).toThrow(
        `optimizer state: ${first![0]} has ${first![1].length} numbers; it is missing`,
      );
      expect(await learner.state()).toEqual(state);
    });
    await device.close();
  });
});

test('training is bit-identical from run to run and with 1, 2 or 3 threads', async () => {
  const runs: unknown[] = [];
  for (const threads of [1, 2, 2, 3]) {
    const device = await openDevice({ backend: 'simd', threads });
    await withLearner(device, { tokensPerBatch: 40 }, async (learner, decoder) => {
      const norms: number[] = [];
      for (let step = 0; step < 3; step++) {
        await learner.accumulate(rows, fixed(factorsOf(rows, step)));
        norms.push((await learner.step({ learningRate: 1e-2, clipNorm: 1 })).gradientNorm);
      }
      runs.push({ norms, scores: await learner.score(rows), weights: await decoder.weights() });
    });
    await device.close();
  }
  for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
});

async function agreesForward(device: Device, drawn: Case): Promise<void> {
  const { config } = drawn;
  const { weights, rows } = materials(drawn);
  const decoder = new Decoder(device, config, weights);
  const learner = new Learner(decoder, { tokensPerBatch: 24 });
  const actual = await learner.score(rows);
  referenceStats(config, weights, rows).forEach(({ logProb, entropy }, row) => {
    expect(actual[row]!.logProb).toHaveLength(rows[row]!.tokens.length - rows[row]!.start);
    expect(relativeError(actual[row]!.logProb, logProb), `log-probabilities of row ${row}`).toBeLessThan(
      1e-4,
    );
    expect(relativeError(actual[row]!.entropy, entropy), `entropies of row ${row}`).toBeLessThan(1e-4);
  });
  learner.dispose();
  decoder.dispose();
}

async function agreesBackward(device: Device, drawn: Case): Promise<void> {
  const { config } = drawn;
  const { weights, rows, factors } = materials(drawn);
  const decoder = new Decoder(device, config, weights);
  const learner = new Learner(decoder, { tokensPerBatch: 24 });
  await learner.accumulate(rows, fixed(factors));
  const actual = await learner.accumulated();
  for (const [name, expected] of referenceGradient(config, weights, rows, factors))
    expect(relativeError(actual.get(name)!, expected), name).toBeLessThan(1e-4);
  learner.dispose();
  decoder.dispose();
}

/** The loss whose derivatives are given, one entry a row. */
function fixed(derivatives: readonly RowGradients[]): Objective {
  return indices => indices.map(index => derivatives[index]!);
}

/** A learner of the tiny decoder, disposed of when `use` is through. */
async function withLearner(
  device: Device,
  options: LearnerOptions,
  use: (learner: Learner, decoder: Decoder) => Promise<void>,
): Promise<void> {
  const decoder = new Decoder(device, TINY, weights);
  const learner = new Learner(decoder, { tokensPerBatch: 64, ...options });
  await use(learner, decoder);
  learner.dispose();
  decoder.dispose();
}

async function gradientOf(
  device: Device,
  run: (learner: Learner) => Promise<void>,
  options: LearnerOptions = {},
): Promise<Map<string, Float32Array>> {
  let gradient = new Map<string, Float32Array>();
  await withLearner(device, options, async learner => {
    await run(learner);
    gradient = await learner.accumulated();
  });
  return gradient;
}

/** AdamW by the formulas of Loshchilov and Hutter 2019, with PyTorch's clipping, in float64. */
class ReferenceAdamW {
  readonly weights: ReadonlyMap<string, Float64Array>;
  private readonly settings: UpdateSettings;
  private readonly m = new Map<string, Float64Array>();
  private readonly v = new Map<string, Float64Array>();
  private steps = 0;

  constructor(initial: ReadonlyMap<string, Float32Array>, settings: UpdateSettings) {
    this.weights = new Map([...initial].map(([name, data]) => [name, Float64Array.from(data)]));
    this.settings = settings;
    for (const [name, { length }] of initial) {
      this.m.set(name, new Float64Array(length));
      this.v.set(name, new Float64Array(length));
    }
  }

  /** Returns the gradient's norm. */
  step(gradients: ReadonlyMap<string, Float32Array>): number {
    const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = this.settings;
    const { clipNorm = Number.POSITIVE_INFINITY } = this.settings;
    const norm = Math.hypot(...[...gradients.values()].flatMap(data => [...data]));
    const clip = Math.min(1, clipNorm / (norm + 1e-6));
    this.steps++;
    for (const [name, w] of this.weights) {
      const [m, v] = [this.m.get(name)!, this.v.get(name)!];
      gradients.get(name)!.forEach((raw, i) => {
        const g = raw * clip;
        m[i] = beta1 * m[i]! + (1 - beta1) * g;
        v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
        const mean = m[i]! / (1 - beta1 ** this.steps);
        const square = v[i]! / (1 - beta2 ** this.steps);
        w[i]! -= learningRate * (mean / (Math.sqrt(square) + epsilon) + weightDecay * w[i]!);
      });
    }
    return norm;
  }
}
