import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { random } from './random.ts';

const take = (count: number, seed: number, stream?: string): number[] => {
  const rng = random(seed, stream);
  return Array.from({ length: count }, () => rng.unit());
};

test.prop([fc.maxSafeInteger()])('a seed gives one stream, another seed or name another', seed => {
  expect(take(4, seed)).toEqual(take(4, seed));
  expect(take(4, seed)).not.toEqual(take(4, seed === 0 ? 1 : -seed));
  expect(take(4, seed)).not.toEqual(take(4, seed, 'train'));
});

test('is uniform: chi-squared over 64 cells, and pairs are uncorrelated', () => {
  const values = take(64_000, 7);
  const cells = new Array<number>(64).fill(0);
  for (const value of values) cells[Math.floor(value * 64)]!++;
  const chi = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chi).toBeLessThan(103); // 63 degrees of freedom, p = .001
  const covariance = values.slice(1).reduce((sum, v, i) => sum + (v - 0.5) * (values[i]! - 0.5), 0) / 64_000;
  expect(Math.abs(covariance)).toBeLessThan(0.0013); // 4 standard deviations of (1/12) / sqrt(64,000)
});

test.prop([fc.integer(), fc.uniqueArray(fc.integer()), fc.nat()])(
  'draws distinct items of the list',
  (seed, items, n) => {
    const count = Math.min(n, items.length);
    const drawn = random(seed).draw(items, count);
    expect(new Set(drawn).size).toBe(count);
    expect(items).toEqual(expect.arrayContaining(drawn));
  },
);

test('a seed that is no integer is refused', () => {
  expect(() => random(0.5)).toThrow('a seed is an integer such as 42; received 0.5');
});
