import { expect, test } from 'vitest';
import { passAtK } from './passAtK.ts';

test('only the best counts, by its lead over the second', () => {
  const rewards = [0.2, 0.9, 0.5];
  expect(Array.from(passAtK(rewards, [0, 0, 0], { std: false }))).toEqual([0, expect.closeTo(0.4, 12), 0]);
  const mean = 1.6 / 3;
  const std = Math.sqrt(rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / 2);
  expect(passAtK(rewards, [0, 0, 0])[1]).toBeCloseTo(0.4 / (std + 1e-6), 12);
});

test('two that share the best get nothing, and a single rollout has no second', () => {
  expect(Array.from(passAtK([1, 1, 0], [0, 0, 0]))).toEqual([0, 0, 0]);
  expect(() => passAtK([1, 0, 1], ['a', 'a', 'b'])).toThrow(/group b has 1: sample at least 2/);
});
