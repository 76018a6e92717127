import { expect, test } from 'vitest';
import { remax } from './remax.ts';

test('the reward to come, less what greedy decoding gets', () => {
  const tokens = { rowOffsets: [0, 2, 4], rewards: [0.5, 1, 0, 0], responseMask: Uint8Array.of(1, 1, 1, 0) };
  const { advantages, returns } = remax(tokens, [1, 0.25]);
  expect(Array.from(returns)).toEqual([1.5, 1, 0, 0]);
  expect(Array.from(advantages)).toEqual([0.5, 0, -0.25, 0]);
});

test('there is one greedy reward per row', () => {
  expect(() => remax({ rowOffsets: [0, 1], rewards: [1] }, [])).toThrow(
    /greedyRewards needs one entry per row: 1; received 0/,
  );
});
