import { expect, test } from 'vitest';
import { reinforcePlusPlus } from './reinforcePlusPlus.ts';

const tokens = { rowOffsets: [0, 4], rewards: [0, 0, 5, 1], responseMask: Uint8Array.of(1, 1, 0, 1) };

test('a reward after a masked span counts before it, unless the span resets the return', () => {
  expect(Array.from(reinforcePlusPlus(tokens, { gamma: 0.5 }).returns)).toEqual([0.25, 0.5, 0, 1]);
  expect(Array.from(reinforcePlusPlus(tokens, { maskedSpans: 'reset' }).returns)).toEqual([0, 0, 0, 1]);
});

test('what cannot be is refused', () => {
  expect(() => reinforcePlusPlus(tokens, { gamma: 1.5 })).toThrow(
    /gamma is in \[0, 1\], e.g. 0.99; received 1.5/,
  );
  expect(() => reinforcePlusPlus({ ...tokens, rewards: [0] })).toThrow(
    /rewards needs one entry per token: 4/,
  );
  expect(() => reinforcePlusPlus({ ...tokens, rewards: [0, Number.NaN, 0, 0] })).toThrow(
    /reward of token 1 must be/,
  );
});
