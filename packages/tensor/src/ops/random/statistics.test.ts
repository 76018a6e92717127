// Are the numbers random? Statistics of fixed seeds, each as a standard score: |z| < 5 fails by chance once in two million.
// The last test shows that weaker hashes do not get through.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, openDevice } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { categorical } from './categorical.ts';
import { KEY_WORDS, randomKey } from './key.ts';
import { normal } from './normal.ts';
import { uniformReference } from './reference.ts';
import { uniform } from './uniform.ts';

const COUNT = 2 ** 20;
const LIMIT = 5;
const LAGS = [1, 2, 4, 16];
const KEYS = [
  [0, 0],
  [1, 0],
  [-1, 7],
  [2 ** 31 - 1, -(2 ** 31)],
] as const;

type Numbers = ArrayLike<number>;

/** Of the mean of numbers with that mean and variance. */
function meanScore(numbers: Numbers, mean: number, variance: number): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i]! - mean;
  return sum / Math.sqrt(numbers.length * variance);
}

/** Of counts that should be `expected`. */
function chiSquareScore(counts: Numbers, expected: (bin: number) => number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += (counts[i]! - expected(i)) ** 2 / expected(i);
  const freedom = counts.length - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

/** Of uniform numbers in equal bins. */
function binsScore(numbers: Numbers, bins: number): number {
  const counts = new Float64Array(bins);
  for (let i = 0; i < numbers.length; i++) counts[Math.floor(numbers[i]! * bins)]!++;
  return chiSquareScore(counts, () => numbers.length / bins);
}

/** Of the correlation of uniform numbers, with `other` or with themselves `lag` places on. */
function correlationScore(numbers: Numbers, lag: number, other: Numbers = numbers): number {
  const pairs = numbers.length - lag;
  let sum = 0;
  for (let i = 0; i < pairs; i++) sum += (numbers[i]! - 0.5) * (other[i + lag]! - 0.5);
  return (12 * sum) / Math.sqrt(pairs);
}

/** Of uniform numbers and their neighbours, in bins x bins squares. */
function pairsScore(numbers: Numbers, bins: number): number {
  const counts = new Float64Array(bins * bins);
  for (let i = 0; i + 1 < numbers.length; i += 2)
    counts[Math.floor(numbers[i]! * bins) * bins + Math.floor(numbers[i + 1]! * bins)]!++;
  return chiSquareScore(counts, () => numbers.length / 2 / bins ** 2);
}

/** How many of the numbers came before, against the chance of that among 2^24. */
function repeatsScore(numbers: Numbers): number {
  const count = numbers.length;
  const expected = count - 2 ** 24 * -Math.expm1(count * Math.log1p(-(2 ** -24)));
  return (count - new Set(Array.from(numbers)).size - expected) / Math.sqrt(expected);
}

/** The normal distribution, to 1e-9: its series, which the test's |x| < 6 allows. */
function normalDistribution(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

describe('statistics of random tensors', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 2 });
  });
  afterAll(() => device.close());

  /** `count` numbers for each key. */
  async function draw(draws: typeof uniform, count: number, keys: readonly (readonly [number, number])[]) {
    const key = input([KEY_WORDS], 'i32');
    const { plans, release } = device.compile({ inputs: { key }, outputs: { y: draws([count], key) } });
    const results = [];
    for (const [seed, counter] of keys)
      results.push((await plans[0].run({ key: randomKey(seed, counter) })).y!);
    release();
    return results;
  }

  it('uniform has mean, variance and equal bins', async () => {
    for (const numbers of await draw(uniform, COUNT, KEYS)) {
      expect(Math.abs(meanScore(numbers, 1 / 2, 1 / 12))).toBeLessThan(LIMIT);
      const squares = Float64Array.from(numbers, value => (value - 0.5) ** 2);
      expect(Math.abs(meanScore(squares, 1 / 12, 1 / 180))).toBeLessThan(LIMIT);
      expect(Math.abs(binsScore(numbers, 64))).toBeLessThan(LIMIT);
      // the low bits as well: the upper twelve taken away
      const low = Float64Array.from(numbers, value => (value * 4096) % 1);
      expect(Math.abs(binsScore(low, 64))).toBeLessThan(LIMIT);
      expect(Math.abs(repeatsScore(numbers.subarray(0, 2 ** 18)))).toBeLessThan(LIMIT);
    }
  });

  it('uniform has no serial correlation', async () => {
    for (const numbers of await draw(uniform, COUNT, KEYS)) {
      for (const lag of LAGS) expect(Math.abs(correlationScore(numbers, lag))).toBeLessThan(LIMIT);
      expect(Math.abs(pairsScore(numbers, 64))).toBeLessThan(LIMIT);
    }
  });

  it.each([
    ['counters', (i: number): readonly [number, number] => [5, i]],
    ['seeds', (i: number): readonly [number, number] => [i, 5]],
  ] as const)('uniform has no correlation across consecutive %s', async (_, keyOf) => {
    const draws = await draw(
      uniform,
      16,
      Array.from({ length: 2 ** 13 }, (_, i) => keyOf(i - 2 ** 12)),
    );
    for (const position of [0, 1, 15]) {
      const numbers = Float64Array.from(draws, numbers => numbers[position]!);
      for (const lag of LAGS) expect(Math.abs(correlationScore(numbers, lag))).toBeLessThan(LIMIT);
      expect(Math.abs(binsScore(numbers, 64))).toBeLessThan(LIMIT);
      expect(Math.abs(meanScore(numbers, 1 / 2, 1 / 12))).toBeLessThan(LIMIT);
    }
    const whole = await draw(
      uniform,
      COUNT,
      [0, 1, 2].map(i => keyOf(i)),
    );
    for (const lag of [0, ...LAGS]) {
      expect(Math.abs(correlationScore(whole[0]!, lag, whole[1]!))).toBeLessThan(LIMIT);
      expect(Math.abs(correlationScore(whole[1]!, lag, whole[2]!))).toBeLessThan(LIMIT);
    }
  });

  it('normal has its moments and its distribution', async () => {
    const count = 2 ** 18;
    for (const numbers of await draw(normal, count, KEYS)) {
      const power = (p: number) => Float64Array.from(numbers, value => value ** p);
      // the variance of x^p is E x^2p - (E x^p)^2
      expect(Math.abs(meanScore(numbers, 0, 1))).toBeLessThan(LIMIT);
      expect(Math.abs(meanScore(power(2), 1, 2))).toBeLessThan(LIMIT);
      expect(Math.abs(meanScore(power(3), 0, 15))).toBeLessThan(LIMIT);
      expect(Math.abs(meanScore(power(4), 3, 96))).toBeLessThan(LIMIT);
      const sorted = Float64Array.from(numbers).sort();
      let distance = 0;
      sorted.forEach((value, i) => {
        const p = normalDistribution(value);
        distance = Math.max(distance, p - i / count, (i + 1) / count - p);
      });
      // Kolmogorov and Smirnov: 2 exp(-2 D^2 n) is once in two million at 2.75
      expect(distance * Math.sqrt(count)).toBeLessThan(2.75);
      const uniforms = Float64Array.from(numbers, normalDistribution);
      for (const lag of LAGS) expect(Math.abs(correlationScore(uniforms, lag))).toBeLessThan(LIMIT);
      expect(Math.abs(pairsScore(uniforms, 64))).toBeLessThan(LIMIT);
    }
  });

  it('categorical has the probabilities of softmax', async () => {
    const rows = 2 ** 16;
    const z = Float64Array.from({ length: 20 }, (_, j) => 2 * Math.sin(j));
    const [key, row] = [input([KEY_WORDS], 'i32'), input([rows, z.length])];
    const { plans, release } = device.compile({
      inputs: { key, row },
      outputs: { y: categorical(row, key) },
    });
    const logits = Float32Array.from({ length: rows * z.length }, (_, i) => z[i % z.length]!);
    const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
    for (const [seed, counter] of KEYS) {
      const { y } = await plans[0].run({ key: randomKey(seed, counter), row: logits });
      const counts = new Float64Array(z.length);
      for (const index of y!) counts[index]!++;
      const score = chiSquareScore(counts, j => (rows * Math.exp(z[j]!)) / total);
      expect(Math.abs(score)).toBeLessThan(LIMIT);
    }
    release();
  });

  it('would tell hashes of three and four rounds from chance', () => {
    const key = randomKey(0, 0);
    const [three, four] = [uniformReference([COUNT], key, 3), uniformReference([COUNT], key, 4)];
    expect(Math.abs(meanScore(three, 1 / 2, 1 / 12))).toBeGreaterThan(LIMIT);
    expect(Math.abs(repeatsScore(three.subarray(0, 2 ** 18)))).toBeGreaterThan(LIMIT);
    expect(Math.abs(binsScore(four, 64))).toBeGreaterThan(LIMIT);
    expect(Math.abs(pairsScore(four, 64))).toBeGreaterThan(LIMIT);
    expect(Math.abs(correlationScore(four, 1))).toBeGreaterThan(LIMIT);
  });
});
