import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { comparePaired } from './index.ts';
import { uniforms } from './random.ts';

const numbers = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })), {
  minLength: 1,
  maxLength: 9,
});

test.prop([numbers])('p is the share of all sign patterns that are as extreme', pairs => {
  const [a, b] = [pairs.map(([x]) => x / 8), pairs.map(([, y]) => y / 8)];
  const differences = a.map((x, i) => x - b[i]!);
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let extreme = 0;
  for (let pattern = 0; pattern < 2 ** a.length; pattern++) {
    const sum = differences.reduce((total, d, i) => total + (pattern & (2 ** i) ? d : -d), 0);
    if (Math.abs(sum) >= seen - 1e-12) extreme++;
  }
  expect(comparePaired(a, b).p).toBeCloseTo(extreme / 2 ** a.length, 12);
});

test.prop([numbers])('swapped, the difference changes its sign and p stays', pairs => {
  const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
  const [there, back] = [comparePaired(a, b), comparePaired(b, a)];
  expect(back.difference).toBeCloseTo(-there.difference, 12);
  expect([back.p, back.wins, back.losses]).toEqual([there.p, there.losses, there.wins]);
});

test('five wins of five are not p < 0.05, six of six are', () => {
  const ones = (count: number) => Array<number>(count).fill(1);
  const zeros = (count: number) => Array<number>(count).fill(0);
  expect(comparePaired(ones(5), zeros(5))).toEqual({
    difference: 1,
    p: 1 / 16,
    wins: 5,
    ties: 0,
    losses: 0,
    exact: true,
  });
  expect(comparePaired(ones(6), zeros(6)).p).toBe(1 / 32);
});

test('a sample of patterns agrees with counting, is seeded, and p is never 0', () => {
  const next = uniforms(5);
  const a = Array.from({ length: 20 }, () => next() + 0.15);
  const b = Array.from({ length: 20 }, () => next());
  const counted = comparePaired(a, b);
  // a unit without a difference changes nothing but makes the patterns too many to count
  const sampled = comparePaired([...a, 0], [...b, 0], { patterns: 50_000, seed: 1 });
  expect([counted.exact, sampled.exact]).toEqual([true, false]);
  expect(Math.abs(sampled.p - counted.p)).toBeLessThan(0.01);
  expect(comparePaired([...a, 0], [...b, 0], { patterns: 50_000, seed: 1 })).toEqual(sampled);
  expect(comparePaired(Array(30).fill(1), Array(30).fill(0)).p).toBeGreaterThan(0);
});

test('lists that are not paired are refused', () => {
  expect(() => comparePaired([1], [1, 2])).toThrow(/received 1 and 2 numbers/);
});
