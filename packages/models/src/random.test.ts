import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { hash, normal, uniform } from './random.ts';

const COUNT = 100_000;

describe.each([
  ['by index', (i: number) => uniform(7, 3, i)],
  ['by stream', (i: number) => uniform(7, i, 3)],
  ['by seed', (i: number) => uniform(i, 7, 3)],
])('uniform numbers %s', (_, draw) => {
  const draws = Float64Array.from({ length: COUNT }, (_, i) => draw(i));

  test('have the mean and variance of [0, 1)', () => {
    const { mean, variance } = moments(draws);
    // four standard errors
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / COUNT));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / COUNT));
  });

  test('fall evenly into 256 bins, by each byte', () => {
    for (const byte of [1, 256, 65_536]) {
      const bins = new Float64Array(256);
      for (const value of draws) bins[Math.floor(value * byte * 256) % 256]!++;
      const chiSquare = bins.reduce((sum, n) => sum + (n - COUNT / 256) ** 2 / (COUNT / 256), 0);
      // 255 degrees of freedom: outside with probability 0.002
      expect(chiSquare).toBeGreaterThan(190);
      expect(chiSquare).toBeLessThan(330);
    }
  });

  test('do not follow from their neighbours', () => {
    const { mean, variance } = moments(draws);
    for (const lag of [1, 2, 3, 8]) {
      let sum = 0;
      for (let i = lag; i < COUNT; i++) sum += (draws[i]! - mean) * (draws[i - lag]! - mean);
      expect(Math.abs(sum / (COUNT - lag) / variance)).toBeLessThan(4 / Math.sqrt(COUNT));
    }
  });
});

const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

test.prop([whole, whole, whole])('a draw is in [0, 1), exact in float32', (seed, stream, index) => {
  const value = uniform(seed, stream, index);
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThan(1);
  expect(Math.fround(value)).toBe(value);
});

test('a draw does not depend on those before it', () => {
  const indices = Array.from({ length: 100 }, (_, i) => i);
  const forwards = indices.map(i => uniform(1, 2, i));
  const backwards = indices.toReversed().map(i => uniform(1, 2, i));
  expect(backwards.toReversed()).toEqual(forwards);
});

test('seed, stream and index are not exchangeable', () => {
  const orders = [hash(1, 2, 3), hash(1, 3, 2), hash(2, 1, 3), hash(2, 3, 1), hash(3, 1, 2), hash(3, 2, 1)];
  expect(new Set(orders).size).toBe(6);
});

test('draws are the same numbers in every version', () => {
  expect([uniform(0, 0, 0), uniform(1, 2, 3), uniform(-1, 5, 1e6)]).toMatchInlineSnapshot(`
    [
      0.027354300022125244,
      0.057115137577056885,
      0.5064850449562073,
    ]
  `);
});

test('normal numbers have the moments of the standard normal', () => {
  const draw = normal(11, 2);
  const { mean, variance, skewness, kurtosis } = moments(
    Float64Array.from({ length: COUNT }, (_, i) => draw(i)),
  );
  // four standard errors each
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(1 / COUNT));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / COUNT));
  expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / COUNT));
  expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / COUNT));
});

function moments(values: Float64Array): Record<'mean' | 'variance' | 'skewness' | 'kurtosis', number> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}
