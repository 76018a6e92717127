import { expect, test } from 'vitest';
import { reinforcePlusPlusBaseline } from './reinforcePlusPlusBaseline.ts';
import { maskedMean, maskedVariance } from './whiten.ts';

test('tokens, not rows, have mean 0 and variance 1', () => {
  const tokens = { rowOffsets: [0, 3, 4], responseMask: Uint8Array.of(1, 1, 1, 1) };
  const advantages = reinforcePlusPlusBaseline([1, 0], ['a', 'a'], tokens);
  expect(maskedMean(advantages, tokens.responseMask)).toBeCloseTo(0, 12);
  expect(maskedVariance(advantages, tokens.responseMask)).toBeCloseTo(1, 6);
  expect(advantages[0]).toBe(advantages[2]);
  expect(advantages[3]).toBeCloseTo(-3 * advantages[0]!, 12);
});

test('there is one reward per row', () => {
  expect(() => reinforcePlusPlusBaseline([1], ['a'], { rowOffsets: [0, 1, 2] })).toThrow(
    /rewards needs one entry per row: 2; received 1/,
  );
});
